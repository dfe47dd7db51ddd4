/** The longest time that a timer of Node can wait. */
const TIMER_MAX_MS = 2 ** 31 - 1;

interface Timer {
  due: number;
  action: () => void;
  handle: NodeJS.Timeout;
}

/**
 * The time as the emulator sees it: the real one, plus what `advance` added. Expiry, timeouts, visibility and delays all go by it, so
 * that a test need not wait for hours to pass.
 *
 * @public
 */
export class Clock {
  #offset = 0;
  readonly #timers = new Set<Timer>();

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#offset;
  }

  /** Moves the time forward; what becomes due happens before this returns, in order. */
  advance(ms: number): void {
    this.#offset += ms;
    for (const timer of [...this.#timers].sort((a, b) => a.due - b.due)) {
      if (!this.#timers.has(timer)) continue;
      clearTimeout(timer.handle);
      this.#fire(timer);
    }
  }

  /**
   * Acts once at a time.
   *
   * @returns what forgets it again
   */
  at(due: number, action: () => void): () => void {
    const timer = { due, action } as Timer;
    this.#timers.add(timer);
    this.#arm(timer);
    return () => this.#drop(timer);
  }

  /** Waits that long, or until the signal is aborted; never rejects. Lets other work go on even for 0 ms. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    if (ms <= 0) {
      await new Promise(resolve => setImmediate(resolve));
      return;
    }
    await new Promise<void>(resolve => {
      const abort = new AbortController();
      const cancel = this.at(this.now() + ms, () => {
        abort.abort();
        resolve();
      });
      signal?.addEventListener(
        'abort',
        () => {
          cancel();
          resolve();
        },
        { signal: abort.signal },
      );
    });
  }

  /** Forgets all that is still to come. */
  stop(): void {
    for (const timer of [...this.#timers]) this.#drop(timer);
  }

  #arm(timer: Timer): void {
    const wait = Math.min(Math.max(timer.due - this.now(), 0), TIMER_MAX_MS);
    timer.handle = setTimeout(() => this.#fire(timer), wait);
  }

  #fire(timer: Timer): void {
    if (timer.due > this.now()) {
      this.#arm(timer);
      return;
    }
    this.#timers.delete(timer);
    timer.action();
  }

  #drop(timer: Timer): void {
    this.#timers.delete(timer);
    clearTimeout(timer.handle);
  }
}
