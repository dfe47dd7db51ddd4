import type { PlanChange } from '@planroom/backstage-plugin-terraform-common';

/** A row of the list: a module's heading or a change. */
export type ListEntry =
  | { kind: 'module'; key: string; module: string; amount: number }
  | { kind: 'change'; key: string; change: PlanChange };

/** The rows of the list; grouped, a module stands where its most serious change would. */
export function listEntries(
  changes: PlanChange[],
  grouped: boolean,
): ListEntry[] {
  if (!grouped) return changes.map(toEntry);
  const modules = new Map<string, PlanChange[]>();
  for (const change of changes) {
    const members = modules.get(change.module);
    if (members) members.push(change);
    else modules.set(change.module, [change]);
  }
  return [...modules].flatMap(([module, members]): ListEntry[] => [
    {
      kind: 'module',
      key: `module ${module}`,
      module: module || 'root module',
      amount: members.length,
    },
    ...members.map(toEntry),
  ]);
}

function toEntry(change: PlanChange): ListEntry {
  return { kind: 'change', key: String(change.index), change };
}
