// Programs that tests need beside Node: found on the PATH, else installed from Debian when root.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, say } from './project.mjs';

let updated = false;

/** The path of the first of these programs that is there, else undefined. */
export function findProgram(...names) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(path => existsSync(path));
}

/** Installs a Debian package where that is possible; says why if it fails. */
export async function installDebianPackage(name) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`installing ${name} from Debian`);
  const options = {
    quiet: true,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  try {
    if (!updated) await run('apt-get', ['update'], options);
    updated = true;
    await run(
      'apt-get',
      ['install', '-y', '--no-install-recommends', name],
      options,
    );
  } catch (error) {
    say(error.message);
  }
}
