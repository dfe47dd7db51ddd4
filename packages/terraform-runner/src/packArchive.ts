import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Header, Pax } from './tar';
import { PhaseFailure } from './phase';
import { openRegularFile } from './safeFiles';
import { ARCHIVE_LIMITS } from './unpackArchive';

const BLOCK_BYTES = 512;
const CHUNK_BYTES = 256 * 1024;
const GZIP_LEVEL = 1;

/** Equal content gives equal archives. */
const MODIFIED = new Date(0);

interface Entry {
  path: string;
  type: 'File' | 'Directory';
  mode: number;
  size: number;
}

function* headers(entry: Entry): Generator<Buffer> {
  const fields = { ...entry, mtime: MODIFIED };
  const block = Buffer.alloc(BLOCK_BYTES);
  if (new Header(fields).encode(block, 0)) {
    yield new Pax(fields).encode();
  }
  yield block;
}

/** Packs a folder, without links, sockets and what is excluded (paths relative to the folder), and answers the sha256. */
export async function packArchive(
  folder: string,
  archive: string,
  options: {
    exclude: string[];
    owner?: number;
    onSkip?: (path: string, why: string) => void;
  },
): Promise<string> {
  let entries = 0;
  let bytes = 0;

  function count(size: number) {
    entries += 1;
    bytes += size;
    if (entries > ARCHIVE_LIMITS.entries || bytes > ARCHIVE_LIMITS.totalBytes) {
      throw new PhaseFailure(
        `The work folder has grown beyond ${ARCHIVE_LIMITS.entries} files or ${ARCHIVE_LIMITS.totalBytes} bytes and cannot be kept for apply; use smaller modules`,
      );
    }
  }

  async function* file(path: string): AsyncGenerator<Buffer> {
    const { handle, stats } = await openRegularFile(
      join(folder, path),
      options.owner,
    );
    try {
      count(stats.size);
      yield* headers({
        path,
        type: 'File',
        mode: stats.mode & 0o100 ? 0o700 : 0o600,
        size: stats.size,
      });
      for (let position = 0; position < stats.size; ) {
        const chunk = Buffer.allocUnsafe(
          Math.min(CHUNK_BYTES, stats.size - position),
        );
        const { bytesRead } = await handle.read(
          chunk,
          0,
          chunk.length,
          position,
        );
        if (bytesRead === 0) {
          throw new PhaseFailure(`${path} changed while it was packed`);
        }
        position += bytesRead;
        yield chunk.subarray(0, bytesRead);
      }
      yield Buffer.alloc(-stats.size & (BLOCK_BYTES - 1));
    } finally {
      await handle.close();
    }
  }

  async function* walk(parent: string): AsyncGenerator<Buffer> {
    const names = (await readdir(join(folder, parent))).sort();
    for (const name of names) {
      const path = parent ? `${parent}/${name}` : name;
      if (options.exclude.includes(path)) {
        continue;
      }
      const stats = await lstat(join(folder, path));
      if (stats.isDirectory()) {
        count(0);
        yield* headers({
          path: `${path}/`,
          type: 'Directory',
          mode: 0o700,
          size: 0,
        });
        yield* walk(path);
      } else if (stats.isFile()) {
        yield* file(path);
      } else {
        options.onSkip?.(
          path,
          stats.isSymbolicLink() ? 'a link' : 'neither file nor folder',
        );
      }
    }
  }

  async function* tarball(): AsyncGenerator<Buffer> {
    yield* walk('');
    yield Buffer.alloc(2 * BLOCK_BYTES);
  }

  const hash = createHash('sha256');
  const digest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(
    Readable.from(tarball(), { objectMode: false }),
    createGzip({ level: GZIP_LEVEL }),
    digest,
    createWriteStream(archive, { flags: 'wx', mode: 0o600 }),
  );
  return hash.digest('hex');
}
