import type { EvaluationResult } from '@aws-sdk/client-iam';
import type { PhaseName } from '@planroom/terraform-runner';
import { PERMISSION_SETS } from './access';
import { ACTIONS } from './actions';
import { allows } from './actionPatterns';

/** How many actions a message names before it only counts. */
const NAMED_ACTIONS = 10;

/** What the simulator says of one action for every resource. */
export type Verdict =
  | 'allowed'
  /** Refused by name, by the boundary or by the organisation: it fails whatever the resource. */
  | 'refused'
  /** Not allowed for every resource. Names and tags may limit it to some, which the simulator is not told. */
  | 'limited';

export function verdictOf(result: EvaluationResult): Verdict {
  if (result.EvalDecision === 'allowed') {
    return 'allowed';
  }
  // A denial that compares what the simulator was not told may not be one.
  const isCertain = (result.MissingContextValues ?? []).length === 0;
  const isRefused =
    result.EvalDecision === 'explicitDeny' ||
    result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary ===
      false ||
    result.OrganizationsDecisionDetail?.AllowedByOrganizations === false;
  return isCertain && isRefused ? 'refused' : 'limited';
}

/** Actions of the permission sets, by name of the set. The simulator takes no patterns: one stands for what the kept types read by it. */
export function actionsToSimulate(phase: PhaseName): Map<string, string[]> {
  const reads = [
    ...new Set(Object.values(ACTIONS).flatMap(({ read }) => read)),
  ].sort();
  const inFull = (action: string) =>
    action.endsWith('*')
      ? reads.filter(read => allows(action, read) && !read.endsWith('*'))
      : [action];
  return new Map(
    Object.entries(PERMISSION_SETS).map(([name, set]) => {
      const actions = phase === 'plan' ? set.plan : [...set.plan, ...set.apply];
      return [name, [...new Set(actions.flatMap(inFull))].sort()];
    }),
  );
}

/** The sets that have actions of the verdict, with these. */
export function setsWith(
  verdict: Verdict,
  sets: Map<string, string[]>,
  verdicts: Map<string, Verdict>,
): string {
  return [...sets]
    .map(([name, actions]) => ({
      name,
      found: actions.filter(action => verdicts.get(action) === verdict),
    }))
    .filter(({ found }) => found.length > 0)
    .map(({ name, found }) => `${name}: ${listed(found)}`)
    .join('; ');
}

function listed(actions: string[]): string {
  const more = actions.length - NAMED_ACTIONS;
  return more > 0
    ? `${actions.slice(0, NAMED_ACTIONS).join(', ')} and ${more} more`
    : actions.join(', ');
}
