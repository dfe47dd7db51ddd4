import { randomUUID } from 'node:crypto';
import {
  createRetention,
  createStores,
  createTestDatabases,
  daysAgo,
  newPhaseOf,
} from '../__testUtils__';
import { insertPhases } from '../runs/PhaseStore';

jest.setTimeout(120_000);

const databases = createTestDatabases();

it.each(databases.eachSupportedId())(
  'forgets what has expired, on %s',
  async databaseId => {
    const { knex, secrets, phases, idempotency, ...stores } =
      await createStores(await databases.init(databaseId));
    const { retention } = createRetention(knex, {});
    const workspace = await stores.addWorkspace();
    const run = await stores.addRun(workspace);
    await knex('runs').where({ id: run.id }).update({ lease_owner: 'replica' });
    const closed = randomUUID();
    await knex.transaction(trx =>
      insertPhases(trx, [
        newPhaseOf(run.id, 'plan'),
        newPhaseOf(closed, 'apply'),
      ]),
    );
    await phases.addCredential(
      'open',
      { runId: run.id, phase: 'plan' },
      'replica',
    );
    await knex('state_credentials').insert({
      password_hash: 'closed',
      workspace_id: workspace.id,
      run_id: closed,
      phase: 'apply',
    });
    await knex('phases')
      .where({ run_id: closed })
      .update({ finished_at: daysAgo(0) });

    const expired = await secrets.put('a', 'user:default/a');
    const fresh = await secrets.put('b', 'user:default/a');
    await knex('secrets')
      .where({ ref: expired })
      .update({ expires_at: daysAgo(1) });
    for (const { key, days } of [
      { key: 'old', days: 8 },
      { key: 'new', days: 6 },
    ]) {
      await knex.transaction(trx =>
        idempotency.remember(trx, { caller: 'a', key, request: {} }, 'id'),
      );
      await knex('idempotency_keys')
        .where({ key })
        .update({ created_at: daysAgo(days) });
    }
    await knex('retention_reports').insert([
      { id: '1', at: daysAgo(91), report: '{}' },
      { id: '2', at: daysAgo(91), by: 'user:default/a', report: '{}' },
    ]);

    expect((await retention.run({ dryRun: true })).counts.other).toBe(2);
    expect(await knex('secrets')).toHaveLength(2);
    expect((await retention.run({ dryRun: false })).counts.other).toBe(2);
    expect(await knex('secrets').pluck('ref')).toEqual([fresh]);
    expect(await knex('idempotency_keys').pluck('key')).toEqual(['new']);
    // Credentials of closed phases are the engine's, which removes them sooner.
    await phases.removeVoidCredentials();
    expect(await phases.findCredential('open')).toMatchObject({
      runId: run.id,
    });
    expect(await knex('state_credentials')).toHaveLength(1);
    // Rounds that ran by themselves are forgotten after a while, those of people are not.
    expect(await knex('retention_reports').orderBy('at').pluck('by')).toEqual([
      'user:default/a',
      null,
    ]);
  },
);
