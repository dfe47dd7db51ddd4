import { EXECUTING_RUN_STATUSES } from '@planroom/backstage-plugin-terraform-common';
import { Environments } from '../workspaces/Environments';
import { OpenRun } from './QueueStore';
import { OfferedExecutor } from './Replicas';
import { Capacity, ExecutorPlaces, phaseOf, QueuedRun } from './schedule';

/** A replica as far as its places matter. */
export interface Offering {
  id: string;
  executors: OfferedExecutor[];
}

/** Names the places of an executor: those of one machine, or all of it; those of one phase, where each has its own. */
export function placesKey({
  name,
  place,
  phase,
}: Omit<OfferedExecutor, 'capacity'>): string {
  return `${name}${phase ? `/${phase}` : ''}${place ? `@${place}` : ''}`;
}

/** Puts the runs into the scheduler's words: which executor each wants, and where it takes a place already. */
export function toQueue(
  runs: OpenRun[],
  executorOf: (environment: string) => string,
  replicas: Offering[],
): QueuedRun[] {
  return runs.map(run => {
    const executor = run.phase?.executor ?? executorOf(run.environment);
    return { ...run, executor, takes: taken(run, executor, replicas) };
  });
}

function taken(
  run: OpenRun,
  executor: string,
  replicas: Offering[],
): string | undefined {
  const phase = phaseOf(run);
  const offers = (replica: Offering) =>
    replica.executors.filter(
      offer =>
        offer.name === executor &&
        (offer.phase === undefined || offer.phase === phase),
    );
  if (run.phase) {
    const { place } = run.phase;
    const begun = replicas.flatMap(offers).find(offer => offer.place === place);
    return placesKey({ name: executor, place, phase: begun?.phase });
  }
  if (EXECUTING_RUN_STATUSES.includes(run.status)) {
    return placesKey({ name: executor });
  }
  if (!run.leaseOwner) return undefined;
  // Leased and not begun yet: it is about to take a place of whoever leased it.
  const [offer] = replicas
    .filter(({ id }) => id === run.leaseOwner)
    .flatMap(offers);
  return placesKey(offer ?? { name: executor });
}

/** All places there are. */
export function capacityOfAll(
  replicas: Offering[],
  environments: Environments,
): Capacity {
  const places = new Map<string, ExecutorPlaces>();
  for (const { executors } of replicas) {
    for (const offer of executors) {
      const key = placesKey(offer);
      places.set(key, {
        executor: offer.name,
        key,
        phase: offer.phase,
        capacity: offer.capacity,
      });
    }
  }
  return {
    executors: [...places.values()],
    environments: environmentLimits(environments),
  };
}

/**
 * The places that one replica may fill. Places that several replicas could fill are shared out evenly, so that the fastest does not take all
 * the work while the others idle.
 */
export function capacityOfOne(
  own: Offering,
  replicas: Offering[],
  queue: Array<QueuedRun & { leaseOwner?: string }>,
  environments: Environments,
): Capacity {
  return {
    executors: own.executors.map(offer => {
      const key = placesKey(offer);
      const sharers = replicas.filter(({ executors }) =>
        executors.some(other => placesKey(other) === key),
      ).length;
      const ofOthers = queue.filter(
        run => run.takes === key && run.leaseOwner !== own.id,
      ).length;
      const share = Math.ceil(offer.capacity / Math.max(1, sharers));
      return {
        executor: offer.name,
        key,
        phase: offer.phase,
        capacity: Math.min(offer.capacity, ofOthers + share),
      };
    }),
    environments: environmentLimits(environments),
  };
}

function environmentLimits(environments: Environments): Map<string, number> {
  return new Map(
    environments
      .list()
      .flatMap(({ name, capacity }) =>
        capacity === undefined ? [] : [[name, capacity] as const],
      ),
  );
}
