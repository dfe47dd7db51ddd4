import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';

/** The lines of one log event. */
export interface LogChunk {
  /** number of the first line in the log of the phase */
  log_offset: number;
  /** the data of the event, as it is stored */
  data: string;
}

const NEWLINE = 0x0a;
const unzip = promisify(gunzip);

/**
 * Makes the content of a blob from the log of a phase: NDJSON in gzip, a line `[offset,data]` for each chunk. JSON as it is stored has no line
 * break of its own.
 *
 * @param chunks - in their order
 */
export async function packLog(
  chunks: AsyncIterable<LogChunk>,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  await pipeline(
    Readable.from(toLines(chunks)),
    createGzip(),
    async (zipped: AsyncIterable<Buffer>) => {
      for await (const piece of zipped) pieces.push(piece);
    },
  );
  return Buffer.concat(pieces);
}

async function* toLines(
  chunks: AsyncIterable<LogChunk>,
): AsyncGenerator<string> {
  for await (const { log_offset: offset, data } of chunks) {
    yield `[${offset},${data}]\n`;
  }
}

/** The log of a phase as a blob held it, ready to be read anywhere. */
export class LogBlob {
  readonly #bytes: Buffer;
  /** in their order; where the data of each is in the bytes */
  readonly #chunks: Array<{ offset: number; start: number; end: number }> = [];

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
    let start = 0;
    for (
      let end = bytes.indexOf(NEWLINE);
      end !== -1;
      end = bytes.indexOf(NEWLINE, start)
    ) {
      const comma = bytes.indexOf(',', start);
      this.#chunks.push({
        offset: Number(bytes.toString('latin1', start + 1, comma)),
        start: comma + 1,
        end: end - 1,
      });
      start = end + 1;
    }
  }

  /** @param packed - what {@link packLog} made */
  static async open(packed: Buffer): Promise<LogBlob> {
    return new LogBlob(await unzip(packed));
  }

  /** How much memory it takes, in bytes. */
  get size(): number {
    return this.#bytes.length;
  }

  /** Chunks from the one that holds a line, at most `count`. */
  chunksFrom(offset: number, count: number): LogChunk[] {
    let first = this.#chunks.findIndex(chunk => chunk.offset > offset);
    if (first === -1) first = this.#chunks.length;
    const from = Math.max(0, first - 1);
    return this.#chunks.slice(from, from + count).map(chunk => ({
      log_offset: chunk.offset,
      data: this.#bytes.toString('utf8', chunk.start, chunk.end),
    }));
  }
}
