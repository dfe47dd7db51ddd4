import { ChangeAction } from '@planroom/backstage-plugin-terraform-common';
import type { RedactedChange } from '@planroom/terraform-runner';
import {
  createStores,
  createTestDatabases,
  MemoryBlobs,
  Stores,
} from '../__testUtils__';
import { DigestInput } from './digest';
import { buildPlanModel } from './planModel';
import { consumePlan, PlanStore, removePlanFiles } from './PlanStore';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const ACTIONS: ChangeAction[] = [
  'no-op',
  'create',
  'delete',
  'update',
  'replace',
];

const change = (i: number): RedactedChange => ({
  address: `module.m["${i}"].aws_thing.this`,
  type: 'aws_thing',
  name: 'this',
  module: `module.m["${i}"]`,
  provider: 'registry.terraform.io/hashicorp/aws',
  mode: 'managed',
  action: ACTIONS[i % ACTIONS.length],
  actions: ['x'],
  before: { name: `old_${i}`, size: 1 },
  after: { name: `new%${i}`, size: 2 },
});

describe.each(databases.eachSupportedId())('PlanStore on %s', databaseId => {
  let stores: Stores;

  beforeAll(async () => {
    stores = await createStores(await databases.init(databaseId));
  });

  const insert = async (
    runId: string,
    changes: RedactedChange[],
    plans = stores.plans,
  ) => {
    const files = await plans.keepFiles(runId, {
      plan: Buffer.from('the plan'),
      archive: Buffer.from('the archive'),
    });
    await stores.knex.transaction(trx =>
      plans.insert(
        trx,
        {
          runId,
          digest: 'sha256:x',
          digestInput: { v: 1 } as DigestInput,
          expiresAt: '2026-02-01T00:00:00.000Z',
        },
        files,
        buildPlanModel(runId, { add: 1 } as never, changes),
      ),
    );
  };

  it('keeps files in a blob store, which learns nothing, and finds them by what is sealed in the database only', async () => {
    const blobs = new MemoryBlobs();
    const { kept } = blobs;
    const plans = new PlanStore(stores.knex, stores.sealer, blobs);
    await insert('in-blobs', [change(0)], plans);
    expect([...kept.keys()].sort()).toEqual([
      expect.stringMatching(/^in-blobs\/archive_sealed-/),
      expect.stringMatching(/^in-blobs\/plan_sealed-/),
    ]);
    for (const content of kept.values()) {
      expect(content.toString('latin1')).not.toContain('the plan');
    }
    expect((await plans.open('in-blobs'))?.files).toEqual({
      plan: Buffer.from('the plan'),
      archive: Buffer.from('the archive'),
    });
    await expect(stores.plans.open('in-blobs')).rejects.toThrow(
      'a blob store that is no longer configured',
    );
    // Moved to another place, a blob does not open.
    const [first, second] = [...kept.keys()];
    kept.set(first, kept.get(second)!);
    await expect(plans.open('in-blobs')).rejects.toThrow();
    kept.clear();
    expect(await plans.open('in-blobs')).not.toHaveProperty('files');
  });

  it('notices when what people read is not what was planned', async () => {
    const changes = [change(0), change(1), change(2)];
    await insert('read', changes);
    const { sha256 } = buildPlanModel('read', { add: 1 } as never, changes);
    const hash = async () => {
      const plan = await stores.plans.get('read');
      return plan && stores.plans.hashModel(plan);
    };
    expect(await hash()).toBe(sha256);
    await stores
      .knex('plan_changes')
      .where({ run_id: 'read', position: 1 })
      .update({ detail: '{"before":{},"after":{}}' });
    expect(await hash()).not.toBe(sha256);
  });

  it('orders, searches and pages ten thousand changes', async () => {
    await insert(
      'big',
      Array.from({ length: 10_000 }, (_, i) => change(i)),
    );
    const first = await stores.plans.listChanges('big', { limit: 3 });
    expect(first.items.map(item => [item.index, item.action])).toEqual([
      [0, first.items[0].action],
      [1, first.items[0].action],
      [2, first.items[0].action],
    ]);
    const order: string[] = [];
    const seen = new Set<number>();
    for await (const item of stores.plans.streamChanges('big')) {
      if (order[order.length - 1] !== item.action) order.push(item.action);
      seen.add(item.index);
    }
    expect(seen.size).toBe(10_000);
    expect(order).toHaveLength(ACTIONS.length);
    expect(order.indexOf('delete')).toBeLessThan(order.indexOf('create'));
    expect(order.indexOf('replace')).toBeLessThan(order.indexOf('update'));
    expect(order[order.length - 1]).toBe('no-op');

    const addresses: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores.plans.listChanges('big', {
        actions: ['delete', 'replace'],
        search: 'M["77',
        limit: 10,
        cursor,
      });
      addresses.push(...page.items.map(item => item.address));
      cursor = page.nextCursor;
    } while (cursor);
    const expected = Array.from({ length: 10_000 }, (_, i) => change(i))
      .filter(c => ['delete', 'replace'].includes(c.action))
      .map(c => c.address)
      .filter(address => address.includes('m["77'));
    expect(addresses.sort()).toEqual(expected.sort());

    // What is special in SQL is nothing special here.
    const find = async (search: string) =>
      (await stores.plans.listChanges('big', { search, limit: 1 })).items;
    expect(await find('new%17')).toMatchObject([
      { summary: expect.any(String) },
    ]);
    expect(await find('new_17')).toEqual([]);
    expect(await find('old\\')).toEqual([]);

    const detail = await stores.plans.getChange('big', 9_999);
    expect(detail).toMatchObject({
      index: 9_999,
      action: 'no-op',
      before: expect.any(Object),
    });
    expect(await stores.plans.getChange('big', 10_000)).toBeUndefined();
  });

  it('gives the files out as they came, lets the plan be used once, and forgets them', async () => {
    await insert('once', []);
    expect(await stores.plans.open('once')).toEqual({
      plan: await stores.plans.get('once'),
      files: {
        plan: Buffer.from('the plan'),
        archive: Buffer.from('the archive'),
      },
    });
    const used = await Promise.all(
      Array.from({ length: 10 }, () =>
        stores.knex.transaction(trx => consumePlan(trx, 'once')),
      ),
    );
    expect(used.filter(Boolean)).toHaveLength(1);
    expect((await stores.plans.get('once'))?.consumedAt).toBeDefined();
    await stores.knex.transaction(trx => removePlanFiles(trx, 'once'));
    expect(await stores.plans.open('once')).toEqual({
      plan: await stores.plans.get('once'),
    });
    expect(await stores.plans.open('none')).toBeUndefined();
    expect(await stores.plans.get('none')).toBeUndefined();
  });
});
