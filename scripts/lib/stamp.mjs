// A stamp file remembers the digest of the files something was made from, so that it is made again only when they changed.
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './project.mjs';

const SKIP = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'coverage',
  '.cache',
]);

/** sha256 over paths and contents of the given files and folders (relative to the root). */
export function digestOf(paths, accept = () => true) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) {
    for (const file of filesUnder(join(ROOT, path))) {
      const name = relative(ROOT, file);
      if (accept(name))
        hash.update(name).update('\0').update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function* filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!SKIP.has(name)) yield* filesUnder(join(path, name));
  }
}

export function isCurrent(stampFile, digest) {
  try {
    return readFileSync(stampFile, 'utf8') === digest;
  } catch {
    return false;
  }
}

export function writeStamp(stampFile, digest) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, digest);
}
