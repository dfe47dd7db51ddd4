/**
 * The statuses of a run and the one table of legal moves between them, used by the backend, the tests and the screens.
 * Names are HCP Terraform's where it has them.
 */

/** Every status of a run, in the order of a run's life; the ways to end early come last. @public */
export const RUN_STATUSES = [
  'pending',
  'plan_queued',
  'planning',
  'planned',
  'policy_soft_failed',
  'planned_and_finished',
  'confirmed',
  'apply_queued',
  'applying',
  'applied',
  'discarded',
  'canceled',
  'force_canceled',
  'errored',
] as const;

/** Where a run stands. @public */
export type RunStatus = (typeof RUN_STATUSES)[number];

/**
 * What may follow what. `planning` and `applying` end only by an observed end of their phase.
 *
 * @public
 */
export const RUN_TRANSITIONS: Readonly<
  Record<RunStatus, readonly RunStatus[]>
> = {
  pending: ['plan_queued', 'discarded', 'canceled', 'errored'],
  plan_queued: ['planning', 'discarded', 'canceled', 'errored'],
  planning: [
    'planned',
    'policy_soft_failed',
    'planned_and_finished',
    'errored',
    'canceled',
    'force_canceled',
  ],
  planned: ['confirmed', 'discarded', 'errored'],
  policy_soft_failed: ['planned', 'discarded', 'errored'],
  confirmed: ['apply_queued', 'discarded', 'errored'],
  apply_queued: ['applying', 'discarded', 'canceled', 'errored'],
  applying: ['applied', 'errored', 'canceled', 'force_canceled'],
  planned_and_finished: [],
  applied: [],
  discarded: [],
  canceled: [],
  force_canceled: [],
  errored: [],
};

/** Statuses that nothing follows. @public */
export const FINAL_RUN_STATUSES: readonly RunStatus[] = RUN_STATUSES.filter(
  status => RUN_TRANSITIONS[status].length === 0,
);

/**
 * Statuses in which a run holds its workspace: at most one run of a workspace is in one of these.
 *
 * @public
 */
export const ACTIVE_RUN_STATUSES: readonly RunStatus[] = RUN_STATUSES.filter(
  status => status !== 'pending' && RUN_TRANSITIONS[status].length > 0,
);

/** Statuses from which a person may discard a run. @public */
export const DISCARDABLE_RUN_STATUSES: readonly RunStatus[] =
  RUN_STATUSES.filter(status => RUN_TRANSITIONS[status].includes('discarded'));

/** Statuses in which a phase is being carried out. @public */
export const EXECUTING_RUN_STATUSES: readonly RunStatus[] = [
  'planning',
  'applying',
];

/** Whether nothing follows the status. @public */
export function isFinalStatus(status: RunStatus): boolean {
  return FINAL_RUN_STATUSES.includes(status);
}

/** Whether a run may go from one status to the other. @public */
export function canTransition(from: RunStatus, to: RunStatus): boolean {
  return RUN_TRANSITIONS[from].includes(to);
}
