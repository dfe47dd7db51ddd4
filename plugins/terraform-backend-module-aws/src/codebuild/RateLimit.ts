import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Spaces requests out, first come first served: a quota of AWS is per account, whoever uses it up. */
export class RateLimit {
  readonly #gapMs: number;
  #nextAt = -Infinity;

  constructor(perSecond: number) {
    this.#gapMs = 1_000 / perSecond;
  }

  /** Waits for its turn. */
  async take(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + this.#gapMs;
    if (at > now) await sleep(at - now);
  }

  /** For how long whoever came now would wait, in milliseconds. */
  get backlogMs(): number {
    return Math.max(0, this.#nextAt - performance.now());
  }

  /** Nobody has a turn for a while. */
  pause(ms: number): void {
    this.#nextAt = Math.max(this.#nextAt, performance.now() + ms);
  }
}
