/**
 * How things read for a person: one place for the words and signs that screens, notifications and messages share.
 */
import type { ChangeAction, PlanCounts, Run, RunKind } from './schemas';
import type { RunStatus } from './statuses';

/** The colour family of a change, for screens to map to their own colours. @public */
export type ChangeTone =
  | 'create'
  | 'update'
  | 'replace'
  | 'destroy'
  | 'read'
  | 'neutral';

/** Sign, word and tone of each action; listed in the order in which a reviewer should see them. @public */
export const CHANGE_ACTIONS: Readonly<
  Record<ChangeAction, { sign: string; word: string; tone: ChangeTone }>
> = {
  delete: { sign: '-', word: 'destroy', tone: 'destroy' },
  replace: { sign: '±', word: 'replace', tone: 'replace' },
  forget: { sign: 'x', word: 'forget', tone: 'neutral' },
  update: { sign: '~', word: 'change', tone: 'update' },
  create: { sign: '+', word: 'create', tone: 'create' },
  import: { sign: '<-', word: 'import', tone: 'neutral' },
  move: { sign: '->', word: 'move', tone: 'neutral' },
  read: { sign: '<=', word: 'read', tone: 'read' },
  'no-op': { sign: ' ', word: 'no change', tone: 'neutral' },
};

/** Sign of one change; a replace says which comes first, as Terraform does. @public */
export function changeSign(change: {
  action: ChangeAction;
  actions: string[];
}): string {
  if (change.action !== 'replace') return CHANGE_ACTIONS[change.action].sign;
  return change.actions[0] === 'create' ? '+/-' : '-/+';
}

/** Actions that a reviewer must be warned of. @public */
export const DESTRUCTIVE_ACTIONS: readonly ChangeAction[] = [
  'delete',
  'replace',
  'forget',
];

/** Whether something is destroyed, replaced or forgotten. @public */
export function isDestructive(
  counts: Pick<PlanCounts, 'destroy' | 'replace' | 'forget'>,
): boolean {
  return counts.destroy + counts.replace + counts.forget > 0;
}

/** "Destroy 1, replace 2, create 3", or "No changes". @public */
export function describeCounts(counts: PlanCounts): string {
  const parts = [
    [counts.destroy, 'destroy'],
    [counts.replace, 'replace'],
    [counts.forget, 'forget'],
    [counts.change, 'change'],
    [counts.add, 'create'],
    [counts.import, 'import'],
    [counts.move, 'move'],
  ]
    .filter(([count]) => Number(count) > 0)
    .map(([count, word]) => `${word} ${count}`);
  if (parts.length === 0) return 'No changes';
  const text = parts.join(', ');
  return text[0].toUpperCase() + text.slice(1);
}

const KIND_WORDS: Record<RunKind, string> = {
  plan_and_apply: 'Change',
  plan_only: 'Plan only',
  destroy: 'Destroy',
  refresh_only: 'Refresh',
};

/** The kind of a run in one or two words. @public */
export function describeKind(kind: RunKind): string {
  return KIND_WORDS[kind];
}

const STATUS_WORDS: Record<RunStatus, string> = {
  pending: 'Queued',
  plan_queued: 'Plan queued',
  planning: 'Planning',
  planned: 'Planned',
  policy_soft_failed: 'Policy check failed',
  planned_and_finished: 'Planned and finished',
  confirmed: 'Confirmed',
  apply_queued: 'Apply queued',
  applying: 'Applying',
  applied: 'Applied',
  discarded: 'Discarded',
  canceled: 'Canceled',
  force_canceled: 'Canceled by force',
  errored: 'Failed',
};

/** The status in one or two words. @public */
export function statusWord(status: RunStatus): string {
  return STATUS_WORDS[status];
}

/** The colour family of a status, for screens to map to their own colours. @public */
export type StatusTone = 'waiting' | 'running' | 'good' | 'bad' | 'neutral';

/** The tone of a status: `waiting` for a person or a turn, `running` while work is done or queued, else how it ended. @public */
export function statusTone(status: RunStatus): StatusTone {
  switch (status) {
    case 'planning':
    case 'applying':
    case 'plan_queued':
    case 'apply_queued':
    case 'confirmed':
      return 'running';
    case 'pending':
    case 'planned':
    case 'policy_soft_failed':
      return 'waiting';
    case 'applied':
    case 'planned_and_finished':
      return 'good';
    case 'errored':
    case 'force_canceled':
      return 'bad';
    default:
      return 'neutral';
  }
}

/** The status as a sentence: "Waiting for 1 of 2 approvals", "Applied by reviewer's approval". @public */
export function describeStatus(
  run: Pick<
    Run,
    'status' | 'approvals' | 'waitingFor' | 'plan' | 'cancelRequestedAt'
  >,
): string {
  const { plan } = run;
  // An approval covers one plan: one that was given to an older plan counts for nothing.
  const given = run.approvals.given.filter(
    a => a.decision === 'approve' && (!plan || a.digest === plan.digest),
  );
  switch (run.status) {
    case 'pending':
    case 'plan_queued':
    case 'apply_queued':
      return run.waitingFor?.message ?? statusWord(run.status);
    case 'planned':
      return `Waiting for ${run.approvals.required - given.length} of ${
        run.approvals.required
      } approval${run.approvals.required === 1 ? '' : 's'}`;
    case 'planning':
    case 'applying':
      return run.cancelRequestedAt
        ? `${statusWord(run.status)}, stopping`
        : statusWord(run.status);
    case 'planned_and_finished':
      return run.plan && !run.plan.applyable
        ? 'No changes, nothing to apply'
        : 'Planned, not to be applied';
    case 'applied':
      return given.length > 0
        ? `Applied by ${given
            .map(a => shortName(a.by))
            .join(' and ')}'s approval`
        : 'Applied automatically by the rule of the environment';
    case 'discarded': {
      const rejection = run.approvals.given.find(a => a.decision === 'reject');
      return rejection
        ? `Rejected by ${shortName(rejection.by)}`
        : statusWord(run.status);
    }
    default:
      return statusWord(run.status);
  }
}

/** `user:default/reviewer` as "reviewer". @public */
export function shortName(entityRef: string): string {
  return entityRef.replace(/^[^:]+:/, '').replace(/^default\//, '');
}
