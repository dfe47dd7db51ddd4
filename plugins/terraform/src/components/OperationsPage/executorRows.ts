import type { ExecutorStatus } from '@planroom/backstage-plugin-terraform-common';

/** The entries of one executor on one machine, or on none of the portal's. */
export type ExecutorPlaces = [ExecutorStatus, ...ExecutorStatus[]];

/** Entries that share everything but their places, together: those of an executor with places of their own for plans and for applies. */
export function executorRows(executors: ExecutorStatus[]): ExecutorPlaces[] {
  const rows = new Map<string, ExecutorPlaces>();
  for (const executor of executors) {
    const key = [executor.name, executor.replicaId].join(' ');
    const row = rows.get(key);
    if (row) row.push(executor);
    else rows.set(key, [executor]);
  }
  return [...rows.values()];
}

/** "codebuild, plans". */
export function executorName({
  name,
  phase,
}: Pick<ExecutorStatus, 'name' | 'phase'>): string {
  if (!phase) return name;
  return `${name}, ${phase === 'plan' ? 'plans' : 'applies'}`;
}
