import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { PhaseFailure } from './phase';

const CHUNK_BYTES = 1024 * 1024;

/**
 * Opens what Terraform, or code under Terraform, may have written: never through a link, never a device, and never a file of
 * somebody else than the owner, so that no race can make this process read for another user what that one may not.
 */
export async function openRegularFile(
  path: string,
  owner?: number,
): Promise<{ handle: FileHandle; stats: Stats }> {
  let handle: FileHandle;
  try {
    handle = await open(
      path,
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') {
      throw new PhaseFailure(`${path} is a link, which is refused`);
    }
    throw error;
  }
  const stats = await handle.stat();
  if (!stats.isFile() || (owner !== undefined && stats.uid !== owner)) {
    await handle.close();
    throw new PhaseFailure(
      `${path} is not a regular file of the user that Terraform runs as, which is refused`,
    );
  }
  return { handle, stats };
}

async function* chunks(handle: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) {
      return;
    }
    yield buffer.subarray(0, bytesRead);
  }
}

/** Answers undefined if there is no such file. */
export async function readRegularFile(
  path: string,
  maxBytes: number,
  owner?: number,
): Promise<Buffer | undefined> {
  const file = await openUnlessMissing(path, owner);
  if (!file) {
    return undefined;
  }
  try {
    if (file.stats.size > maxBytes) {
      throw new PhaseFailure(`${path} is larger than ${maxBytes} bytes`);
    }
    const parts: Buffer[] = [];
    let size = 0;
    for await (const chunk of chunks(file.handle)) {
      size += chunk.length;
      if (size > maxBytes) {
        throw new PhaseFailure(`${path} is larger than ${maxBytes} bytes`);
      }
      parts.push(chunk);
    }
    return Buffer.concat(parts);
  } finally {
    await file.handle.close();
  }
}

/** Copies and answers the sha256 of the bytes that were written; undefined if there is no such file. */
export async function copyRegularFile(
  from: string,
  to: string,
  options: { owner?: number; mode?: number } = {},
): Promise<string | undefined> {
  const source = await openUnlessMissing(from, options.owner);
  if (!source) {
    return undefined;
  }
  const hash = createHash('sha256');
  try {
    const target = await open(to, 'wx', options.mode ?? 0o600);
    try {
      for await (const chunk of chunks(source.handle)) {
        hash.update(chunk);
        await target.appendFile(chunk);
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.handle.close();
  }
  return hash.digest('hex');
}

export async function sha256OfFile(path: string): Promise<string> {
  const { handle } = await openRegularFile(path);
  const hash = createHash('sha256');
  try {
    for await (const chunk of chunks(handle)) {
      hash.update(chunk);
    }
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

async function openUnlessMissing(path: string, owner?: number) {
  try {
    return await openRegularFile(path, owner);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
