import type { Clock } from '../Clock';
import type { LogStore, LogStream } from '../logs/LogStore';

/** The log stream of a build, with the lines that CodeBuild itself writes into it. */
export class BuildLog {
  readonly #store: LogStore;
  readonly #stream: LogStream;
  readonly #clock: Clock;
  readonly #delayMs: () => number;

  constructor(options: {
    store: LogStore;
    group: string;
    stream: string;
    clock: Clock;
    /** How long it takes until a line can be read. */
    delayMs: () => number;
  }) {
    this.#store = options.store;
    this.#stream = options.store.ensureStream(options.group, options.stream);
    this.#clock = options.clock;
    this.#delayMs = options.delayMs;
  }

  /** A line of the build's commands. */
  line(text: string): void {
    this.#store.append(this.#stream, `${text}\n`, { delayMs: this.#delayMs() });
  }

  /** A line of CodeBuild's own. */
  note(text: string): void {
    this.line(`[Container] ${this.time()} ${text}`);
  }

  /** The time as CodeBuild writes it: `2024/05/13 13:47:23.927000`. */
  time(): string {
    return new Date(this.#clock.now())
      .toISOString()
      .replace(/-/g, '/')
      .replace('T', ' ')
      .replace('Z', '000');
  }
}
