import { write } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const writeAsync = promisify(write);
const FULL_PIPE_MS = 20;

/**
 * Writes whole lines to a file descriptor, one after the other. Not through process.stdout, which on a pipe stops the whole process
 * while nobody reads. When nobody can read any more, lines are dropped: what they tell of must go on.
 */
export class LineWriter {
  readonly #fd: number;
  #last: Promise<void> = Promise.resolve();
  #isBroken = false;
  #pending = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Lines that the reader has not taken yet. */
  get pending(): number {
    return this.#pending;
  }

  /** Resolves when the line and all before it are written. */
  write(line: string): Promise<void> {
    this.#pending++;
    this.#last = this.#last
      .then(() => this.#write(Buffer.from(`${line}\n`)))
      .finally(() => this.#pending--);
    return this.#last;
  }

  async #write(bytes: Buffer): Promise<void> {
    let written = 0;
    while (!this.#isBroken && written < bytes.length) {
      try {
        const result = await writeAsync(this.#fd, bytes, written);
        written += result.bytesWritten;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
          await sleep(FULL_PIPE_MS);
        } else {
          this.#isBroken = true;
        }
      }
    }
  }
}
