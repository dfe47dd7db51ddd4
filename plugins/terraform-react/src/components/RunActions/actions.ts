import {
  DISCARDABLE_RUN_STATUSES,
  EXECUTING_RUN_STATUSES,
  type Run,
  type RunAction,
  type RunStatus,
} from '@planroom/backstage-plugin-terraform-common';

const REPLANNABLE: readonly RunStatus[] = [
  'errored',
  'canceled',
  'force_canceled',
  'discarded',
  'planned_and_finished',
];

/** What can be done with a run in its status; permissions come on top. */
export function actionsFor(
  run: Pick<Run, 'status' | 'cancelRequestedAt'>,
): RunAction[] {
  const actions: RunAction[] = [];
  if (EXECUTING_RUN_STATUSES.includes(run.status) && !run.cancelRequestedAt) {
    actions.push('cancel');
  }
  if (DISCARDABLE_RUN_STATUSES.includes(run.status)) actions.push('discard');
  if (REPLANNABLE.includes(run.status)) actions.push('retry');
  return actions;
}

export const ACTION_WORDS: Record<
  RunAction,
  { button: string; title: string; text(run: Run): string }
> = {
  cancel: {
    button: 'Cancel',
    title: 'Cancel this run?',
    text: run =>
      run.status === 'applying'
        ? 'Terraform is asked to stop and finishes what it is doing right now. What was already changed stays changed, and the state is saved.'
        : 'Terraform is asked to stop. Nothing was changed so far.',
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
