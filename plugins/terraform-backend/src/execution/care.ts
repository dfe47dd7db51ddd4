import { EXECUTING_RUN_STATUSES } from '@planroom/backstage-plugin-terraform-common';
import { OpenRun } from './QueueStore';

/** How long the machine of a phase may be without a portal before others judge what began there. */
export const PLACE_GONE_MS = 45_000;
/** How much longer than its deadline a runner may take to save its state and end. */
const DEADLINE_MARGIN_MS = 30 * 60_000;

/** What a replica knows of the others when it looks at a run that nobody works on. */
export interface Surroundings {
  /** places that this replica can look into */
  ownPlaces: Set<string>;
  /** for how long no replica that is alive could look into the place, in milliseconds */
  unservedMs(place: string): number;
  /** the longest that an apply may take, by its runner's own deadline */
  applyDeadlineMs: number;
  /** milliseconds since the epoch */
  now: number;
}

export type Care =
  /** look for its phase and follow it to its end */
  | { kind: 'follow' }
  /** put it back into the queue */
  | { kind: 'give-back' }
  /** end it: nobody can look any more */
  | { kind: 'give-up'; reason: string }
  /** others may still come back for it */
  | { kind: 'leave' };

/** What to do with a run that was leased by a replica that is dead, or that executes without any. Pure. */
export function careFor(run: OpenRun, around: Surroundings): Care {
  if (!EXECUTING_RUN_STATUSES.includes(run.status)) {
    return { kind: 'give-back' };
  }
  const place = run.phase?.place;
  if (place === undefined || around.ownPlaces.has(place)) {
    return { kind: 'follow' };
  }
  const silentMs = around.unservedMs(place);
  if (silentMs < PLACE_GONE_MS) return { kind: 'leave' };
  if (run.status === 'planning') {
    return {
      kind: 'give-up',
      reason:
        'The plan was begun on a machine that has not been heard of since. Nothing was changed; plan again',
    };
  }
  const seconds = Math.round(silentMs / 1_000);
  if (run.forceCancelRequestedAt) {
    return {
      kind: 'give-up',
      reason: `Ended by force: the machine that applied it has not been heard of for ${seconds} s. What it did may exist and be missing in the state; plan again to see what is left to do`,
    };
  }
  const begunAt = Date.parse(run.phase?.startedAt ?? run.statusAt);
  if (begunAt + around.applyDeadlineMs + DEADLINE_MARGIN_MS < around.now) {
    return {
      kind: 'give-up',
      reason:
        'The machine that applied it has not been heard of, and the time that an apply may take is over. Some of the plan may have been applied; plan again to see what is left to do',
    };
  }
  return { kind: 'leave' };
}
