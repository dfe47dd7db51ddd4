import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { lchown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { Unpack, type ReadEntry } from './tar';
import { PhaseFailure } from './phase';

export const ARCHIVE_LIMITS = {
  entries: 20_000,
  totalBytes: 512 * 1024 * 1024,
  pathBytes: 1_024,
  nameBytes: 255,
};

/** Headers and padding of the entries, on top of their content. */
const OVERHEAD_BYTES = ARCHIVE_LIMITS.entries * 4 * 1024;

/** The path without `./` and trailing slashes, or why it is refused. */
export function judgePath(raw: string): { path: string } | { refusal: string } {
  // eslint-disable-next-line no-control-regex
  const isOdd = /[\0-\x1f\x7f\\]/.test(raw);
  const name = JSON.stringify(raw.slice(0, 200));
  if (raw.startsWith('/') || isOdd) {
    return {
      refusal: `The archive holds ${name}, which is absolute or has control characters or backslashes in it`,
    };
  }
  const parts = raw.split('/').filter(part => part !== '' && part !== '.');
  if (parts.includes('..')) {
    return { refusal: `The archive holds ${name}, which leaves the archive` };
  }
  const path = parts.join('/');
  if (
    Buffer.byteLength(path) > ARCHIVE_LIMITS.pathBytes ||
    parts.some(part => Buffer.byteLength(part) > ARCHIVE_LIMITS.nameBytes)
  ) {
    return { refusal: `The archive holds a path that is too long: ${name}` };
  }
  return { path };
}

/** Judges the entries of one archive in their order. */
export class EntryJudge {
  readonly files: string[] = [];
  readonly #seen = new Set<string>();
  #entries = 0;
  #bytes = 0;

  /** Says why an entry is refused, or nothing. */
  refuse(raw: string, type: string, size: number): string | undefined {
    this.#entries += 1;
    this.#bytes += size;
    if (this.#entries > ARCHIVE_LIMITS.entries) {
      return `The archive holds more than ${ARCHIVE_LIMITS.entries} entries`;
    }
    if (this.#bytes > ARCHIVE_LIMITS.totalBytes) {
      return `The archive holds more than ${ARCHIVE_LIMITS.totalBytes} bytes`;
    }
    const judged = judgePath(raw);
    if ('refusal' in judged) {
      return judged.refusal;
    }
    if (type === 'Directory') {
      return undefined;
    }
    if (type !== 'File' && type !== 'OldFile') {
      return `The archive holds ${judged.path}, which is a ${type}; only files and folders are allowed, so replace links by what they lead to`;
    }
    if (this.#seen.has(judged.path) || judged.path === '') {
      return `The archive holds ${judged.path || 'a nameless file'} twice`;
    }
    this.#seen.add(judged.path);
    this.files.push(judged.path);
    return undefined;
  }
}

/** Unpacks a tar.gz into an empty folder and answers the paths of its files. Refuses whatever is not a plain file or folder. */
export async function unpackArchive(
  archive: string,
  folder: string,
): Promise<string[]> {
  const judge = new EntryJudge();
  let refusal: string | undefined;
  const unpack = new Unpack({
    cwd: folder,
    strict: true,
    noMtime: true,
    preserveOwner: false,
    filter: (path, item) => {
      const entry = item as ReadEntry;
      refusal ??= judge.refuse(path, entry.type, entry.size);
      // No more than the owner's own rights, but always those to read and to change.
      entry.mode =
        entry.type === 'Directory'
          ? 0o700
          : ((entry.mode ?? 0) & 0o700) | 0o600;
      return refusal === undefined;
    },
  });
  const unpacked = new Promise<void>((resolve, reject) => {
    unpack.once('close', resolve);
    unpack.on('error', reject);
  });
  let atEnd = false;
  unpack.once('eof', () => {
    atEnd = true;
  });
  const failed = unpacked.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined); // it is reported where it is waited for

  try {
    let inflated = 0;
    for await (const chunk of inflate(archive)) {
      inflated += chunk.length;
      if (inflated > ARCHIVE_LIMITS.totalBytes + OVERHEAD_BYTES) {
        refusal ??= `The archive holds more than ${ARCHIVE_LIMITS.totalBytes} bytes`;
      }
      if (refusal) {
        throw new PhaseFailure(refusal);
      }
      // Padding may follow the end of a tar; the parser would hoard it.
      if (!atEnd && !unpack.write(chunk)) {
        await Promise.race([once(unpack, 'drain'), failed]);
      }
    }
    unpack.end();
    await unpacked;
  } catch (error) {
    unpack.abort(error as Error);
    throw new PhaseFailure(
      refusal ??
        `The archive could not be unpacked: ${(error as Error).message}`,
    );
  }
  if (refusal) {
    throw new PhaseFailure(refusal);
  }
  return judge.files;
}

async function* inflate(archive: string): AsyncGenerator<Buffer> {
  const source = createReadStream(archive);
  const gunzip = createGunzip();
  source.once('error', error => gunzip.destroy(error));
  yield* source.pipe(gunzip);
}

/** Gives a folder and everything in it to a user, the folder itself last: until then nobody else can enter it. */
export async function giveFolder(
  folder: string,
  user: { uid: number; gid: number },
): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await giveFolder(path, user);
    } else {
      await lchown(path, user.uid, user.gid);
    }
  }
  await lchown(folder, user.uid, user.gid);
}
