import { mockCredentials } from '@backstage/backend-test-utils';
import {
  createStores,
  createTestDatabases,
  settle,
  stateFile,
  stateResource,
  Stores,
} from '../__testUtils__';
import { Authorizer } from '../permissions/Authorizer';
import { WorkspaceService } from '../workspaces/WorkspaceService';
import { StateService } from './StateService';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachSupportedId())('StateStore on %s', databaseId => {
  let stores: Stores;

  beforeAll(async () => {
    stores = await createStores(await databases.init(databaseId));
  });

  async function lockedWorkspace() {
    const workspace = await stores.addWorkspace();
    const workspaceId = workspace.id;
    await stores.states.lock(workspaceId, 'run-1', { ID: 'lock-1' });
    return {
      workspaceId,
      write: (bytes: Buffer, lockId: string | undefined = 'lock-1') =>
        stores.states.write({ workspaceId, runId: 'run-1', bytes, lockId }),
    };
  }

  it('keeps every version, byte by byte and sealed, and indexes the current one', async () => {
    const { workspaceId, write } = await lockedWorkspace();
    const first = stateFile(1, {
      resources: [stateResource('a', 'a0', 'a1'), stateResource('b', 'b0')],
      outputs: {
        url: { value: 'https://x', type: 'string' },
        key: { value: 'very-secret', type: 'string', sensitive: true },
      },
    });
    const one = await write(first);
    expect(one).toMatchObject({
      serial: 1,
      lineage: 'lineage-1',
      resourceCount: 3,
      bytes: first.length,
      recovered: false,
    });
    const second = stateFile(5, { resources: [stateResource('c', 'c0')] });
    const two = await write(second);
    expect(await stores.states.getCurrent(workspaceId)).toEqual(two);
    expect(await stores.states.readBytes(one.id)).toEqual(first);
    expect(await stores.states.readBytes(two.id)).toEqual(second);
    expect(JSON.stringify(await stores.knex('state_versions'))).not.toContain(
      'very-secret',
    );
    expect(await stores.states.getOutputs(one.id)).toEqual([
      { name: 'url', sensitive: false, type: 'string', value: 'https://x' },
      { name: 'key', sensitive: true, type: 'string' },
    ]);

    const service = new StateService({
      states: stores.states,
      resources: stores.resources,
      workspaces: {} as WorkspaceService,
      authorizer: { allows: async () => true } as unknown as Authorizer,
    });
    const credentials = mockCredentials.user();
    // The current version from the index, an older one from its bytes: with the same paging and search.
    for (const [version, addresses] of [
      [one, ['terraform_data.a[0]', 'terraform_data.a[1]', 'terraform_data.b']],
      [two, ['terraform_data.c']],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await service.listResources(
          version.id,
          { limit: 2, cursor },
          { credentials },
        );
        seen.push(...page.items.map(item => item.address));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(addresses);
    }
    const { items } = await service.listResources(
      one.id,
      { limit: 10, search: 'DATA.B' },
      { credentials },
    );
    expect(items).toEqual([
      {
        address: 'terraform_data.b',
        type: 'terraform_data',
        name: 'b',
        module: '',
        mode: 'managed',
        provider: 'terraform.io/builtin/terraform',
        id: 'b0',
      },
    ]);
    const found = await stores.resources.search({
      search: 'c0',
      limit: 10,
    });
    expect(found.items).toMatchObject([
      { address: 'terraform_data.c', workspaceId, runId: 'run-1' },
    ]);
    expect(
      (await stores.states.listVersions(workspaceId, { limit: 10 })).items.map(
        version => version.serial,
      ),
    ).toEqual(expect.arrayContaining([1, 5]));
    expect((await stores.states.getLatestOfRun('run-1'))?.serial).toBe(5);
  });

  it('refuses what does not follow, and takes the same bytes again', async () => {
    const { workspaceId, write } = await lockedWorkspace();
    const bytes = stateFile(3, { resources: [stateResource('a', 'x')] });
    const version = await write(bytes);
    expect(await write(bytes)).toEqual(version);
    await expect(write(stateFile(3))).rejects.toThrow('serial 3 is stored');
    await expect(write(stateFile(2))).rejects.toThrow('other content');
    await expect(write(stateFile(4, { lineage: 'lineage-2' }))).rejects.toThrow(
      'belongs to lineage lineage-2',
    );
    await expect(write(stateFile(4), 'lock-2')).rejects.toThrow('locked by');
    await expect(write(Buffer.from('{}'))).rejects.toThrow('format version');
    await stores.states.unlock(workspaceId, 'lock-1');
    await expect(write(stateFile(4))).rejects.toThrow('not locked');
    // What is recovered from a runner needs no lock, but has to follow too.
    const recovered = await stores.states.write({
      workspaceId,
      runId: 'run-2',
      bytes: stateFile(4),
      recovered: true,
    });
    expect(recovered).toMatchObject({ serial: 4, recovered: true });
    expect((await stores.workspaces.get(workspaceId))?.resourceCount).toBe(0);
    expect((await stores.states.getCurrent(workspaceId))?.id).toBe(
      recovered.id,
    );
    expect(
      await stores.knex('state_versions').where({ workspace_id: workspaceId }),
    ).toHaveLength(2);
  });

  it('takes one of many versions with the same serial', async () => {
    const { workspaceId, write } = await lockedWorkspace();
    const { succeeded } = await settle(
      Array.from({ length: 10 }, (_, i) =>
        write(stateFile(1, { resources: [stateResource(`r${i}`, 'x')] })),
      ),
    );
    expect(succeeded).toBe(1);
    expect(
      await stores.knex('state_resources').where({ workspace_id: workspaceId }),
    ).toHaveLength(1);
  });

  it('has one lock, which only its own id or the end of its run opens', async () => {
    const { id } = await stores.addWorkspace();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        stores.states.lock(id, 'run-1', { ID: `l${i}`, Who: `me ${i}` }),
      ),
    );
    expect(outcomes.filter(o => o.locked)).toHaveLength(1);
    const winner = `l${outcomes.findIndex(o => o.locked)}`;
    const holders = outcomes.flatMap(o => (o.locked ? [] : [o.holder.ID]));
    expect(new Set(holders)).toEqual(new Set([winner]));
    expect(await stores.states.lock(id, 'run-1', { ID: winner })).toEqual({
      locked: true,
    });
    expect(await stores.states.unlock(id, 'other')).toBe(false);
    await stores.states.releaseLockOfRun(id, 'run-2');
    expect((await stores.workspaces.get(id))?.lock?.id).toBe(winner);
    await stores.states.releaseLockOfRun(id, 'run-1');
    expect((await stores.workspaces.get(id))?.lock).toBeUndefined();
    expect(await stores.states.unlock(id, winner)).toBe(true);
  });
});
