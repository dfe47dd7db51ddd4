import { createStores, createTestDatabases, settle } from '../__testUtils__';
import { LockStore } from './LockStore';

jest.setTimeout(120_000);

const databases = createTestDatabases();

it.each(databases.eachSupportedId())(
  'lists locks, and releases exactly the one that was meant, on %s',
  async databaseId => {
    const stores = await createStores(await databases.init(databaseId));
    const locks = new LockStore(stores.knex);
    const [free, first, second] = [
      await stores.addWorkspace(),
      await stores.addWorkspace({ environment: 'production' }),
      await stores.addWorkspace(),
    ];
    const run = await stores.addRun(first);
    await stores.states.lock(first.id, run.id, {
      ID: 'one',
      Who: 'me@here',
      Operation: 'OperationTypeApply',
    });
    await stores.states.lock(second.id, 'unknown', { ID: 'two', Who: 7 });
    await stores
      .knex('workspaces')
      .where({ id: second.id })
      .update({ lock_at: '2020-01-01T00:00:00.000Z' });

    const lock = {
      workspaceId: first.id,
      workspaceName: first.name,
      environment: 'production',
      owner: first.owner,
      lockId: 'one',
      lockedAt: expect.any(String),
      holder: 'me@here',
      operation: 'OperationTypeApply',
      run: { id: run.id, number: 1, status: 'pending' },
    };
    const [oldest, newest] = await locks.list();
    expect(newest).toEqual(lock);
    expect(oldest).toMatchObject({ lockId: 'two', workspaceId: second.id });
    expect(oldest.run).toBeUndefined();
    expect(oldest.holder).toBeUndefined();
    expect(await locks.get(first.id)).toEqual(lock);
    expect(await locks.get(free.id)).toBeUndefined();

    expect(await locks.release(first.id, 'two')).toBe(false);
    expect(await locks.release(free.id, 'one')).toBe(false);
    expect(await locks.get(first.id)).toEqual(lock);
    const released = await Promise.all(
      Array.from({ length: 5 }, () => locks.release(first.id, 'one')),
    );
    expect(released.filter(Boolean)).toHaveLength(1);
    expect(await locks.get(first.id)).toBeUndefined();
    expect(await locks.list()).toHaveLength(1);

    // Who still holds it finds out when writing; the next one may lock.
    const { messages } = await settle([
      stores.states.write({
        workspaceId: first.id,
        runId: run.id,
        bytes: Buffer.from('{"version":4,"serial":1,"lineage":"a"}'),
        lockId: 'one',
      }),
    ]);
    expect(messages).toEqual([
      'ConflictError: The state is not locked; lock it before writing',
    ]);
    expect(
      await stores.states.lock(first.id, 'another', { ID: 'three' }),
    ).toEqual({ locked: true });
  },
);
