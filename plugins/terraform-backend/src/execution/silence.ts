/** Something whose heartbeat is a value that changes while it is alive. */
export interface Beat {
  id: string;
  beat: string | number;
}

/**
 * Tells who has fallen silent, by watching values and not times: a wall clock that jumps, or two machines whose clocks differ, change
 * nothing. Only time in which the watcher itself could look counts: after a pause of its own, or while the database was away, nobody is
 * taken for dead because of what nobody could see.
 */
export class SilenceWatch {
  readonly #longestGapMs: number;
  readonly #seen = new Map<string, { beat: Beat['beat']; silentMs: number }>();
  #lookedAt?: number;

  /** @param longestGapMs - how much of the time between two looks counts at the most */
  constructor(longestGapMs: number) {
    this.#longestGapMs = longestGapMs;
  }

  /** @param now - of a clock that only goes forward, in milliseconds */
  look(beats: Beat[], now: number): void {
    const gap =
      this.#lookedAt === undefined
        ? 0
        : Math.min(now - this.#lookedAt, this.#longestGapMs);
    this.#lookedAt = now;
    const present = new Set(beats.map(({ id }) => id));
    for (const id of [...this.#seen.keys()]) {
      if (!present.has(id)) this.#seen.delete(id);
    }
    for (const { id, beat } of beats) {
      const known = this.#seen.get(id);
      if (known && known.beat === beat) known.silentMs += gap;
      else this.#seen.set(id, { beat, silentMs: 0 });
    }
  }

  /** For how long the same value was seen, in milliseconds; 0 for what was never seen. */
  silentMs(id: string): number {
    return this.#seen.get(id)?.silentMs ?? 0;
  }
}
