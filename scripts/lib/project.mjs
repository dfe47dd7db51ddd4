// Where things are in this checkout, and how its own yarn is called.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const PORTAL_DIR = join(ROOT, '.build/portal');

const YARN = join(
  ROOT,
  /^yarnPath: (.+)$/m.exec(readFileSync(join(ROOT, '.yarnrc.yml'), 'utf8'))[1],
);

export function say(text) {
  process.stdout.write(`planroom: ${text}\n`);
}

/** Runs a program to its end; rejects unless it exits with 0. Output is inherited unless `quiet`, which shows it only on failure. */
export function run(command, args, options = {}) {
  const { quiet = false, ...spawnOptions } = options;
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      ...spawnOptions,
    });
    let output = '';
    child.stdout?.on('data', chunk => (output += chunk));
    child.stderr?.on('data', chunk => (output += chunk));
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === 0) return done(output);
      if (quiet) process.stderr.write(output);
      return fail(
        new Error(
          `${[command, ...args].join(' ')} ended with ${signal ?? code}`,
        ),
      );
    });
  });
}

/** Runs the vendored yarn. */
export function yarn(args, options = {}) {
  return run(process.execPath, [YARN, ...args], {
    ...options,
    env: { ...process.env, ...nativeBuildEnv(), ...options.env },
  });
}

/**
 * Native packages are compiled where no prebuilt file can be fetched. The compiler then needs Node's headers: those that came with
 * this Node installation, if there are any, else it downloads them.
 */
function nativeBuildEnv() {
  const prefix = resolve(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include/node/node_version.h'))
    ? { npm_config_nodedir: prefix }
    : {};
}
