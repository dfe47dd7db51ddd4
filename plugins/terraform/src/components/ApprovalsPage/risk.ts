import type { Run } from '@planroom/backstage-plugin-terraform-common';

/** How much a run can take away, worst first. */
export type Risk = 'destroys' | 'replaces' | 'forgets' | 'changes' | 'creates';

/** @internal */
export const RISKS: ReadonlyArray<{ id: Risk; label: string; sign: string }> = [
  { id: 'destroys', label: 'Destroys', sign: '-' },
  { id: 'replaces', label: 'Replaces', sign: '±' },
  { id: 'forgets', label: 'Forgets', sign: 'x' },
  { id: 'changes', label: 'Changes', sign: '~' },
  { id: 'creates', label: 'Creates', sign: '+' },
];

/** The worst thing that the plan of a run does. */
export function riskOf({ plan }: Pick<Run, 'plan'>): Risk {
  if (!plan) return 'changes';
  if (plan.destroy > 0) return 'destroys';
  if (plan.replace > 0) return 'replaces';
  if (plan.forget > 0) return 'forgets';
  return plan.change > 0 ? 'changes' : 'creates';
}

function rank(run: Run): number {
  return RISKS.findIndex(({ id }) => id === riskOf(run));
}

function taken({ plan }: Run): number {
  return plan ? plan.destroy + plan.replace + plan.forget : 0;
}

/** Most risky first: by the worst action, then by how much is taken away, then the one that waits longest. */
export function byRisk(a: Run, b: Run): number {
  return (
    rank(a) - rank(b) ||
    taken(b) - taken(a) ||
    a.createdAt.localeCompare(b.createdAt)
  );
}
