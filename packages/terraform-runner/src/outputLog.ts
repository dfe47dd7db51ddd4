import { openSync, writeSync } from 'node:fs';
import type { LogLevel, OutputRecord } from './index';
import type { SecretScrubber } from './secretScrubber';

export const MAX_TEXT_LENGTH = 64 * 1024;

type ProgressRecord = Extract<OutputRecord, { kind: 'progress' }>;

/** What a phase tells while it goes on. Every text passes the scrubber here, so that no caller can forget to. */
export class OutputLog {
  readonly #fd: number;
  readonly #scrubber: SecretScrubber;
  #pending: string[] = [];
  /** The rest of a line that a full disk let through only in part. */
  #rest = Buffer.alloc(0);

  constructor(path: string, scrubber: SecretScrubber) {
    this.#fd = openSync(path, 'a', 0o600);
    this.#scrubber = scrubber;
  }

  /** Scrubs and bounds a text; `cut` says that its end is missing, where part of a secret may stand. */
  clean(text: string, cut = false): string {
    let clean = this.#scrubber.scrub(text);
    if (cut) {
      clean = clean.slice(
        0,
        Math.max(0, clean.length - this.#scrubber.longest),
      );
    }
    return cut || clean.length > MAX_TEXT_LENGTH
      ? `${clean.slice(0, MAX_TEXT_LENGTH)}… (cut)`
      : clean;
  }

  log(
    level: LogLevel,
    text: string,
    options: { type?: string; cut?: boolean } = {},
  ): void {
    const at = new Date().toISOString();
    const { type, cut } = options;
    this.#add({
      kind: 'log',
      at,
      level,
      text: this.clean(text, cut),
      ...(type ? { type: this.clean(type) } : {}),
    });
  }

  progress(change: Omit<ProgressRecord, 'kind' | 'at'>): void {
    this.#add({
      ...change,
      kind: 'progress',
      at: new Date().toISOString(),
      address: this.clean(change.address),
      action: this.clean(change.action),
    });
  }

  #add(record: OutputRecord): void {
    this.#pending.push(`${JSON.stringify(record)}\n`);
  }

  /** Writes what was collected. A log that cannot be written must not end what it tells of, so this does not throw. */
  flush(): void {
    if (this.#pending.length === 0 && this.#rest.length === 0) {
      return;
    }
    const bytes = Buffer.concat([
      this.#rest,
      Buffer.from(this.#pending.join('')),
    ]);
    this.#pending = [];
    let written = 0;
    try {
      while (written < bytes.length) {
        written += writeSync(this.#fd, bytes, written);
      }
      this.#rest = Buffer.alloc(0);
    } catch {
      const rest = bytes.subarray(written);
      this.#rest = rest.subarray(0, rest.indexOf('\n') + 1);
    }
  }
}
