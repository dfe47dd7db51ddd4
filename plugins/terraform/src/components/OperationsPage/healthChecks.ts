import type { Health } from '@planroom/backstage-plugin-terraform-common';

type HealthStatus = Health['status'];

/** One check as it is shown. */
export type HealthCheck = {
  id: string;
  name: string;
  status: HealthStatus;
  sentence: string;
};

/** Worst first. */
const ORDER: readonly HealthStatus[] = ['error', 'degraded', 'ok'];

/** The checks in the order in which somebody should look at them: worst first, then by name. */
export function healthChecks({ checks }: Health): HealthCheck[] {
  return Object.entries(checks)
    .map(([id, { status, message }]) => ({
      id,
      name: nameOf(id),
      status,
      sentence: message ?? (status === 'ok' ? 'Works.' : 'Says no more.'),
    }))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.status) - ORDER.indexOf(b.status) ||
        a.name.localeCompare(b.name),
    );
}

/** `executor.local` as "Executor local", `providerMirror` as "Provider mirror". */
function nameOf(id: string): string {
  const words = id
    .replace(/[._-]+/g, ' ')
    .replace(
      /([a-z])([A-Z])/g,
      (_, before, after) => `${before} ${after.toLowerCase()}`,
    );
  return words.charAt(0).toUpperCase() + words.slice(1);
}
