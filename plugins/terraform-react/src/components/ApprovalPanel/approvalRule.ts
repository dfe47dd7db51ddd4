import {
  shortName,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import { count, listed } from '../../words';

/** The rule that stands for a run in words: "1 approval by reviewers, not by developer, who asked for this." */
export function approvalRule(run: Run): string {
  const { required, groups, excludeRequester, automatic } = run.approvals;
  if (run.kind === 'plan_only') {
    return 'This run only plans: there is nothing to approve.';
  }
  if (run.status === 'planned_and_finished') {
    return 'The plan changes nothing: there is nothing to approve.';
  }
  if (automatic) {
    return `Applied by the rule of ${run.environment}, without a person.`;
  }
  if (required === 0) return `${run.environment} needs no approval.`;
  const by =
    groups.length > 0
      ? ` by ${listed(
          groups.map(group => shortName(group)),
          'or',
        )}`
      : '';
  const exclusion = excludeRequester
    ? `, not by ${shortName(run.requestedBy)}, who asked for this`
    : '';
  return `${run.environment} needs ${count(
    required,
    'approval',
  )}${by}${exclusion}.`;
}
