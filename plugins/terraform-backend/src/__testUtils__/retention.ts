import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { EnvironmentConfig } from '../config';
import { EngineMetrics, NO_METRICS } from '../metrics/EngineMetrics';
import { RetentionService } from '../retention/RetentionService';
import { RetentionStore } from '../retention/RetentionStore';
import { StateVersionRetention } from '../retention/StateVersionRetention';
import { LogBlobs } from '../runs/LogBlobs';
import { Environments } from '../workspaces/Environments';

export const DAY_MS = 24 * 60 * 60_000;

export function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString();
}

/** Retention with a policy for each environment, and what it has counted as removed. */
export function createRetention(
  knex: Knex,
  policies: Record<string, EnvironmentConfig['retention']>,
  logs?: LogBlobs,
): { retention: RetentionService; counted: Record<string, number> } {
  const counted: Record<string, number> = {};
  const metrics: EngineMetrics = {
    ...NO_METRICS,
    retentionRemoved: (kind, rows) => {
      counted[kind] = (counted[kind] ?? 0) + rows;
    },
  };
  const retention = new RetentionService({
    store: new RetentionStore(knex, logs),
    versions: new StateVersionRetention(knex),
    environments: new Environments(
      Object.entries(policies).map(
        ([name, policy]) => ({ name, retention: policy } as EnvironmentConfig),
      ),
    ),
    metrics,
    logger: mockServices.logger.mock(),
  });
  return { retention, counted };
}
