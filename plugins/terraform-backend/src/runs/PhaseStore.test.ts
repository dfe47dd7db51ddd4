import fc from 'fast-check';
import type { OutputRecord } from '@planroom/terraform-runner';
import {
  createStores,
  createTestDatabases,
  newPhaseOf,
  settle,
  Stores,
} from '../__testUtils__';
import { finishPhase, insertPhases, LeaseLostError } from './PhaseStore';
import { MAX_LINES_PER_EVENT } from './RunEventStore';
import { PhaseRecord } from './types';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const log = (text: string): OutputRecord => ({
  kind: 'log',
  at: '2026-01-01T00:00:00.000Z',
  level: 'info',
  text,
});
const progress: OutputRecord = {
  kind: 'progress',
  at: '2026-01-01T00:00:00.000Z',
  address: 'a.b',
  action: 'create',
  state: 'running',
  elapsed: 10,
};

describe.each(databases.eachSupportedId())('PhaseStore on %s', databaseId => {
  let stores: Stores;

  beforeAll(async () => {
    stores = await createStores(await databases.init(databaseId));
  });

  async function newPhase(phase: 'plan' | 'apply' = 'plan') {
    const run = await stores.addRun(await stores.addWorkspace());
    await stores
      .knex('runs')
      .where({ id: run.id })
      .update({ lease_owner: 'replica' });
    await stores.knex.transaction(trx =>
      insertPhases(trx, [newPhaseOf(run.id, phase)]),
    );
    const found = await stores.phases.get(run.id, phase);
    return found as PhaseRecord;
  }

  it('keeps lines in their order in chunks, with the place up to which they were read', async () => {
    const begun = await newPhase();
    const lines = Array.from({ length: MAX_LINES_PER_EVENT * 2 + 1 }, (_, i) =>
      log(`line ${i}`),
    );
    const phase = await stores.phases.appendOutput(begun, {
      records: [...lines, progress, log('after')],
      cursor: '4711',
    });
    expect(phase).toMatchObject({ cursor: '4711', logLines: 1_002 });
    expect(await stores.phases.get(begun.runId, 'plan')).toEqual(phase);
    const events = await stores.listEvents(begun.runId, 1);
    expect(
      events.map(e => (e.event === 'log' ? e.data.offset : e.data)),
    ).toEqual([
      0,
      500,
      1_000,
      {
        phase: 'plan',
        address: 'a.b',
        action: 'create',
        state: 'running',
        elapsed: 10,
      },
      1_001,
    ]);
  });

  it('reads the log from any place as the slice from there', async () => {
    await fc.assert(
      fc.asyncProperty(
        // mostly many small pieces, as a slow command gives them
        fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 700 })), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 0, max: 600 }),
        fc.double({ min: 0, max: 1.2, noNaN: true }),
        async (sizes, ones, place) => {
          const pieces = [
            ...Array.from({ length: ones % 80 }, () => 1),
            ...sizes,
          ];
          let phase = await newPhase();
          const texts: string[] = [];
          for (const size of pieces) {
            const records = Array.from({ length: size }, () => {
              texts.push(`line ${texts.length}`);
              return log(texts[texts.length - 1]);
            });
            phase = await stores.phases.appendOutput(phase, {
              records,
              cursor: `${texts.length}`,
            });
          }
          const offset = Math.floor(place * texts.length);
          const read: string[] = [];
          for (let next = offset; ; ) {
            const page = await stores.events.readLog(
              phase.runId,
              'plan',
              next,
              300,
            );
            if (page.lines.length === 0) break;
            read.push(...page.lines.map(line => line.text));
            expect(page.nextOffset).toBe(next + page.lines.length);
            next = page.nextOffset;
          }
          expect(read).toEqual(texts.slice(offset));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('stores output once, whichever of two replicas has read it', async () => {
    const phase = await newPhase();
    const output = { records: [log('once')], cursor: '1' };
    const { succeeded, messages } = await settle(
      [1, 2, 3].map(() => stores.phases.appendOutput(phase, output)),
    );
    expect(succeeded).toBe(1);
    expect(messages).toEqual([
      expect.stringContaining('another process'),
      expect.stringContaining('another process'),
    ]);
    const page = await stores.events.readLog(phase.runId, 'plan', 0, 10);
    expect(page.lines.map(line => line.text)).toEqual(['once']);
  });

  it('reads on in a log of many single lines', async () => {
    let phase = await newPhase();
    for (let i = 0; i < 120; i++) {
      phase = await stores.phases.appendOutput(phase, {
        records: [log(`${i}`)],
        cursor: `${i}`,
      });
    }
    const page = await stores.events.readLog(phase.runId, 'plan', 110, 5_000);
    expect(page.lines.map(line => line.text)).toEqual(
      Array.from({ length: 10 }, (_, i) => `${110 + i}`),
    );
  });

  it('knows a password while its phase is open', async () => {
    const phase = await newPhase('apply');
    const credential = {
      workspaceId: (await stores.runs.get(phase.runId))?.workspaceId,
      runId: phase.runId,
      phase: 'apply' as const,
    };
    const grant = (password: string, heldBy: string) =>
      stores.phases.addCredential(password, credential, heldBy);
    await expect(grant('too late', 'another')).rejects.toThrow(LeaseLostError);
    await grant('the password', 'replica');
    expect(await stores.phases.findCredential('the password')).toEqual(
      credential,
    );
    expect(await stores.phases.findCredential('another')).toBeUndefined();
    expect(
      JSON.stringify(await stores.knex('state_credentials')),
    ).not.toContain('the password');
    await stores.knex.transaction(trx =>
      finishPhase(trx, phase, { records: [log('last')], cursor: 'end' }),
    );
    expect(await stores.phases.findCredential('the password')).toBeUndefined();
    await stores.phases.removeVoidCredentials();
    expect(await stores.knex('state_credentials')).toEqual([]);
    expect(await stores.phases.get(phase.runId, 'apply')).toMatchObject({
      cursor: 'end',
      logLines: 1,
      finishedAt: expect.any(String),
    });
    await expect(grant('later', 'replica')).rejects.toThrow(LeaseLostError);
  });
});
