import {
  ACTIVE_RUN_STATUSES,
  EXECUTING_RUN_STATUSES,
  PhaseName,
  QueuePriority,
  RunKind,
  RunStatus,
  WaitingFor,
} from '@planroom/backstage-plugin-terraform-common';
import { Room } from './Room';

/** What the scheduler needs to know of a run that is not final. */
export interface QueuedRun {
  id: string;
  workspaceId: string;
  number: number;
  status: RunStatus;
  kind: RunKind;
  actor: 'user' | 'service' | 'agent';
  owner: string;
  environment: string;
  executor: string;
  createdAt: string;
  /** when waiting in this status ends */
  expiresAt?: string;
  /** where it takes a place: of the executor's name and its place; set while it executes, or is about to */
  takes?: string;
  /** numbers that grow with each start: when its workspace and its owner were served last, 0 for never */
  workspaceTurn: number;
  ownerTurn: number;
}

/** Places of one executor, on one machine where they belong to one. */
export interface ExecutorPlaces {
  executor: string;
  /** as `takes` names them */
  key: string;
  /** where plans and applies have places of their own */
  phase?: PhaseName;
  /** how many the caller may fill, those in use included */
  capacity: number;
}

export interface Capacity {
  executors: ExecutorPlaces[];
  /** the most phases at a time by environment, over all machines */
  environments: Map<string, number>;
}

export interface Decisions {
  /** waiting runs whose time is over */
  overdue: string[];
  /** pending runs whose turn it is in their workspace */
  promote: string[];
  /** queued runs to start now, in this order */
  start: string[];
}

const QUEUED: RunStatus[] = ['plan_queued', 'apply_queued'];
const PRIORITIES: QueuePriority[] = ['apply', 'plan', 'background'];

/** The phase that a run is in, or waits for. */
export function phaseOf({ status }: Pick<QueuedRun, 'status'>): PhaseName {
  return status === 'apply_queued' || status === 'applying' ? 'apply' : 'plan';
}

/** Applies finish what people agreed to; what no person waits for comes last. */
export function priorityOf(
  run: Pick<QueuedRun, 'status' | 'kind' | 'actor'>,
): QueuePriority {
  if (run.status === 'apply_queued') return 'apply';
  const changesNothing =
    run.kind === 'plan_only' || run.kind === 'refresh_only';
  return changesNothing && run.actor !== 'user' ? 'background' : 'plan';
}

/**
 * Decides what happens next: first in first out within a workspace; across workspaces by priority, then in turn between owners, and in
 * turn between the workspaces of an owner; bounded by the places of executors and environments. Pure.
 *
 * @param queue - all runs that execute or are queued, and at least the first pending one of each workspace that no other run holds
 * @param now - milliseconds since the epoch
 */
export function schedule(
  queue: QueuedRun[],
  capacity: Capacity,
  now: number,
): Decisions {
  const time = new Date(now).toISOString();
  const isOverdue = (run: QueuedRun) =>
    !EXECUTING_RUN_STATUSES.includes(run.status) &&
    run.takes === undefined &&
    run.expiresAt !== undefined &&
    run.expiresAt < time;
  const overdue = queue.filter(isOverdue).map(run => run.id);
  const open = queue.filter(run => !isOverdue(run));
  const promote = promotable(open);
  const room = new Room(open, capacity);
  const start: string[] = [];
  for (const candidates of byPriority(waiting(open, promote))) {
    for (const run of inTurn(candidates, next => room.take(next))) {
      start.push(run.id);
    }
  }
  return { overdue, promote, start };
}

/** Why each run that is neither started nor executing waits, in the order in which they would start. Pure. */
export function explainWaiting(
  queue: QueuedRun[],
  capacity: Capacity,
  { promote, start }: Decisions,
): Map<string, WaitingFor> {
  const room = new Room(queue, capacity);
  const started = queue.filter(run => start.includes(run.id));
  started.forEach(run => room.take(run));
  const left = waiting(queue, promote).filter(run => !start.includes(run.id));
  const explained = new Map<string, WaitingFor>();
  const positions = new Map<string, number>();
  for (const candidates of byPriority(left)) {
    for (const run of inTurn(candidates, () => true)) {
      const position = (positions.get(run.executor) ?? 0) + 1;
      positions.set(run.executor, position);
      explained.set(run.id, {
        reason: 'capacity',
        message: `${room.whyFull(run)}; position ${position} in the queue`,
        position,
      });
    }
  }
  return explained;
}

/** The sentence of a run that waits behind others of its workspace. */
export function behind(
  holder: { id: string; number: number },
  between: number,
): WaitingFor {
  const more =
    between === 0
      ? ''
      : `, with ${between} more ${between === 1 ? 'run' : 'runs'} before it`;
  return {
    reason: 'earlier-run',
    message: `Queued behind run ${holder.number}${more}`,
    runId: holder.id,
    position: between + 1,
  };
}

function promotable(queue: QueuedRun[]): string[] {
  const held = new Set(
    queue
      .filter(run => ACTIVE_RUN_STATUSES.includes(run.status))
      .map(run => run.workspaceId),
  );
  return queue
    .filter(run => run.status === 'pending')
    .sort((a, b) => a.number - b.number)
    .filter(run => {
      if (held.has(run.workspaceId)) return false;
      held.add(run.workspaceId);
      return true;
    })
    .map(run => run.id);
}

/** Runs that could start if there were room: queued ones, and those that are queued from now on. */
function waiting(queue: QueuedRun[], promote: string[]): QueuedRun[] {
  const promoted = new Set(promote);
  return queue.filter(
    run =>
      promoted.has(run.id) ||
      (QUEUED.includes(run.status) && run.takes === undefined),
  );
}

function byPriority(runs: QueuedRun[]): QueuedRun[][] {
  return PRIORITIES.map(priority =>
    runs.filter(run => priorityOf(run) === priority),
  );
}

/**
 * Goes round: who was served longest ago is next, and whoever is served goes to the end. An owner of whom nothing can be served is passed
 * over without losing the turn.
 *
 * @param serve - whether the run is served
 * @returns the runs that were served, in that order
 */
function inTurn(
  runs: QueuedRun[],
  serve: (run: QueuedRun) => boolean,
): QueuedRun[] {
  const owners = new Map<string, QueuedRun[]>();
  for (const run of [...runs].sort(leastRecentFirst)) {
    const known = owners.get(run.owner);
    if (known) known.push(run);
    else owners.set(run.owner, [run]);
  }
  const round = [...owners.values()].sort(
    ([a], [b]) => a.ownerTurn - b.ownerTurn || oldestFirst(a, b),
  );
  const served: QueuedRun[] = [];
  for (const own of round) {
    const place = own.findIndex(serve);
    if (place < 0) continue;
    served.push(own[place]);
    own.splice(place, 1);
    // The array grows while it is walked through: the owner's next turn.
    if (own.length > 0) round.push(own);
  }
  return served;
}

function leastRecentFirst(a: QueuedRun, b: QueuedRun): number {
  return a.workspaceTurn - b.workspaceTurn || oldestFirst(a, b);
}

function oldestFirst(a: QueuedRun, b: QueuedRun): number {
  return (
    a.createdAt.localeCompare(b.createdAt) ||
    a.number - b.number ||
    a.id.localeCompare(b.id)
  );
}
