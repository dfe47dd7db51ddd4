import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import type { Buckets } from '../s3/Buckets';
import { messageOf, PhaseFailure } from './PhaseFailure';
import type { EmulatedBuild } from './types';

/** The part of a file's mode that says what it is, and that of a link. */
const FILE_TYPE_MASK = 0o170000;
const LINK = 0o120000;

/**
 * Puts the source of a build into a folder.
 *
 * @throws PhaseFailure when it is not there, not of a kind that the emulator knows, or has a path that leaves the folder
 */
export async function downloadSource(
  build: EmulatedBuild,
  buckets: Buckets,
  folder: string,
): Promise<void> {
  const { type, location } = build.source;
  if (type === 'NO_SOURCE') return;
  if (type !== 'S3' || !location?.endsWith('.zip')) {
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `The emulator knows the sources NO_SOURCE and S3 with a .zip file, not ${type} ${
        location ?? ''
      }`,
    );
  }
  await unzip(readArchive(location, build.sourceVersion, buckets), folder);
}

function readArchive(
  location: string,
  versionId: string | undefined,
  buckets: Buckets,
): Buffer {
  const [bucketName, ...key] = location
    .replace(/^arn:aws:s3:::/, '')
    .split('/');
  try {
    const bucket = buckets.get(bucketName);
    const version = versionId
      ? bucket.version(key.join('/'), versionId)
      : bucket.current(key.join('/'));
    if (!version)
      throw new Error('NoSuchKey: The specified key does not exist.');
    return version.body;
  } catch (error) {
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `${messageOf(error)} for primary source and source version ${
        versionId ?? ''
      }`,
    );
  }
}

async function unzip(archive: Buffer, folder: string): Promise<void> {
  try {
    const zip = await openZip(archive);
    await new Promise<void>((resolve, reject) => {
      zip.once('end', resolve);
      zip.once('error', reject);
      zip.on('entry', (entry: Entry) => {
        extract(zip, entry, folder).then(() => zip.readEntry(), reject);
      });
      zip.readEntry();
    });
  } catch (error) {
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `The source cannot be unpacked: ${messageOf(error)}`,
    );
  }
}

/** Names that leave the folder are refused by the reader itself. */
function openZip(archive: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    fromBuffer(archive, { lazyEntries: true }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    ),
  );
}

async function extract(
  zip: ZipFile,
  entry: Entry,
  folder: string,
): Promise<void> {
  const target = join(folder, entry.fileName);
  if (entry.fileName.endsWith('/')) {
    await mkdir(target, { recursive: true });
    return;
  }
  // eslint-disable-next-line no-bitwise
  const mode = entry.externalFileAttributes >>> 16;
  // eslint-disable-next-line no-bitwise
  if ((mode & FILE_TYPE_MASK) === LINK) {
    throw new Error(`${entry.fileName} is a link, which the emulator refuses`);
  }
  await mkdir(dirname(target), { recursive: true });
  const content = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) =>
      error ? reject(error) : resolve(stream),
    ),
  );
  await pipeline(
    content,
    // eslint-disable-next-line no-bitwise
    createWriteStream(target, { mode: mode & 0o777 || 0o644 }),
  );
}
