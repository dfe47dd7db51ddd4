import { OpenRun } from './QueueStore';
import { ReplicaRecord } from './Replicas';

/** Remembers since when no live replica can look into the place of a phase. */
export class PlaceWatch {
  readonly #unservedSince = new Map<string, number>();

  /** @param now - of a clock that only goes forward, in milliseconds */
  look(
    runs: OpenRun[],
    alive: Array<Pick<ReplicaRecord, 'executors'>>,
    now: number,
  ): void {
    const served = new Set(
      alive.flatMap(replica => replica.executors.map(({ place }) => place)),
    );
    const unserved = new Set(
      runs.flatMap(({ phase }) =>
        phase?.place && !served.has(phase.place) ? [phase.place] : [],
      ),
    );
    for (const place of [...this.#unservedSince.keys()]) {
      if (!unserved.has(place)) this.#unservedSince.delete(place);
    }
    for (const place of unserved) {
      if (!this.#unservedSince.has(place)) this.#unservedSince.set(place, now);
    }
  }

  /** 0 while somebody can. */
  unservedMs(place: string, now: number): number {
    const since = this.#unservedSince.get(place);
    return since === undefined ? 0 : now - since;
  }
}
