import {
  describeCounts,
  isDestructive,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import { count, shortId } from '../../words';

/** "Destroy 1, create 3 in production; plan 7f3a9c12…". */
export function decisionSentence(run: Run): string {
  if (!run.plan) return `There is no plan in ${run.environment} to decide on.`;
  return `${describeCounts(run.plan)} in ${run.environment} (${
    run.workspaceName
  }); plan ${shortId(run.plan.digest)}`;
}

/** Why a comment is asked for; nothing when it is not. */
export function commentReason(
  run: Run,
  decision: 'approve' | 'reject',
): string | undefined {
  if (decision === 'reject') return 'say why, the requester reads it';
  if (!run.plan || !isDestructive(run.plan)) return undefined;
  const { destroy, replace, forget } = run.plan;
  const words = [
    destroy && 'destroyed',
    replace && 'replaced',
    forget && 'forgotten',
  ].filter(Boolean);
  return `something is ${words.join(' and ')}`;
}

/** What happens when the button is pressed. */
export function whatFollows(run: Run, decision: 'approve' | 'reject'): string {
  if (decision === 'reject') {
    return 'The run ends here and nothing is changed.';
  }
  const left = run.approvals.required - currentApprovals(run).length - 1;
  return left > 0
    ? `After yours, ${count(left, 'more approval')} ${
        left === 1 ? 'is' : 'are'
      } needed before Terraform applies it.`
    : 'Terraform applies it as soon as you approve.';
}

/** Approvals of the plan as it is; one of an earlier plan does not count. */
export function currentApprovals(run: Run) {
  return run.approvals.given.filter(
    ({ decision, digest }) =>
      decision === 'approve' && digest === run.plan?.digest,
  );
}
