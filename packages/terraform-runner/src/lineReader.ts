import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 256 * 1024;

/** What is kept of one line; the rest of it is passed over. */
export const MAX_LINE_LENGTH = 1024 * 1024;

export interface Line {
  text: string;
  /** The line was longer than MAX_LINE_LENGTH. */
  cut: boolean;
}

/** Cuts a growing file into lines. */
export class LineReader {
  readonly #fd: number;
  readonly #decoder = new StringDecoder('utf8');
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #partial = '';
  #cut = false;

  constructor(path: string) {
    this.#fd = openSync(path, 'r');
  }

  /** The lines that were completed since the last call. */
  next(): Line[] {
    const lines: Line[] = [];
    for (;;) {
      const size = readSync(this.#fd, this.#chunk, 0, CHUNK_BYTES, null);
      if (size === 0) {
        return lines;
      }
      this.#take(this.#decoder.write(this.#chunk.subarray(0, size)), lines);
    }
  }

  /** The last lines, also one without an end; closes the file. */
  end(): Line[] {
    const lines = this.next();
    this.#take(this.#decoder.end(), lines);
    if (this.#partial !== '') {
      this.#finishLine(lines);
    }
    closeSync(this.#fd);
    return lines;
  }

  #take(text: string, lines: Line[]): void {
    const parts = text.split('\n');
    parts.forEach((part, index) => {
      const room = MAX_LINE_LENGTH - this.#partial.length;
      this.#partial += part.slice(0, room);
      this.#cut ||= part.length > room;
      if (index < parts.length - 1) {
        this.#finishLine(lines);
      }
    });
  }

  #finishLine(lines: Line[]): void {
    lines.push({ text: this.#partial.replace(/\r$/, ''), cut: this.#cut });
    this.#partial = '';
    this.#cut = false;
  }
}
