import type {
  RetentionCounts,
  RetentionReport,
} from '@planroom/backstage-plugin-terraform-common';
import { describePeriod } from '@planroom/backstage-plugin-terraform-react';
import { amount } from '../../amount';

/** "1 year", or "for ever". */
export function keptFor(period: string): string {
  return period === 'never' ? 'for ever' : describePeriod(period);
}

/** "logs of 3 runs (1,204 entries), 2 state versions", or "nothing". */
export function describeRemoved(
  counts: Omit<RetentionCounts, 'other'> & Partial<RetentionCounts>,
): string {
  const { logs, plans, stateVersions, other = 0 } = counts;
  const parts = [
    logs.events > 0 &&
      `logs of ${amount(logs.runs, 'run')} (${amount(
        logs.events,
        'entry',
        'entries',
      )})`,
    plans.changes > 0 &&
      `single changes of ${amount(plans.runs, 'plan')} (${amount(
        plans.changes,
        'change',
      )})`,
    stateVersions > 0 && amount(stateVersions, 'state version'),
    other > 0 &&
      amount(other, 'expired secret or key', 'expired secrets or keys'),
  ].filter(Boolean);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** A round of retention in lines: all of it first, then what falls to each environment. */
export function describeReport(report: RetentionReport): string[] {
  const verb = report.dryRun ? 'Would be removed' : 'Removed';
  const environments = Object.entries(report.environments)
    .map(([name, counts]) => ({ name, removed: describeRemoved(counts) }))
    .filter(({ removed }) => removed !== 'nothing');
  return [
    `${verb}: ${describeRemoved(report.counts)}.`,
    ...environments.map(({ name, removed }) => `${name}: ${removed}`),
  ];
}
