import {
  ACTIVE_RUN_STATUSES,
  EXECUTING_RUN_STATUSES,
  RunStatus,
  WaitingFor,
} from '@planroom/backstage-plugin-terraform-common';

/** What the scheduler needs to know of a run. */
export interface ScheduledRun {
  id: string;
  workspaceId: string;
  number: number;
  status: RunStatus;
  executor: string;
  createdAt: string;
}

export interface Schedule {
  /** pending runs whose turn it is in their workspace */
  promote: string[];
  /** queued runs to start now, in this order */
  start: string[];
  /** why each other waiting run waits */
  waiting: Map<string, WaitingFor>;
}

/**
 * Decides what happens next: first in first out within a workspace, applies before plans across workspaces, bounded by the capacity
 * of each executor. Pure.
 *
 * @param runs - all runs that are not final
 * @param capacity - number of phases at a time by executor; 0 for an unknown one
 */
export function schedule(
  runs: ScheduledRun[],
  capacity: (executor: string) => number,
): Schedule {
  const ordered = [...runs].sort(
    (a, b) =>
      a.createdAt.localeCompare(b.createdAt) ||
      a.number - b.number ||
      a.id.localeCompare(b.id),
  );
  const waiting = new Map<string, WaitingFor>();
  const promote: string[] = [];
  const holders = new Map(
    ordered
      .filter(run => ACTIVE_RUN_STATUSES.includes(run.status))
      .map(run => [run.workspaceId, run]),
  );
  const pending = ordered
    .filter(run => run.status === 'pending')
    .sort((a, b) => a.number - b.number);
  for (const run of pending) {
    const holder = holders.get(run.workspaceId);
    if (holder) {
      waiting.set(run.id, {
        reason: 'earlier-run',
        message: `Queued behind run ${holder.number}`,
        runId: holder.id,
      });
    } else {
      promote.push(run.id);
      holders.set(run.workspaceId, run);
    }
  }

  const start: string[] = [];
  const used = new Map<string, number>();
  for (const run of ordered) {
    if (EXECUTING_RUN_STATUSES.includes(run.status)) {
      used.set(run.executor, (used.get(run.executor) ?? 0) + 1);
    }
  }
  const queued = [
    ...ordered.filter(run => run.status === 'apply_queued'),
    ...ordered.filter(run => run.status === 'plan_queued'),
  ];
  queued.forEach((run, position) => {
    const inUse = used.get(run.executor) ?? 0;
    const limit = capacity(run.executor);
    if (inUse < limit) {
      used.set(run.executor, inUse + 1);
      start.push(run.id);
      return;
    }
    waiting.set(run.id, {
      reason: 'capacity',
      message: `Waiting for a free place: ${inUse} of ${limit} places of the executor ${
        run.executor
      } are in use, position ${position - start.length + 1} in the queue`,
    });
  });
  return { promote, start, waiting };
}
