// A Chromium for the browser story: one on the PATH, else Debian's package when root, else Playwright's own download.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT, run, say } from './project.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const DOWNLOAD_LIMIT_MS = 180_000;

/** @returns the executable's path, or undefined where none can be had */
export async function ensureChromium() {
  return (
    findOnPath() ??
    (await installDebianPackage()) ??
    (await downloadWithPlaywright())
  );
}

function findOnPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      if (folder && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

async function installDebianPackage() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return undefined;
  say('installing Chromium from Debian');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update'], { quiet: true, env });
    await run(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium'],
      {
        quiet: true,
        env,
      },
    );
  } catch (error) {
    say(error.message);
  }
  return findOnPath();
}

async function downloadWithPlaywright() {
  say("downloading Playwright's Chromium");
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  try {
    execFileSync(process.execPath, [cli, 'install', 'chromium'], {
      stdio: 'pipe',
      timeout: DOWNLOAD_LIMIT_MS,
    });
    const { chromium } = await import('@playwright/test');
    return chromium.executablePath();
  } catch (error) {
    say(`no Chromium: ${String(error.message).split('\n')[0]}`);
    return undefined;
  }
}
