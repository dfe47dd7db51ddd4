import {
  phaseOf,
  type Capacity,
  type ExecutorPlaces,
  type QueuedRun,
} from './schedule';

/** How many places are left. */
export class Room {
  readonly #executors: ExecutorPlaces[];
  readonly #environments: Map<string, number>;
  readonly #used = new Map<string, number>();
  readonly #usedIn = new Map<string, number>();

  constructor(queue: QueuedRun[], capacity: Capacity) {
    this.#executors = capacity.executors;
    this.#environments = capacity.environments;
    for (const run of queue) {
      if (run.takes !== undefined) this.#count(run, run.takes);
    }
  }

  /** Takes a place for the run; false when there is none. */
  take(run: QueuedRun): boolean {
    if (this.#isEnvironmentFull(run)) return false;
    const free = this.#placesFor(run).find(
      places => this.#usedOf(places.key) < places.capacity,
    );
    if (!free) return false;
    this.#count(run, free.key);
    return true;
  }

  whyFull(run: QueuedRun): string {
    const limit = this.#environments.get(run.environment);
    if (limit !== undefined && this.#isEnvironmentFull(run)) {
      return `Waiting for a free place: ${this.#usedIn.get(
        run.environment,
      )} of ${limit} places of the environment ${run.environment} are in use`;
    }
    const own = this.#placesFor(run);
    if (own.length === 0) {
      return `Waiting for a portal with the executor ${run.executor}: none is running`;
    }
    const used = own.reduce((sum, p) => sum + this.#usedOf(p.key), 0);
    const all = own.reduce((sum, p) => sum + p.capacity, 0);
    const kind = own.some(({ phase }) => phase)
      ? `${phaseOf(run)} places`
      : 'places';
    return `Waiting for a free place: ${used} of ${all} ${kind} of the executor ${run.executor} are in use`;
  }

  #placesFor(run: QueuedRun): ExecutorPlaces[] {
    const wanted = phaseOf(run);
    return this.#executors.filter(
      ({ executor, phase }) =>
        executor === run.executor && (phase === undefined || phase === wanted),
    );
  }

  #isEnvironmentFull(run: QueuedRun): boolean {
    const limit = this.#environments.get(run.environment);
    return (
      limit !== undefined && (this.#usedIn.get(run.environment) ?? 0) >= limit
    );
  }

  #usedOf(key: string): number {
    return this.#used.get(key) ?? 0;
  }

  #count(run: QueuedRun, key: string): void {
    this.#used.set(key, this.#usedOf(key) + 1);
    this.#usedIn.set(
      run.environment,
      (this.#usedIn.get(run.environment) ?? 0) + 1,
    );
  }
}
