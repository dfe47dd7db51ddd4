import {
  isFinalStatus,
  shortName,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';

/** How a step stands: each has its own icon and is read aloud. */
export type StepState =
  | 'done'
  | 'running'
  | 'waiting'
  | 'ahead'
  | 'failed'
  | 'stopped'
  | 'skipped';

export interface RunStep {
  label: string;
  state: StepState;
  /** Runs while there is no `to`. */
  time?: { from: string; to?: string };
}

/** The way of a run as steps: Requested, Planned, Approved, Applied. Where it ended early, the last step says how. */
export function runSteps(run: Run): RunStep[] {
  return [
    { label: 'Requested', state: 'done' },
    planStep(run),
    ...(run.kind === 'plan_only' ? [] : [approvalStep(run)]),
    applyStep(run),
  ];
}

function planStep(run: Run): RunStep {
  const phase = run.phases.plan;
  const time = phase && { from: phase.startedAt, to: phase.finishedAt };
  if (run.plan || run.phases.apply) {
    return { label: 'Planned', state: 'done', time };
  }
  if (run.status === 'planning') {
    return { label: 'Planning', state: 'running', time };
  }
  const closed = time && {
    ...time,
    to: time.to ?? run.finishedAt ?? run.statusAt,
  };
  if (isFinalStatus(run.status)) return ended(run, 'Plan', closed);
  if (phase?.finishedAt) return { label: 'Planned', state: 'done', time };
  return { label: 'Plan', state: 'waiting' };
}

function approvalStep(run: Run): RunStep {
  const { required, given, automatic } = run.approvals;
  const rejection = given.find(({ decision }) => decision === 'reject');
  if (rejection) {
    return { label: `Rejected by ${shortName(rejection.by)}`, state: 'failed' };
  }
  const approved = given.filter(
    ({ decision }) => decision === 'approve',
  ).length;
  const passed =
    run.phases.apply !== undefined ||
    ['confirmed', 'apply_queued', 'applying', 'applied'].includes(run.status);
  if (automatic || (passed && approved === 0)) {
    return { label: 'No approval needed', state: passed ? 'done' : 'ahead' };
  }
  const label = `Approved ${approved}/${required}`;
  if (passed) return { label, state: 'done' };
  if (run.status === 'planned') return { label, state: 'waiting' };
  if (!isFinalStatus(run.status)) return { label, state: 'ahead' };
  if (!run.plan || run.status === 'planned_and_finished') {
    return { label: 'Approval', state: 'skipped' };
  }
  return ended(run, 'Approval');
}

function applyStep(run: Run): RunStep {
  const phase = run.phases.apply;
  const time = phase && {
    from: phase.startedAt,
    to:
      phase.finishedAt ??
      (isFinalStatus(run.status) ? run.statusAt : undefined),
  };
  switch (run.status) {
    case 'applied':
      return { label: 'Applied', state: 'done', time };
    case 'applying':
      return { label: 'Applying', state: 'running', time };
    case 'confirmed':
    case 'apply_queued':
      return { label: 'Apply', state: 'waiting' };
    case 'planned_and_finished':
      return {
        label: run.kind === 'plan_only' ? 'No apply' : 'Nothing to apply',
        state: 'skipped',
      };
    default:
  }
  if (run.kind === 'plan_only') return { label: 'No apply', state: 'skipped' };
  if (!isFinalStatus(run.status)) return { label: 'Apply', state: 'ahead' };
  return phase
    ? ended(run, 'Apply', time)
    : { label: 'Apply', state: 'skipped' };
}

function ended(run: Run, noun: string, time?: RunStep['time']): RunStep {
  switch (run.status) {
    case 'errored':
      return { label: `${noun} failed`, state: 'failed', time };
    case 'force_canceled':
      return { label: `${noun} canceled by force`, state: 'failed', time };
    case 'canceled':
      return { label: `${noun} canceled`, state: 'stopped', time };
    default:
      return { label: 'Discarded', state: 'stopped', time };
  }
}
