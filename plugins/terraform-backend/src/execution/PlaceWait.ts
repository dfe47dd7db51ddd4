import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
/** How often to look whether the wait is still wanted. */
const LOOK_MS = 250;

/** The wait of one phase for a place where it would run: ever longer pauses, until its time is over. */
export class PlaceWait {
  readonly #limitMs: number;
  readonly #since = performance.now();
  #pauseMs = FIRST_PAUSE_MS;
  #told?: string;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  isOver(): boolean {
    return performance.now() - this.#since > this.#limitMs;
  }

  /** True the first time that this is what is waited for. */
  isNews(message: string): boolean {
    const news = message !== this.#told;
    this.#told = message;
    return news;
  }

  /** Pauses, a little differently each time so that many do not come back at once; ends early when the wait is no longer wanted. */
  async pause(isUnwanted: () => boolean): Promise<void> {
    const until =
      performance.now() + this.#pauseMs * (0.75 + Math.random() / 2);
    this.#pauseMs = Math.min(this.#pauseMs * 1.5, LONGEST_PAUSE_MS);
    while (performance.now() < until && !isUnwanted()) await sleep(LOOK_MS);
  }
}
