import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import {
  LogLine,
  PhaseName,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import fc from 'fast-check';
import { Knex } from 'knex';
import {
  createRetention,
  createStores,
  createTestDatabases,
  DAY_MS,
  daysAgo,
  MemoryBlobs,
  newPhaseOf,
} from '../__testUtils__';
import { LogBlobs } from './LogBlobs';
import { LogMover } from './LogMover';
import { insertPhases } from './PhaseStore';
import { appendRunEvents, RunEventStore } from './RunEventStore';
import { RunEventTails } from './RunEventTail';
import { RunNotifier } from './RunNotifier';
import { RunRecord } from './types';

jest.setTimeout(180_000);

const databases = createTestDatabases();
const RUNNING = new AbortController().signal;
const PHASES: PhaseName[] = ['plan', 'apply'];

const linesOf = (texts: string[]): LogLine[] =>
  texts.map(text => ({ at: daysAgo(0), level: 'info', text }));

async function setUp(databaseId: Parameters<typeof databases.init>[0]) {
  const stores = await createStores(await databases.init(databaseId));
  const { knex, sealer } = stores;
  const blobs = new MemoryBlobs();
  const logger = mockServices.logger.mock();
  const workspace = await stores.addWorkspace();

  /** A replica of the portal. */
  const replica = (given: { knex?: Knex } = {}) => {
    const logs = new LogBlobs(sealer, blobs);
    return {
      logs,
      events: new RunEventStore(given.knex ?? knex, logs),
      mover: new LogMover({ knex: given.knex ?? knex, logs, logger }),
    };
  };

  /** A run whose phases have logged these chunks of lines, with progress between them. */
  const addRun = async (
    logged: Partial<Record<PhaseName, string[][]>>,
    given: { status?: RunStatus; endedAt?: string } = {},
  ): Promise<RunRecord> => {
    const run = await stores.addRun(workspace);
    await knex.transaction(async trx => {
      for (const phase of PHASES) {
        const chunks = logged[phase];
        if (!chunks) continue;
        const logLines = chunks.flat().length;
        await insertPhases(trx, [{ ...newPhaseOf(run.id, phase), logLines }]);
        let offset = 0;
        for (const texts of chunks) {
          await appendRunEvents(trx, run.id, [
            {
              event: 'log',
              data: { phase, offset, lines: linesOf(texts) },
            },
            {
              event: 'progress',
              data: {
                phase,
                address: 'terraform_data.a',
                action: 'create',
                state: 'done',
              },
            },
          ]);
          offset += texts.length;
        }
      }
      await trx('runs')
        .where({ id: run.id })
        .update({
          status: given.status ?? 'applied',
          finished_at: given.endedAt ?? (given.status ? null : daysAgo(1)),
        });
    });
    return run;
  };

  const eventsOf = async (runId: string) =>
    (await stores.listEvents(runId)).map(({ event }) => event);
  const pointers = async (runId: string): Promise<Buffer[]> =>
    knex('phases')
      .where({ run_id: runId })
      .whereNotNull('log_sealed')
      .pluck('log_sealed');
  return {
    ...stores,
    ...replica(),
    addRun,
    blobs,
    eventsOf,
    logger,
    pointers,
    replica,
  };
}

/** The texts of a log, read page by page. */
async function readAll(
  events: RunEventStore,
  runId: string,
  phase: PhaseName,
  limit = 700,
): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const page = await events.readLog(runId, phase, texts.length, limit);
    if (page.lines.length === 0) return texts;
    texts.push(...page.lines.map(({ text }) => text));
    expect(page.nextOffset).toBe(texts.length);
  }
}

/** The database as one replica sees it: after so many looks at what a log can be in, something else happens before it goes on. */
function interrupted(
  knex: Knex,
  options: { after: number; by: () => Promise<void> },
): Knex {
  let looks = 0;
  return new Proxy(knex, {
    apply(target, self, args) {
      const query = Reflect.apply(target as never, self, args) as any;
      looks += 1;
      if (looks === options.after) {
        const then = query.then.bind(query);
        query.then = (done: never, failed: never) =>
          then()
            .then(async (rows: unknown) => {
              await options.by();
              return rows;
            })
            .then(done, failed);
      }
      return query;
    },
  });
}

