import { open } from 'node:fs/promises';
import type { OutputRecord } from '@planroom/terraform-runner';

const CHUNK_BYTES = 512 * 1024;
const NEWLINE = 10;

/**
 * Reads whole lines from a place in a growing file, at most half a megabyte (or one longer line) at a time.
 *
 * @returns `atEnd` when nothing was left behind what has been read
 */
export async function readOutput(
  file: string,
  offset: number,
): Promise<{ records: OutputRecord[]; nextOffset: number; atEnd: boolean }> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return { records: [], nextOffset: offset, atEnd: true };
  try {
    const { size } = await handle.stat();
    let length = CHUNK_BYTES;
    for (;;) {
      const buffer = Buffer.alloc(Math.min(length, Math.max(0, size - offset)));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      const end = buffer.lastIndexOf(NEWLINE, bytesRead - 1) + 1;
      const all = offset + bytesRead >= size;
      if (end > 0 || all) {
        const complete = buffer.subarray(0, end).toString();
        return {
          records: complete.split('\n').filter(Boolean).map(parseRecord),
          nextOffset: offset + end,
          atEnd: all,
        };
      }
      length *= 2;
    }
  } finally {
    await handle.close();
  }
}

function parseRecord(line: string): OutputRecord {
  try {
    return JSON.parse(line);
  } catch {
    return {
      kind: 'log',
      at: new Date().toISOString(),
      level: 'warn',
      text: 'A line of output was damaged and is left out',
    };
  }
}
