import {
  createRetention,
  createStores,
  createTestDatabases,
  DAY_MS,
  daysAgo,
  stateFile,
} from '../__testUtils__';
import { WorkspaceRecord } from '../workspaces/WorkspaceStore';

jest.setTimeout(120_000);

const databases = createTestDatabases();

it.each(databases.eachSupportedId())(
  'takes old state versions only where a policy says so, and none that is needed, on %s',
  async databaseId => {
    const { knex, states, addWorkspace, addRun } = await createStores(
      await databases.init(databaseId),
    );
    const { retention, counted } = createRetention(knex, {
      dev: { stateVersionsMs: DAY_MS },
      production: {},
    });
    const fill = async (workspace: WorkspaceRecord) => {
      await states.lock(workspace.id, 'none', { ID: 'lock' });
      for (let serial = 1; serial <= 25; serial++) {
        await states.write({
          workspaceId: workspace.id,
          runId: `run-${serial}`,
          bytes: stateFile(serial),
          lockId: 'lock',
        });
      }
    };
    const age = () =>
      knex('state_versions').update({
        created_at: knex.raw("replace(created_at, '20', '19')"),
      });
    const serials = async ({ id }: WorkspaceRecord) =>
      (await states.listVersions(id, { limit: 100 })).items
        .map(({ serial }) => serial)
        .sort((a, b) => a - b);
    const [workspace, young, kept] = [
      await addWorkspace(),
      await addWorkspace(),
      await addWorkspace({ environment: 'production' }),
    ];
    await fill(workspace);
    await fill(kept);
    await age();
    await fill(young);

    const waiting = await addRun(workspace);
    await knex('runs').where({ id: waiting.id }).update({ status: 'planned' });
    await knex('plans').insert({
      run_id: waiting.id,
      summary: '{}',
      digest_input: JSON.stringify({ lineage: 'lineage-1', serial: 2 }),
      digest: 'sha256:x',
      created_at: daysAgo(2),
      expires_at: daysAgo(1),
    });
    const writing = await addRun(workspace);
    await knex('state_versions')
      .where({ workspace_id: workspace.id, serial: 4 })
      .update({ run_id: writing.id });

    const dry = await retention.run({ dryRun: true });
    expect(dry.counts.stateVersions).toBe(3);
    expect(await serials(workspace)).toHaveLength(25);
    const report = await retention.run({ dryRun: false });
    expect(report.counts.stateVersions).toBe(3);
    expect(report.environments.dev.stateVersions).toBe(3);
    expect(counted.stateVersions).toBe(3);
    expect(await serials(workspace)).toEqual([
      2,
      4,
      ...Array.from({ length: 20 }, (_, i) => i + 6),
    ]);
    expect(await serials(young)).toHaveLength(25);
    expect(await serials(kept)).toHaveLength(25);
    expect(await states.getCurrent(workspace.id)).toMatchObject({ serial: 25 });

    await knex('runs')
      .whereIn('id', [waiting.id, writing.id])
      .update({ status: 'discarded', finished_at: daysAgo(0) });
    expect((await retention.run({ dryRun: false })).counts).toMatchObject({
      stateVersions: 2,
    });
    expect(await serials(workspace)).toHaveLength(20);
  },
);
