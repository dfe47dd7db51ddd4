import { randomUUID } from 'node:crypto';
import {
  createStores,
  createTestDatabases,
  settle,
  Stores,
} from '../__testUtils__';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachSupportedId())('small stores on %s', databaseId => {
  let stores: Stores;

  beforeAll(async () => {
    stores = await createStores(await databases.init(databaseId));
  });

  const take = (ref: string, caller: string) =>
    stores.knex.transaction(trx =>
      stores.secrets.take(trx, ref, caller, 'token'),
    );

  it('gives a secret once, to the one who gave it, sealed meanwhile', async () => {
    const ref = await stores.secrets.put('very secret', 'user:default/a');
    const [row] = await stores.knex('secrets').where({ ref });
    expect(row.sealed.toString()).not.toContain('very secret');
    await expect(take(ref, 'user:default/b')).rejects.toThrow('variable token');
    await expect(
      stores.knex.transaction(async trx => {
        await stores.secrets.take(trx, ref, 'user:default/a', 'token');
        throw new Error('Refused for another reason');
      }),
    ).rejects.toThrow('another reason');
    const { succeeded } = await settle(
      Array.from({ length: 10 }, () => take(ref, 'user:default/a')),
    );
    expect(succeeded).toBe(1);

    const old = await stores.secrets.put('x', 'user:default/a');
    await stores
      .knex('secrets')
      .where({ ref: old })
      .update({ expires_at: '2020-01-01T00:00:00.000Z' });
    await expect(take(old, 'user:default/a')).rejects.toThrow('expired');
    await stores.secrets.put('y', 'user:default/a');
    expect(await stores.knex('secrets').where({ ref: old })).toEqual([]);
  });

  it('knows a repeated request by caller, key and content', async () => {
    const request = { caller: 'a', key: randomUUID(), request: { x: 1, y: 2 } };
    let made = 0;
    const create = async () => {
      const id = randomUUID();
      await stores.knex.transaction(trx =>
        stores.idempotency.remember(trx, request, id),
      );
      made += 1;
      return id;
    };
    const ids = await Promise.all(
      Array.from({ length: 10 }, () =>
        stores.idempotency.once(request, create),
      ),
    );
    expect(new Set(ids).size).toBe(1);
    expect(made).toBe(1);
    expect(
      await stores.idempotency.find({ ...request, request: { y: 2, x: 1 } }),
    ).toBe(ids[0]);
    expect(
      await stores.idempotency.find({ ...request, caller: 'b' }),
    ).toBeUndefined();
    await expect(
      stores.idempotency.find({ ...request, request: { x: 2 } }),
    ).rejects.toThrow('use a new key');
    await expect(
      stores.idempotency.once({ ...request, key: 'other' }, async () => {
        throw new Error('It failed');
      }),
    ).rejects.toThrow('It failed');
    expect(await stores.idempotency.once(undefined, async () => 'new')).toBe(
      'new',
    );
  });

  it('takes one decision of each person', async () => {
    const approval = {
      runId: randomUUID(),
      decision: 'approve' as const,
      by: 'user:default/a',
      at: '2026-01-01T00:00:00.000Z',
      comment: 'Fine',
      digest: 'sha256:x',
    };
    const { succeeded, messages } = await settle(
      Array.from({ length: 5 }, () =>
        stores.approvals.insert({ ...approval, id: randomUUID() }),
      ),
    );
    expect(succeeded).toBe(1);
    expect(messages[0]).toContain('decided already');
    await stores.approvals.insert({
      ...approval,
      id: randomUUID(),
      by: 'user:default/b',
      comment: undefined,
    });
    expect(await stores.approvals.list(approval.runId)).toMatchObject([
      approval,
      { by: 'user:default/b', comment: undefined },
    ]);
  });
});
