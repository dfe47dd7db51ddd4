import { createStores } from '../__testUtils__/stores';
import { createTestDatabases } from '../__testUtils__/databases';
import { appendRunEvents } from './RunEventStore';

jest.setTimeout(60_000);

const databases = createTestDatabases();

it.each(databases.eachSupportedId())(
  'reads a sequence in pages of a size on %s',
  async databaseId => {
    const stores = await createStores(await databases.init(databaseId));
    const { knex, events } = stores;
    const workspace = await stores.addWorkspace();
    const run = await stores.addRun(workspace);
    const other = await stores.addRun(workspace);
    const log = (text: string) => ({
      event: 'log' as const,
      data: {
        phase: 'plan' as const,
        offset: 0,
        lines: [{ at: run.createdAt, level: 'info' as const, text }],
      },
    });
    await knex.transaction(trx =>
      appendRunEvents(trx, run.id, [
        log('ä'.repeat(1_000)),
        ...Array.from({ length: 300 }, () => log('short')),
      ]),
    );
    const page = async (after: number, size: number) =>
      (await events.listStoredAfter(run.id, after, size)).map(({ id }) => id);

    expect(await events.head(run.id)).toEqual({ last: 302, ended: false });
    const [first] = await events.listStoredAfter(run.id, 0, 1);
    expect(first).toEqual({ id: 1, event: 'status', data: expect.any(String) });
    expect(JSON.parse(first.data)).toMatchObject({ status: 'pending' });
    // One that is too big comes alone or as the last, so that everyone gets on.
    expect(await page(1, 1)).toEqual([2]);
    expect(await page(0, 500)).toEqual([1, 2]);
    expect((await page(2, 500)).length).toBeGreaterThan(3);
    expect((await page(2, 500)).length).toBeLessThan(8);
    // Nobody gets more than a number of events, however short.
    expect(await page(2, 1_000_000)).toEqual(
      Array.from({ length: 200 }, (_, place) => place + 3),
    );
    expect(await page(302, 500)).toEqual([]);

    await stores.runs.transition(run, [{ to: 'discarded' }]);
    expect(await events.head(run.id)).toEqual({ last: 303, ended: true });
    expect(await events.head(other.id)).toEqual({ last: 1, ended: false });
    expect(await events.head('nobody')).toBeUndefined();
  },
);
