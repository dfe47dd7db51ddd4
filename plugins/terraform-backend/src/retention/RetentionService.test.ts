import {
  RetentionReport,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import {
  createRetention,
  createStores,
  createTestDatabases,
  DAY_MS,
  daysAgo,
  newPhaseOf,
} from '../__testUtils__';
import { EnvironmentConfig } from '../config';
import { DigestInput } from '../plans/digest';
import { buildPlanModel } from '../plans/planModel';
import { insertPhases } from '../runs/PhaseStore';
import { appendRunEvents } from '../runs/RunEventStore';
import { WorkspaceRecord } from '../workspaces/WorkspaceStore';

jest.setTimeout(180_000);

const databases = createTestDatabases();

async function setUp(
  databaseId: Parameters<typeof databases.init>[0],
  policies: Record<string, EnvironmentConfig['retention']>,
) {
  const stores = await createStores(await databases.init(databaseId));
  const { knex } = stores;

  /** A run with a plan of three changes and a log of so many events. */
  const addRun = async (
    workspace: WorkspaceRecord,
    given: { status: RunStatus; endedAt?: string; logEvents?: number },
  ) => {
    const { status, endedAt, logEvents = 2 } = given;
    const run = await stores.addRun(workspace);
    const model = buildPlanModel(
      run.id,
      { add: 3 } as never,
      ['a', 'b', 'c'].map(name => ({
        address: `terraform_data.${name}`,
        type: 'terraform_data',
        name,
        module: '',
        provider: 'terraform.io/builtin/terraform',
        mode: 'managed',
        action: 'create',
        actions: ['create'],
        before: null,
        after: { input: name },
      })),
    );
    const files = await stores.plans.keepFiles(run.id, {
      plan: Buffer.from('plan'),
      archive: Buffer.from('archive'),
    });
    await knex.transaction(async trx => {
      await insertPhases(trx, [{ ...newPhaseOf(run.id, 'plan'), logLines: 9 }]);
      await stores.plans.insert(
        trx,
        {
          runId: run.id,
          digest: 'sha256:x',
          digestInput: { v: 1 } as DigestInput,
          expiresAt: daysAgo(0),
        },
        files,
        model,
      );
      await appendRunEvents(trx, run.id, [
        ...Array.from({ length: logEvents }, (_, offset) => ({
          event: 'log' as const,
          data: {
            phase: 'plan' as const,
            offset,
            lines: [
              { at: daysAgo(0), level: 'info' as const, text: `${offset}` },
            ],
          },
        })),
        {
          event: 'progress' as const,
          data: {
            phase: 'plan' as const,
            address: 'terraform_data.a',
            action: 'create',
            state: 'done' as const,
          },
        },
        { event: 'status' as const, data: { status, at: daysAgo(0) } },
      ]);
      await trx('runs')
        .where({ id: run.id })
        .update({ status, finished_at: endedAt ?? null });
    });
    return { ...run, modelSha256: model.sha256 };
  };
  const isSealed = async (runId: string) => {
    const [row] = await knex('plans').where({ run_id: runId });
    return Boolean(row.plan_sealed && row.archive_sealed);
  };
  const eventsOf = async (runId: string) =>
    (await stores.listEvents(runId)).map(({ event }) => event);
  return {
    ...stores,
    ...createRetention(knex, policies),
    addRun,
    eventsOf,
    isSealed,
  };
}

const without = ({ at: _, dryRun: __, ...rest }: RetentionReport) => rest;

describe.each(databases.eachSupportedId())('retention on %s', databaseId => {
  it('removes logs and changes of runs that ended long ago, and nothing else of them', async () => {
    const world = await setUp(databaseId, {
      dev: { logsMs: 10 * DAY_MS, plansMs: 30 * DAY_MS },
      production: { plansMs: 10 * DAY_MS },
    });
    const { retention, addRun, knex, plans, events, eventsOf, isSealed } =
      world;
    const dev = await world.addWorkspace();
    const production = await world.addWorkspace({ environment: 'production' });
    const orphaned = await world.addWorkspace({ environment: 'no-longer' });
    const ended = (days: number) => ({
      status: 'applied' as const,
      endedAt: daysAgo(days),
    });
    const oldest = await addRun(dev, ended(40));
    const middle = await addRun(dev, { ...ended(20), logEvents: 5 });
    const young = await addRun(dev, ended(5));
    const elsewhere = await addRun(production, ended(20));
    const unknown = await addRun(orphaned, ended(4_000));
    // Open since long ago: an approval may still be given, and covers what is stored.
    const open = await addRun(dev, { status: 'planned' });
    await knex('runs')
      .where({ id: open.id })
      .update({ created_at: daysAgo(4_000), status_at: daysAgo(4_000) });
    const silent = await world.addRun(dev, { status: 'discarded' });
    await knex('phases').where({ run_id: silent.id }).delete();

    const expected = {
      counts: {
        logs: { runs: 2, events: 9 },
        plans: { runs: 2, changes: 6 },
        stateVersions: 0,
        other: 0,
      },
      environments: {
        dev: {
          logs: { runs: 2, events: 9 },
          plans: { runs: 1, changes: 3 },
          stateVersions: 0,
        },
        production: {
          logs: { runs: 0, events: 0 },
          plans: { runs: 1, changes: 3 },
          stateVersions: 0,
        },
      },
    };
    for (let i = 0; i < 2; i++) {
      expect(without(await retention.run({ dryRun: true }))).toEqual(expected);
    }
    expect((await retention.status()).last).toBeUndefined();
    expect(world.counted).toEqual({});

    const before = await knex('runs').orderBy('id');
    const report = await retention.run({ dryRun: false, by: 'user:default/a' });
    expect(without(report)).toEqual({ ...expected, by: 'user:default/a' });
    expect(world.counted).toEqual({
      logs: 9,
      plans: 6,
      stateVersions: 0,
      other: 0,
    });
    expect(await retention.status()).toEqual({
      policies: [
        {
          environment: 'dev',
          logs: 'P10D',
          plans: 'P30D',
          stateVersions: 'never',
        },
        {
          environment: 'production',
          logs: 'never',
          plans: 'P10D',
          stateVersions: 'never',
        },
      ],
      last: report,
    });

    expect(await knex('runs').orderBy('id')).toEqual(before);
    expect(await eventsOf(oldest.id)).toEqual(['status', 'status']);
    expect(await eventsOf(middle.id)).toEqual(['status', 'status']);
    for (const kept of [young, elsewhere, unknown, open]) {
      expect(await eventsOf(kept.id)).toEqual([
        'status',
        'log',
        'log',
        'progress',
        'status',
      ]);
      expect(await events.readLog(kept.id, 'plan', 2, 10)).toEqual({
        lines: [],
        nextOffset: 2,
      });
    }
    expect(await events.readLog(middle.id, 'plan', 0, 10)).toEqual({
      lines: [],
      nextOffset: 0,
      removedAt: expect.stringMatching(/^20.*Z$/),
    });

    for (const gone of [oldest, elsewhere]) {
      expect(await plans.get(gone.id)).toMatchObject({
        summary: { add: 3 },
        digest: 'sha256:x',
        changesRemovedAt: expect.stringMatching(/^20.*Z$/),
      });
      expect(await plans.getChange(gone.id, 0)).toBeUndefined();
      expect(await isSealed(gone.id)).toBe(false);
    }
    for (const kept of [middle, young, unknown, open]) {
      const plan = await plans.get(kept.id);
      expect(plan?.changesRemovedAt).toBeUndefined();
      expect(plan && (await plans.hashModel(plan))).toBe(kept.modelSha256);
      expect(await isSealed(kept.id)).toBe(true);
    }

    // Nothing is left to do, and the last round says so.
    const again = await retention.run({ dryRun: false });
    expect(again.counts).toEqual({
      logs: { runs: 0, events: 0 },
      plans: { runs: 0, changes: 0 },
      stateVersions: 0,
      other: 0,
    });
    expect((await retention.status()).last).toEqual(again);
  });

  it('goes on where an interrupted round has ended', async () => {
    const { retention, addRun, knex, addWorkspace, events } = await setUp(
      databaseId,
      { dev: { logsMs: DAY_MS } },
    );
    const workspace = await addWorkspace();
    const old = { status: 'errored' as const, endedAt: daysAgo(2) };
    const big = await addRun(workspace, {
      ...old,
      endedAt: daysAgo(3),
      logEvents: 12_000,
    });
    for (let i = 0; i < 130; i++) await addRun(workspace, old);
    const wanted = { runs: 131, events: 12_001 + 130 * 3 };
    expect((await retention.run({ dryRun: true })).counts.logs).toEqual(wanted);

    // Stops after the first transaction, within the log of the big run.
    const controller = new AbortController();
    knex.on('query', ({ sql }: { sql: string }) => {
      if (/^delete from .run_events/.test(sql)) controller.abort();
    });
    const { signal } = controller;
    const stopped = await retention.run({ dryRun: false, signal });
    expect(stopped.counts.logs).toEqual({ runs: 0, events: 5_000 });
    const log = await events.readLog(big.id, 'plan', 11_990, 1);
    expect(log.removedAt).toBeUndefined();

    const rest = await retention.run({ dryRun: false });
    expect(rest.counts.logs).toEqual({
      runs: 131,
      events: wanted.events - 5_000,
    });
    expect(await knex('run_events').whereNot({ event: 'status' })).toEqual([]);
    expect(await knex('phases').whereNull('log_removed_at')).toEqual([]);
  });
});
