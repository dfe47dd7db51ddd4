import type { RunStatus } from '@planroom/backstage-plugin-terraform-common';

/** Statuses as a person groups them; `id` stands in addresses. */
export const RUN_GROUPS: ReadonlyArray<{
  id: string;
  label: string;
  statuses: RunStatus[];
}> = [
  {
    id: 'waiting',
    label: 'Waiting for approval',
    statuses: ['planned', 'policy_soft_failed'],
  },
  {
    id: 'running',
    label: 'Running',
    statuses: [
      'plan_queued',
      'planning',
      'confirmed',
      'apply_queued',
      'applying',
    ],
  },
  { id: 'queued', label: 'Queued', statuses: ['pending'] },
  { id: 'applied', label: 'Applied', statuses: ['applied'] },
  { id: 'failed', label: 'Failed', statuses: ['errored', 'force_canceled'] },
  {
    id: 'ended',
    label: 'Ended without apply',
    statuses: ['planned_and_finished', 'discarded', 'canceled'],
  },
];

/** The statuses of a group as the API takes them; undefined for every status. */
export function statusesOf(group: string | undefined): string | undefined {
  return RUN_GROUPS.find(({ id }) => id === group)?.statuses.join(',');
}
