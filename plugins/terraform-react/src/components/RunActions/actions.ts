import {
  DISCARDABLE_RUN_STATUSES,
  EXECUTING_RUN_STATUSES,
  type Run,
  type RunAction,
  type RunStatus,
} from '@planroom/backstage-plugin-terraform-common';

/**
 * As much of a run as its actions depend on: a run has it all, and lists that know less have enough.
 *
 * @public
 */
export type ActionableRun = Pick<
  Run,
  'id' | 'status' | 'environment' | 'workspaceId'
> &
  Partial<
    Pick<
      Run,
      | 'cancelRequestedAt'
      | 'forceCancelFrom'
      | 'forceCancelRequestedAt'
      | 'plan'
    >
  >;

const REPLANNABLE: readonly RunStatus[] = [
  'errored',
  'canceled',
  'force_canceled',
  'discarded',
  'planned_and_finished',
];

type ActionFacts = Pick<
  ActionableRun,
  | 'status'
  | 'cancelRequestedAt'
  | 'forceCancelFrom'
  | 'forceCancelRequestedAt'
  | 'plan'
>;

/** What can be done with a run in its status at a time; permissions come on top. */
export function actionsFor(run: ActionFacts, now: number): RunAction[] {
  const actions: RunAction[] = [];
  if (hasOutdatedPlan(run)) actions.push('retry');
  if (EXECUTING_RUN_STATUSES.includes(run.status) && !run.cancelRequestedAt) {
    actions.push('cancel');
  }
  const wait = forceCancelWaitMs(run, now);
  if (wait !== undefined && wait <= 0) actions.push('force-cancel');
  if (DISCARDABLE_RUN_STATUSES.includes(run.status)) actions.push('discard');
  if (REPLANNABLE.includes(run.status)) actions.push('retry');
  return actions;
}

/** How long until a phase that was asked to stop may be ended by force; undefined when that is no question. */
export function forceCancelWaitMs(
  run: ActionFacts,
  now: number,
): number | undefined {
  const asked = run.cancelRequestedAt && !run.forceCancelRequestedAt;
  return asked &&
    run.forceCancelFrom &&
    EXECUTING_RUN_STATUSES.includes(run.status)
    ? Date.parse(run.forceCancelFrom) - now
    : undefined;
}

/**
 * Whether a plan waits that can no longer be applied: planning again is all that leads on.
 *
 * @public
 */
export function hasOutdatedPlan(
  run: Pick<ActionableRun, 'status' | 'plan'>,
): boolean {
  return (
    (run.status === 'planned' || run.status === 'policy_soft_failed') &&
    run.plan?.outdated !== undefined
  );
}

export const ACTION_WORDS: Record<
  RunAction,
  {
    button: string;
    title: string;
    /** Why a reason must be given; without it, it may. */
    reasonNeeded?: string;
    text(run: ActionableRun): string;
  }
> = {
  cancel: {
    button: 'Cancel',
    title: 'Cancel this run?',
    text: run =>
      run.status === 'applying'
        ? 'Terraform is asked to stop and finishes what it is doing right now. What was already changed stays changed, and the state is saved.'
        : 'Terraform is asked to stop. Nothing was changed so far.',
  },
  'force-cancel': {
    button: 'Force cancel',
    title: 'End this run by force?',
    reasonNeeded: 'say why it cannot wait, the decision is audited',
    text: run =>
      run.status === 'applying'
        ? 'Terraform is killed. What it was doing right now may be half done, and the state may miss resources that exist. The lock on the state is released, so that the next run can look at what is there. Wait instead if Terraform may still finish.'
        : 'Terraform is killed while it plans. Nothing was changed, and the next run of the workspace can begin.',
  },
  discard: {
    button: 'Discard',
    title: 'Discard this run?',
    text: () =>
      'The run ends and its plan can no longer be applied. Nothing is changed.',
  },
  retry: {
    button: 'Re-plan',
    title: 'Plan this again?',
    text: run =>
      `A new run with the same inputs is planned in ${run.environment}. It needs its own approvals.`,
  },
};
