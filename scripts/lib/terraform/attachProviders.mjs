// Starts each provider once for many Terraform processes. Otherwise every run of every test starts a provider of its own, which for the
// AWS provider is most of the time: 24 runs took 17 seconds of processor time, and 3 with one process for all of them.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const START_TIMEOUT_MS = 60_000;

/**
 * Providers of a mirror that are unpacked are started; packed ones are left to Terraform.
 *
 * @returns `{ env, stop }`: the variable by which Terraform finds them, and how they are ended
 */
export async function attachProviders(mirror, addresses) {
  const programs = addresses
    .map(address => programIn(join(mirror, address)))
    .filter(Boolean);
  const started = programs.map(program =>
    spawn(program, ['-debug'], {
      // Nothing of whoever runs this, credentials least of all.
      env: { PATH: process.env.PATH, HOME: mirror },
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const attachments = await Promise.all(started.map(attachmentOf));
  return {
    env: {
      TF_REATTACH_PROVIDERS: JSON.stringify(Object.assign({}, ...attachments)),
    },
    stop: () => started.forEach(child => child.kill()),
  };
}

/** The program below `<version>/<platform>/`. */
function programIn(folder) {
  return childPaths(folder)
    .flatMap(childPaths)
    .flatMap(childPaths)
    .find(path => /\/terraform-provider-[^/]+$/.test(path));
}

/** What is in a folder; nothing where there is none. */
function childPaths(folder) {
  try {
    return readdirSync(folder).map(name => join(folder, name));
  } catch {
    return [];
  }
}

function attachmentOf(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${child.spawnfile} did not start in time`)),
      START_TIMEOUT_MS,
    );
    child.once('exit', code =>
      reject(new Error(`${child.spawnfile} ended with ${code}`)),
    );
    createInterface({ input: child.stdout }).on('line', line => {
      const [, attachment] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line) ?? [];
      if (!attachment) return;
      clearTimeout(timer);
      resolve(JSON.parse(attachment));
    });
  });
}
