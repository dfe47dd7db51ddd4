import { RunStatus } from '@planroom/backstage-plugin-terraform-common';
import {
  createStores,
  createTestDatabases,
  settle,
  Stores,
} from '../__testUtils__';
import { appendRunEvents } from './RunEventStore';
import { RunRecord } from './types';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachSupportedId())('RunStore on %s', databaseId => {
  let stores: Stores;

  beforeAll(async () => {
    stores = await createStores(await databases.init(databaseId));
  });

  async function movedTo(
    run: RunRecord,
    ...path: RunStatus[]
  ): Promise<RunRecord> {
    let current = run;
    for (const to of path) {
      current = await stores.runs.transition(current, [{ to }]);
      expect(current).toEqual(await stores.runs.get(run.id));
    }
    return current;
  }
  const statusesOf = async (runId: string) =>
    (await stores.listEvents(runId)).map(e =>
      e.event === 'status' ? e.data.status : e.event,
    );

  it('moves only as the table of moves says, with an event for each move', async () => {
    const run = await stores.addRun(await stores.addWorkspace());
    await expect(
      stores.runs.transition(run, [{ to: 'applied' }]),
    ).rejects.toThrow('is pending and cannot become applied');
    const moved = await movedTo(run, 'plan_queued', 'planning', 'errored');
    expect(moved).toMatchObject({ status: 'errored', number: 1 });
    expect(moved.finishedAt).toBe(moved.statusAt);
    await expect(
      stores.runs.transition({ ...run, status: 'planning' }, [
        { to: 'planned' },
      ]),
    ).rejects.toThrow('no longer planning');
    expect(await statusesOf(run.id)).toEqual([
      'pending',
      'plan_queued',
      'planning',
      'errored',
    ]);
  });

  it('lets exactly one of many win, and undoes everything of a move that fails', async () => {
    const run = await stores.addRun(await stores.addWorkspace());
    const targets: RunStatus[] = ['plan_queued', 'discarded', 'canceled'];
    const { succeeded, messages } = await settle(
      Array.from({ length: 20 }, (_, i) =>
        stores.runs.transition(run, [
          { to: targets[i % 3], by: `user:x/${i}` },
        ]),
      ),
    );
    expect(succeeded).toBe(1);
    expect(messages.filter(m => !m.includes('no longer pending'))).toEqual([]);
    expect(await statusesOf(run.id)).toHaveLength(2);

    const other = await stores.addRun(await stores.addWorkspace());
    await expect(
      stores.runs.transition(other, [{ to: 'plan_queued' }], {
        alongside: async trx => {
          await trx('plans').where({ run_id: 'none' }).delete();
          throw new Error('Not like this');
        },
      }),
    ).rejects.toThrow('Not like this');
    expect((await stores.runs.get(other.id))?.status).toBe('pending');
    expect(await statusesOf(other.id)).toEqual(['pending']);
  });

  it('has one active run for each workspace', async () => {
    const workspace = await stores.addWorkspace();
    const created = await Promise.all(
      Array.from({ length: 10 }, () => stores.addRun(workspace)),
    );
    expect(created.map(run => run.number).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    const { succeeded } = await settle(
      created.map(run => stores.runs.transition(run, [{ to: 'plan_queued' }])),
    );
    expect(succeeded).toBe(1);
    const active = await stores.runs.getActive(workspace.id);
    expect(active?.status).toBe('plan_queued');
    await movedTo(active!, 'discarded');
    expect(await stores.runs.getActive(workspace.id)).toBeUndefined();
  });

  it('wishes a cancel only upon the phase that was seen to run', async () => {
    const run = await stores.addRun(await stores.addWorkspace());
    const planning = await movedTo(run, 'plan_queued', 'planning');
    await stores.runs.requestCancel(planning);
    const first = (await stores.runs.get(run.id))?.cancelRequestedAt;
    expect(first).toBeDefined();
    await stores.runs.requestCancel(planning);
    expect((await stores.runs.get(run.id))?.cancelRequestedAt).toBe(first);
    await movedTo(planning, 'errored');
    await expect(stores.runs.requestCancel(planning)).rejects.toThrow(
      'no longer planning',
    );
  });

  it('makes several moves together or none, with an event for each', async () => {
    const run = await stores.addRun(await stores.addWorkspace());
    const planning = await movedTo(run, 'plan_queued', 'planning');
    await expect(
      stores.runs.transition(planning, [
        { to: 'planned' },
        { to: 'apply_queued' },
      ]),
    ).rejects.toThrow('is planned and cannot become apply_queued');
    const moved = await stores.runs.transition(
      planning,
      [
        { to: 'planned' },
        { to: 'confirmed', by: 'user:x/y', reason: 'Good' },
        { to: 'apply_queued' },
      ],
      { events: [{ event: 'status', data: { status: 'planning', at: '' } }] },
    );
    expect(moved).toEqual(await stores.runs.get(run.id));
    expect(await statusesOf(run.id)).toEqual([
      'pending',
      'plan_queued',
      'planning',
      'planning',
      'planned',
      'confirmed',
      'apply_queued',
    ]);
  });

  it('refuses a move of whoever does not hold the lease, or of a run that somebody wants to end', async () => {
    const run = await stores.addRun(await stores.addWorkspace());
    const planning = await movedTo(run, 'plan_queued', 'planning');
    await stores
      .knex('runs')
      .where({ id: run.id })
      .update({ lease_owner: 'a' });
    const move = (facts: object) =>
      stores.runs.transition(planning, [{ to: 'planned' }], facts);
    await expect(move({ heldBy: 'b' })).rejects.toThrow('no longer planning');
    await stores.runs.requestCancel(planning, 'user:x/y');
    await expect(move({ heldBy: 'a', unlessCanceled: true })).rejects.toThrow(
      'no longer planning',
    );
    await move({ heldBy: 'a' });
    // Whoever waits holds no lease.
    expect(await stores.knex('runs').where({ id: run.id })).toMatchObject([
      { lease_owner: null, cancel_requested_by: 'user:x/y' },
    ]);
  });

  it('numbers the events of a run without gaps or duplicates, whoever writes at the same time', async () => {
    const run = await stores.addRun(await stores.addWorkspace());
    const append = (text: string, pieces: number) =>
      stores.knex.transaction(trx =>
        appendRunEvents(
          trx,
          run.id,
          Array.from({ length: pieces }, (_, i) => ({
            event: 'status',
            data: { status: 'pending', at: '', reason: `${text}.${i}` },
          })),
        ),
      );
    await Promise.all(
      Array.from({ length: 30 }, (_, i) => append(`${i}`, 1 + (i % 3))),
    );
    const events = await stores.listEvents(run.id, 1);
    expect(events.map(event => event.id)).toEqual(
      events.map((_, index) => index + 2),
    );
    expect(events).toHaveLength(60);
    // What one has written stands together.
    const reasons = events.map(
      e => (e.event === 'status' && e.data.reason) || '',
    );
    const torn = reasons.filter((reason, index) => {
      const [writer, piece] = reason.split('.');
      const before = `${writer}.${Number(piece) - 1}`;
      return Number(piece) > 0 && reasons[index - 1] !== before;
    });
    expect(torn).toEqual([]);
  });

  it('pages without losing or repeating, also among runs of the same moment', async () => {
    const fresh = await createStores(await databases.init(databaseId));
    const createdAt = '2026-05-05T00:00:00.000Z';
    const expected: string[] = [];
    for (let i = 0; i < 23; i++) {
      const run = await fresh.addRun(await fresh.addWorkspace(), {
        ...(i % 2 && { createdAt }),
      });
      expected.push(run.id);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await fresh.runs.list({ limit: 4, cursor });
      seen.push(...page.items.map(run => run.id));
      cursor = page.nextCursor;
      // What is added at the front meanwhile does not disturb.
      await fresh.addRun(await fresh.addWorkspace(), {
        createdAt: '2027-01-01T00:00:00.000Z',
      });
    } while (cursor);
    expect([...seen].sort()).toEqual([...expected].sort());
    const shown = await fresh.runs.getMany(seen);
    const times = shown.map(run => run?.createdAt ?? '');
    expect(times).toEqual([...times].sort().reverse());
    await expect(
      fresh.runs.list({ limit: 4, cursor: 'nonsense' }),
    ).rejects.toThrow('cursor is not valid');
  });
});