describe.each(databases.eachSupportedId())('LogMover on %s', databaseId => {
  it('moves any log so that every page of it stays what it was', async () => {
    const { addRun, blobs, events, eventsOf, knex, mover, pointers } =
      await setUp(databaseId);
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('', '\n', '\0', '],[', '\u2028', '{"lines":[]}'),
    );
    const chunks = fc.array(fc.array(line, { minLength: 1, maxLength: 8 }), {
      maxLength: 12,
    });
    const question = fc.record({
      phase: fc.constantFrom(...PHASES),
      offset: fc.nat(110),
      limit: fc.integer({ min: 1, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ plan: chunks, apply: chunks }),
        fc.array(question, { minLength: 5, maxLength: 5 }),
        async (logged, questions) => {
          const run = await addRun(logged);
          const ask = () =>
            Promise.all(
              questions.map(({ phase, offset, limit }) =>
                events.readLog(run.id, phase, offset, limit),
              ),
            );
          const before = await ask();
          const told = (await eventsOf(run.id)).filter(e => e !== 'log');
          await mover.work(RUNNING);
          expect(await eventsOf(run.id)).toEqual(told);
          expect(await ask()).toEqual(before);
          const moved = PHASES.filter(phase => logged[phase].length > 0);
          expect(await pointers(run.id)).toHaveLength(moved.length);
          for (const phase of PHASES) {
            expect(await readAll(events, run.id, phase)).toEqual(
              logged[phase].flat(),
            );
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(blobs.kept.size).toBeGreaterThan(20);
    const rows = await knex('phases').whereNotNull('log_sealed');
    expect([...blobs.kept.keys()].map(key => key.slice(0, -37)).sort()).toEqual(
      rows.map(row => `logs/${row.run_id}/${row.phase}`).sort(),
    );
  });

  it('shows the store nothing, and moves only what has ended a while ago, the oldest first', async () => {
    const { addRun, blobs, events, eventsOf, mover, pointers, ...stores } =
      await setUp(databaseId);
    const log = { plan: [['the first line'], ['the second']] };
    const minutesAgo = (minutes: number) =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    const open = await addRun(log, { status: 'planned' });
    const young = await addRun(log, { endedAt: minutesAgo(9) });
    const ended = await addRun(log, { endedAt: minutesAgo(11) });
    const older = await addRun(log, { status: 'errored', endedAt: daysAgo(1) });
    const silent = await addRun({ plan: [] }, { endedAt: daysAgo(2) });

    const stopped = new AbortController();
    blobs.onPut = async () => stopped.abort();
    await mover.work(stopped.signal);
    expect(await pointers(older.id)).toHaveLength(1);
    expect(await pointers(ended.id)).toEqual([]);
    await mover.work(RUNNING);
    expect(await eventsOf(ended.id)).not.toContain('log');
    for (const { id } of [open, young, silent]) {
      expect(await pointers(id)).toEqual([]);
    }
    expect(await readAll(events, open.id, 'plan')).toEqual(log.plan.flat());
    expect(blobs.kept.size).toBe(2);
    const seen = Buffer.concat([
      ...blobs.kept.values(),
      ...(await pointers(ended.id)),
    ]).toString('latin1');
    expect(seen).not.toContain('the first line');
    expect(seen).not.toContain('logs/');
    // One blob in place of another is no log.
    const [one, other] = [...blobs.kept.keys()];
    blobs.kept.set(one, blobs.kept.get(other)!);
    const fresh = new RunEventStore(
      stores.knex,
      new LogBlobs(stores.sealer, blobs),
    );
    await expect(fresh.readLog(older.id, 'plan', 0, 9)).rejects.toThrow(
      'was changed or moved',
    );
  });

  it.each([1, 2, 3])(
    'is not noticed by a reader who has looked %d times',
    async after => {
      const { addRun, blobs, events, knex, mover, replica } = await setUp(
        databaseId,
      );
      const run = await addRun({ plan: [['a', 'b'], ['c']] });
      const expected = await events.readLog(run.id, 'plan', 1, 10);
      expect(expected.lines).toHaveLength(2);
      const reader = replica({
        knex: interrupted(knex, { after, by: () => mover.work(RUNNING) }),
      });
      expect(await reader.events.readLog(run.id, 'plan', 1, 10)).toEqual(
        expected,
      );
      expect(blobs.kept.size).toBe(1);
      expect(await events.readLog(run.id, 'plan', 1, 10)).toEqual(expected);
    },
  );

  it('lets many read while several replicas move', async () => {
    const { addRun, blobs, eventsOf, logger, pointers, replica } = await setUp(
      databaseId,
    );
    const chunks = Array.from({ length: 12 }, (_, chunk) =>
      Array.from({ length: 30 }, (__, line) => `${chunk}.${line}`),
    );
    const runs: RunRecord[] = [];
    for (let i = 0; i < 8; i++) runs.push(await addRun({ plan: chunks }));
    let moving = true;
    const reader = async (run: RunRecord) => {
      const { events } = replica();
      let times = 0;
      for (let last = false; !last; times++) {
        last = !moving;
        // SQLite answers at once, and would let nobody else have a turn.
        await sleep(5);
        expect(await readAll(events, run.id, 'plan', 100)).toEqual(
          chunks.flat(),
        );
      }
      return times;
    };
    const readers = runs.slice(0, 4).map(reader);
    await Promise.all([replica(), replica()].map(r => r.mover.work(RUNNING)));
    moving = false;
    for (const times of await Promise.all(readers)) {
      expect(times).toBeGreaterThan(0);
    }
    for (const run of runs) {
      expect(await pointers(run.id)).toHaveLength(1);
      expect(await eventsOf(run.id)).not.toContain('log');
    }
    expect(logger.warn).not.toHaveBeenCalled();
    // Whoever came second took its own blob away again.
    expect(blobs.kept.size).toBe(runs.length);
  });

  it('loses nothing when it ends between the blob and its pointer, or while the store is away', async () => {
    const { addRun, blobs, events, eventsOf, logger, mover, pointers } =
      await setUp(databaseId);
    const runs: RunRecord[] = [];
    for (let i = 0; i < 7; i++) {
      runs.push(await addRun({ plan: [[`line ${i}`]] }));
    }
    blobs.onPut = async () => {
      throw new Error('The machine is gone');
    };
    await mover.work(RUNNING);
    expect(logger.warn).toHaveBeenCalledTimes(5);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('stays in the database, and the next round'),
      expect.objectContaining({ message: 'The machine is gone' }),
    );
    expect(blobs.kept.size).toBe(5);
    for (const [i, run] of runs.entries()) {
      expect(await pointers(run.id)).toEqual([]);
      expect(await eventsOf(run.id)).toContain('log');
      expect(await readAll(events, run.id, 'plan')).toEqual([`line ${i}`]);
    }
    blobs.onPut = async () => {};
    await mover.work(RUNNING);
    expect(blobs.kept.size).toBe(12);
    for (const [i, run] of runs.entries()) {
      expect(await pointers(run.id)).toHaveLength(1);
      expect(await readAll(events, run.id, 'plan')).toEqual([`line ${i}`]);
    }
  });

  it('keeps what a replica that was taken for dead has written afterwards', async () => {
    const { addRun, events, knex, mover } = await setUp(databaseId);
    const run = await addRun({ plan: [['a'], ['b']] });
    await mover.work(RUNNING);
    await knex.transaction(trx =>
      appendRunEvents(trx, run.id, [
        {
          event: 'log',
          data: { phase: 'plan', offset: 2, lines: linesOf(['late']) },
        },
      ]),
    );
    await mover.work(RUNNING);
    expect(await readAll(events, run.id, 'plan')).toEqual(['a', 'b', 'late']);
  });

  it('fetches a log once for all of its pages, and keeps a few', async () => {
    const { addRun, blobs, knex, logger, mover, replica } = await setUp(
      databaseId,
    );
    const texts = Array.from({ length: 30 }, (_, i) => [`${i}`]);
    const runs: RunRecord[] = [];
    for (let i = 0; i < 9; i++) runs.push(await addRun({ plan: texts }));
    await mover.work(RUNNING);
    const { events } = replica();
    const [first] = runs;
    await Promise.all([
      readAll(events, first.id, 'plan', 3),
      readAll(events, first.id, 'plan', 2),
    ]);
    expect(blobs.asked).toHaveLength(1);
    for (const run of runs) await readAll(events, run.id, 'plan', 10);
    expect(blobs.asked).toHaveLength(9);
    await readAll(events, runs[1].id, 'plan');
    expect(blobs.asked).toHaveLength(9);
    await readAll(events, first.id, 'plan');
    expect(blobs.asked).toHaveLength(10);

    // The stream of an ended run tells the rest of its events and ends.
    const tails = new RunEventTails({
      events,
      notifier: new RunNotifier({ logger }),
      logger,
    });
    const viewer = tails.open(first.id, 0);
    const frames: Buffer[] = [];
    for await (const bytes of viewer) frames.push(bytes);
    viewer.close();
    const told = Buffer.concat(frames).toString();
    expect(told.match(/^event: .*$/gm)).toEqual([
      'event: status',
      ...texts.map(() => 'event: progress'),
    ]);

    // Without the store nobody is told that there was no log.
    await expect(
      new RunEventStore(knex).readLog(first.id, 'plan', 0, 10),
    ).rejects.toThrow('a bucket that the portal no longer knows');
    // Who empties the bucket has removed the logs.
    blobs.kept.clear();
    expect(await replica().events.readLog(first.id, 'plan', 0, 10)).toEqual({
      lines: [],
      nextOffset: 0,
      removedAt: expect.stringMatching(/^20.*Z$/),
    });
  });

  it('is followed by retention', async () => {
    const world = await setUp(databaseId);
    const { addRun, blobs, events, knex, logs, mover, pointers } = world;
    const { retention } = createRetention(
      knex,
      { dev: { logsMs: 10 * DAY_MS } },
      logs,
    );
    const log = { plan: [['a'], ['b']], apply: [['c']] };
    const old = await addRun(log, { endedAt: daysAgo(20) });
    const young = await addRun(log, { endedAt: daysAgo(5) });
    await mover.work(RUNNING);
    expect(blobs.kept.size).toBe(4);
    expect((await retention.run({ dryRun: true })).counts.logs).toEqual({
      runs: 1,
      events: 3,
    });
    expect(blobs.kept.size).toBe(4);

    // While the store is away nothing is forgotten.
    blobs.onRemove = async () => {
      throw new Error('away');
    };
    await expect(retention.run({ dryRun: false })).rejects.toThrow('away');
    expect(await readAll(events, old.id, 'plan')).toEqual(['a', 'b']);
    blobs.onRemove = async () => {};
    expect((await retention.run({ dryRun: false })).counts.logs).toEqual({
      runs: 1,
      events: 3,
    });
    expect(await pointers(old.id)).toEqual([]);
    expect([...blobs.kept.keys()]).toEqual([
      expect.stringContaining(young.id),
      expect.stringContaining(young.id),
    ]);
    expect(await events.readLog(old.id, 'apply', 0, 10)).toEqual({
      lines: [],
      nextOffset: 0,
      removedAt: expect.stringMatching(/^20.*Z$/),
    });
    expect(await readAll(events, young.id, 'apply')).toEqual(['c']);
    await mover.work(RUNNING);
    expect(await pointers(old.id)).toEqual([]);

    // What is moved while a round removes, the next round removes.
    const late = await addRun({ plan: [['a']] }, { endedAt: daysAgo(20) });
    await mover.work(RUNNING);
    await knex.transaction(async trx => {
      await insertPhases(trx, [
        { ...newPhaseOf(late.id, 'apply'), logLines: 1 },
      ]);
      await appendRunEvents(trx, late.id, [
        {
          event: 'log',
          data: { phase: 'apply', offset: 0, lines: linesOf(['b']) },
        },
      ]);
    });
    blobs.onRemove = () => mover.work(RUNNING);
    await retention.run({ dryRun: false });
    expect(await pointers(late.id)).toHaveLength(1);
    expect(blobs.kept.size).toBe(3);
    await retention.run({ dryRun: false });
    expect(await pointers(late.id)).toEqual([]);
    expect(blobs.kept.size).toBe(2);

    // Without the store, a log that nobody can find is as good as removed.
    await knex('runs')
      .where({ id: young.id })
      .update({
        finished_at: daysAgo(20),
      });
    await createRetention(knex, { dev: { logsMs: 10 * DAY_MS } }).retention.run(
      { dryRun: false },
    );
    expect(await pointers(young.id)).toEqual([]);
  });
});
