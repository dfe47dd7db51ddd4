import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { StoredRunEvent } from './RunEventStore';
import { RunEventTails } from './RunEventTail';
import { RunNotifier } from './RunNotifier';

/** One run's events, as a database answers for them. */
class Sequence {
  readonly events: StoredRunEvent[] = [];
  ended = false;
  broken = false;
  reads = 0;

  append(count: number): void {
    for (let added = 0; added < count; added++) {
      const id = this.events.length + 1;
      this.events.push({ id, event: 'log', data: `{"text":"ä ${id}"}` });
    }
  }

  async head() {
    await this.#answer();
    return { last: this.events.length, ended: this.ended };
  }

  async listStoredAfter(_run: string, after: number, size: number) {
    await this.#answer();
    let ahead = 0;
    return this.events.filter(({ id, data }) => {
      const fits = id > after && ahead < size;
      if (fits) ahead += data.length;
      return fits;
    });
  }

  async #answer() {
    this.reads += 1;
    await sleep(1);
    if (this.broken) throw new Error('The database is away');
  }
}

function watched(limits: { pageBytes?: number; windowBytes?: number }) {
  const sequence = new Sequence();
  const logger = mockServices.logger.mock();
  const notifier = new RunNotifier({ logger });
  const tails = new RunEventTails({
    events: sequence,
    notifier,
    logger,
    limits: { batchMs: 1, lookAgainMs: 4, ...limits },
  });
  return { sequence, logger, notifier, tails };
}

const idsIn = (bytes: Buffer) =>
  [...bytes.toString().matchAll(/^id: (\d+)\nevent: log\ndata: .*\n\n/gm)].map(
    ([, id]) => Number(id),
  );

/** Reads to the end and comes back each time its connection breaks, which loses the rest of what was sent last. */
async function watch(
  tails: RunEventTails,
  client: { from: number; pauseMs: number; breaks: number[] },
): Promise<number[]> {
  const seen: number[] = [];
  const breaks = [...client.breaks];
  for (;;) {
    const viewer = tails.open('run', seen[seen.length - 1] ?? client.from);
    const arrives = breaks.shift();
    let broken = false;
    for await (const bytes of viewer) {
      const ids = idsIn(bytes);
      broken = arrives !== undefined && ids.length > arrives;
      seen.push(...(broken ? ids.slice(0, arrives) : ids));
      if (broken) break;
      if (client.pauseMs) await sleep(client.pauseMs);
    }
    viewer.close();
    if (!broken) return seen;
  }
}

const range = (from: number, to: number) =>
  Array.from(
    { length: Math.max(0, to - from) },
    (_, place) => from + place + 1,
  );

it('gives every viewer each event once and in order', async () => {
  const client = fc.record({
    from: fc.integer({ min: 0, max: 60 }),
    pauseMs: fc.integer({ min: 0, max: 5 }),
    breaks: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
    joinsAfter: fc.integer({ min: 0, max: 8 }),
  });
  const burst = fc.record({
    count: fc.integer({ min: 0, max: 20 }),
    pauseMs: fc.integer({ min: 0, max: 6 }),
    fromHere: fc.boolean(),
    breaksDatabase: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 1_000 }),
      fc.array(client, { minLength: 1, maxLength: 6 }),
      fc.array(burst, { maxLength: 8 }),
      async (pageBytes, windowBytes, clients, bursts) => {
        const { sequence, notifier, tails } = watched({
          pageBytes,
          windowBytes,
        });
        const all = clients.map(async given => {
          await sleep(given.joinsAfter);
          return watch(tails, given);
        });
        for (const { count, pauseMs, fromHere, breaksDatabase } of bursts) {
          sequence.broken = breaksDatabase;
          sequence.append(count);
          if (fromHere) notifier.runHasEvents('run');
          await sleep(pauseMs);
        }
        sequence.broken = false;
        sequence.ended = true;
        const seen = await Promise.all(all);
        expect(seen).toEqual(
          clients.map(({ from }) => range(from, sequence.events.length)),
        );
        expect(tails.size).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

it('reads for all viewers together, and no more when the last has gone', async () => {
  const { sequence, notifier, tails } = watched({});
  sequence.append(10);
  const viewers = Array.from({ length: 50 }, () => tails.open('run', 0));
  const seen: number[][] = viewers.map(() => []);
  const reading = viewers.map(async (viewer, place) => {
    for await (const bytes of viewer) {
      seen[place].push(...idsIn(bytes));
      if (place === 0) await new Promise(() => {}); // takes nothing more
    }
  });
  await sleep(20);
  const before = sequence.reads;
  sequence.append(10);
  notifier.runHasEvents('run');
  await sleep(20);
  expect(seen[0]).toEqual(range(0, 10));
  expect(new Set(seen.slice(1).map(String))).toEqual(
    new Set([String(range(0, 20))]),
  );
  // Two readings for the news and one each 4 ms to look for more, whoever watches.
  expect(sequence.reads - before).toBeLessThan(20);

  for (const viewer of viewers) viewer.close();
  await Promise.all(reading.slice(1));
  await sleep(20);
  const after = sequence.reads;
  await sleep(20);
  expect(sequence.reads).toBe(after);
  expect(tails.size).toBe(0);
});

it('waits for a database that is away, and says so once', async () => {
  const { sequence, logger, tails } = watched({});
  sequence.append(3);
  sequence.broken = true;
  const early = watch(tails, { from: 0, pauseMs: 0, breaks: [] });
  await sleep(30);
  sequence.broken = false;
  await sleep(300);
  sequence.broken = true;
  sequence.append(3);
  const late = watch(tails, { from: 1, pauseMs: 0, breaks: [] });
  await sleep(30);
  sequence.broken = false;
  sequence.ended = true;
  expect(await early).toEqual(range(0, 6));
  expect(await late).toEqual(range(1, 6));
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn.mock.calls[0][0]).toContain(
    'those who watch it wait until they can',
  );
});

it('goes on behind events that retention has removed', async () => {
  const { sequence, tails } = watched({ pageBytes: 10, windowBytes: 50 });
  sequence.append(20);
  const removed = sequence.events.filter(({ id }) => id <= 15 || id === 18);
  const listed = sequence.listStoredAfter.bind(sequence);
  sequence.listStoredAfter = async (run, after, size) => {
    const page = await listed(run, after, Infinity);
    const kept = page.filter(event => !removed.includes(event));
    return kept.slice(0, size);
  };
  const open = watch(tails, { from: 0, pauseMs: 0, breaks: [] });
  await sleep(20);
  sequence.append(2);
  await sleep(20);
  sequence.ended = true;
  expect(await open).toEqual([16, 17, 19, 20, 21, 22]);
  // Also when there is nothing left of a run that has ended.
  removed.push(...sequence.events);
  expect(await watch(tails, { from: 3, pauseMs: 0, breaks: [] })).toEqual([]);
});
