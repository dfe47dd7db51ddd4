import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogLevel } from '../index';
import { isObject } from '../json';
import { LineReader } from '../lineReader';
import type { SecretScrubber } from '../secretScrubber';
import type { LineWriter } from './lineWriter';

const POLL_MS = 100;
/** Nobody may read the log any more; the results must not wait for that. */
const LAST_LINES_MS = 60_000;

/**
 * Tells what happens twice: numbered, as lines of the machine's log, and in the file that is handed over. Both hold the records of the
 * runner as they come, and those of the machine amid them, without the credentials that only the machine knows.
 */
export class OutputRelay {
  readonly #reader: LineReader;
  readonly #fd: number;
  readonly #writer: LineWriter;
  readonly #scrubber: SecretScrubber;
  #timer?: NodeJS.Timeout;
  #printed: Promise<void> = Promise.resolve();
  #records = 0;

  constructor(options: {
    /** the runner's records, a file that grows */
    from: string;
    /** the file that is handed over */
    to: string;
    writer: LineWriter;
    scrubber: SecretScrubber;
  }) {
    this.#reader = new LineReader(options.from);
    this.#fd = openSync(options.to, 'a', 0o600);
    this.#writer = options.writer;
    this.#scrubber = options.scrubber;
  }

  start(): void {
    this.#timer = setInterval(() => this.#follow(), POLL_MS);
  }

  /** A record of the machine. */
  note(level: LogLevel, text: string, type = 'machine'): void {
    const at = new Date().toISOString();
    this.#add(JSON.stringify({ kind: 'log', at, level, text, type }));
  }

  /** Takes the rest; answers how many records there were. */
  async finish(): Promise<number> {
    clearInterval(this.#timer);
    this.#reader.end().forEach(({ text }) => this.#add(text));
    closeSync(this.#fd);
    await Promise.race([
      this.#printed,
      sleep(LAST_LINES_MS, undefined, { ref: false }),
    ]);
    return this.#records;
  }

  /** Goes no further than the log's reader has come, so that what waits for it stays in the file. */
  #follow(): void {
    if (this.#writer.pending === 0) {
      this.#reader.next().forEach(({ text }) => this.#add(text));
    }
  }

  #add(line: string): void {
    const clean = this.#scrubber.scrub(line);
    if (!isRecord(clean)) {
      return; // the beginning of a line that a dying runner did not finish
    }
    writeSync(this.#fd, `${clean}\n`);
    this.#printed = this.#writer.write(
      `{"n":${this.#records},${clean.slice(1)}`,
    );
    this.#records++;
  }
}

function isRecord(line: string): boolean {
  try {
    return line.startsWith('{"') && isObject(JSON.parse(line));
  } catch {
    return false;
  }
}
