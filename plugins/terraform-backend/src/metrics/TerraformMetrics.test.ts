import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  createStores,
  createTestDatabases,
  newPhaseOf,
} from '../__testUtils__';
import { insertPhases } from '../runs/PhaseStore';
import { createMetrics } from './createMetrics';
import { EngineGauges } from './EngineGauges';

jest.setTimeout(120_000);

const databases = createTestDatabases();

it.each(databases.eachSupportedId())(
  'tells Prometheus and the metrics service the same, on %s',
  async databaseId => {
    const stores = await createStores(await databases.init(databaseId));
    const added: Array<[string, number, unknown]> = [];
    const callbacks = new Map<string, (result: never) => Promise<void>>();
    const write = (name: string) => (value: number, labels: unknown) => {
      added.push([name, value, labels]);
    };
    const service = metricsServiceMock.mock({
      createCounter: name => ({ add: write(name) }),
      createHistogram: name => ({ record: write(name) }),
      createObservableGauge: name => ({
        addCallback: callback => {
          callbacks.set(name, callback as (result: never) => Promise<void>);
        },
        removeCallback: () => {},
      }),
    });
    const streams = { size: 3 };
    const { metrics, prometheus } = createMetrics({
      service,
      gauges: new EngineGauges({
        knex: stores.knex,
        executors: ['local', 'idle'],
        streams,
      }),
    });

    metrics.runReached('applied', 'production');
    metrics.runReached('applied', 'production');
    metrics.phaseEnded({
      phase: 'apply',
      executor: 'local',
      outcome: 'succeeded',
      seconds: 42,
    });
    metrics.queueWaited('background', -5);
    metrics.queueWaited('background', NaN);
    metrics.leaseTakenOver('silent');
    metrics.logStored(500, 0.2);
    metrics.retentionRemoved('logs', 1_000);

    const workspace = await stores.addWorkspace();
    const runs = [
      await stores.addRun(workspace),
      await stores.addRun(workspace),
    ];
    await stores.addRun(workspace);
    const [{ id }] = runs;
    await stores.knex('runs').where({ id }).update({ status: 'applying' });
    await stores
      .knex('runs')
      .where({ id: runs[1].id })
      .update({ status: 'discarded' });
    await stores.knex.transaction(async trx => {
      await insertPhases(trx, [newPhaseOf(id, 'plan')]);
      await insertPhases(trx, [newPhaseOf(id, 'apply')]);
      await trx('phases')
        .where({ run_id: id, phase: 'plan' })
        .update({ finished_at: '2026-01-01T00:00:00.000Z' });
    });

    const text = await prometheus.text();
    expect(prometheus.contentType).toContain('text/plain');
    for (const line of [
      'terraform_runs_total{status="applied",environment="production"} 2',
      'terraform_phase_duration_seconds_bucket{le="30",phase="apply",executor="local",outcome="succeeded"} 0',
      'terraform_phase_duration_seconds_bucket{le="60",phase="apply",executor="local",outcome="succeeded"} 1',
      'terraform_phase_duration_seconds_sum{phase="apply",executor="local",outcome="succeeded"} 42',
      'terraform_queue_wait_seconds_count{priority="background"} 1',
      'terraform_queue_wait_seconds_sum{priority="background"} 0',
      'terraform_lease_takeovers_total{why="silent"} 1',
      'terraform_log_lines_total 500',
      'terraform_log_lag_seconds_count 1',
      'terraform_retention_removed_total{kind="logs"} 1000',
      'terraform_open_runs{status="pending"} 1',
      'terraform_open_runs{status="applying"} 1',
      'terraform_open_runs{status="planned"} 0',
      'terraform_running_phases{executor="local"} 1',
      'terraform_running_phases{executor="idle"} 0',
      'terraform_active_streams 3',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).not.toContain('discarded');

    expect(added).toEqual([
      [
        'terraform_runs_total',
        1,
        { status: 'applied', environment: 'production' },
      ],
      [
        'terraform_runs_total',
        1,
        { status: 'applied', environment: 'production' },
      ],
      [
        'terraform_phase_duration_seconds',
        42,
        { phase: 'apply', executor: 'local', outcome: 'succeeded' },
      ],
      ['terraform_queue_wait_seconds', 0, { priority: 'background' }],
      ['terraform_lease_takeovers_total', 1, { why: 'silent' }],
      ['terraform_log_lines_total', 500, {}],
      ['terraform_log_lag_seconds', 0.2, {}],
      ['terraform_retention_removed_total', 1_000, { kind: 'logs' }],
    ]);
    const observed: Array<[number, unknown]> = [];
    await callbacks.get('terraform_running_phases')?.({
      observe: (value: number, labels: unknown) =>
        observed.push([value, labels]),
    } as never);
    expect(observed).toEqual([
      [1, { executor: 'local' }],
      [0, { executor: 'idle' }],
    ]);

    // What has ended is shown as gone with the next look.
    streams.size = 0;
    await stores.knex('runs').where({ id }).update({ status: 'errored' });
    const later = await prometheus.text();
    expect(later).toContain('terraform_open_runs{status="applying"} 0');
    expect(later).toContain('terraform_running_phases{executor="local"} 0');
    expect(later).toContain('terraform_active_streams 0');
  },
);
