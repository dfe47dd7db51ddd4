// Installs dependencies and builds the portal, each only when what it is made from has changed.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { PORTAL_DIR, ROOT, run, say, yarn } from './project.mjs';
import { digestOf, isCurrent, writeStamp } from './stamp.mjs';

const INSTALL_STAMP = join(ROOT, 'node_modules/.planroom-install');
const BUILD_STAMP = join(PORTAL_DIR, '.stamp');

function workspaceFolders() {
  return ['packages', 'plugins'].flatMap(parent =>
    readdirSync(join(ROOT, parent))
      .map(name => `${parent}/${name}`)
      .filter(folder => existsSync(join(ROOT, folder, 'package.json'))),
  );
}

export async function ensureInstalled() {
  const digest = digestOf([
    'yarn.lock',
    'package.json',
    '.yarnrc.yml',
    ...workspaceFolders().map(folder => `${folder}/package.json`),
  ]);
  if (isCurrent(INSTALL_STAMP, digest)) return;
  say('installing dependencies (some minutes the first time)');
  await yarn(['install', '--immutable'], { quiet: true });
  writeStamp(INSTALL_STAMP, digest);
}

/** Builds the production bundle (frontend and backend) and lays it out so that it runs with this checkout's node_modules. */
export async function ensureBuilt() {
  const digest = digestOf(
    ['yarn.lock', 'package.json', ...workspaceFolders()],
    name => !/\.test\.tsx?$|\/e2e-tests\/|\.md$/.test(name),
  );
  if (isCurrent(BUILD_STAMP, digest)) return;
  say('building the portal (about a minute, again only when sources change)');
  rmSync(PORTAL_DIR, { recursive: true, force: true });
  mkdirSync(PORTAL_DIR, { recursive: true });
  await yarn(['workspace', 'backend', 'build'], { quiet: true });
  for (const archive of ['skeleton', 'bundle']) {
    await run('tar', [
      '-xzf',
      join(ROOT, `packages/backend/dist/${archive}.tar.gz`),
      '-C',
      PORTAL_DIR,
    ]);
  }
  linkPackages();
  writeStamp(BUILD_STAMP, digest);
}

/** What an install of the bundle would do: its own packages by name, everything else from the checkout's node_modules. */
function linkPackages() {
  for (const folder of workspaceFolders()) {
    const built = join(PORTAL_DIR, folder);
    if (!existsSync(join(built, 'package.json'))) continue;
    const { name } = JSON.parse(
      readFileSync(join(built, 'package.json'), 'utf8'),
    );
    const link = join(PORTAL_DIR, 'node_modules', name);
    mkdirSync(join(link, '..'), { recursive: true });
    symlinkSync(relative(join(link, '..'), built), link);
    const nested = join(ROOT, folder, 'node_modules');
    if (existsSync(nested) && folder !== 'packages/backend') {
      symlinkSync(relative(built, nested), join(built, 'node_modules'));
    }
  }
}
