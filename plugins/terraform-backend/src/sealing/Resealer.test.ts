import { randomBytes } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { CredentialStore } from '../accounts/CredentialStore';
import { SigningKeyStore } from '../accounts/SigningKeyStore';
import {
  createStores,
  createTestDatabases,
  MemoryBlobs,
  newPhaseOf,
  stateFile,
} from '../__testUtils__';
import { openDatabase } from '../database/openDatabase';
import { buildPlanModel } from '../plans/planModel';
import { LogBlobs } from '../runs/LogBlobs';
import { LogMover } from '../runs/LogMover';
import { insertPhases } from '../runs/PhaseStore';
import { appendRunEvents, RunEventStore } from '../runs/RunEventStore';
import { openRunVariables } from '../runs/sealedVariables';
import { createSealer } from './createSealer';
import { Resealer } from './Resealer';
import { SEALED_COLUMNS } from './sealedColumns';
import { Sealer } from './Sealer';

jest.setTimeout(180_000);

const databases = createTestDatabases();
const keyOf = (id: string) => ({
  id,
  secret: id.repeat(64).slice(0, 64),
  generate: false,
});
const OLD = keyOf('old');
const NEXT = keyOf('next');
const by = 'user:default/platform';
const RUNNING = new AbortController().signal;

/** A replica with these keys, of which the first seals. */
async function startReplica(knex: Knex, ...keys: Array<typeof OLD>) {
  const sealer = await createSealer(knex, keys, new Map());
  const wake = jest.fn(async () => {});
  const logger = mockServices.logger.mock();
  const resealer = new Resealer({ knex, sealer, keys, wake, logger });
  return { sealer, wake, logger, resealer };
}

/** Something in every sealed column, and how to read it back. */
async function fill(knex: Knex, sealer: Sealer) {
  const stores = await createStores(knex, sealer);
  const workspace = await stores.addWorkspace();
  const run = await stores.addRun(workspace);
  const files = { plan: randomBytes(90_000), archive: randomBytes(10) };
  const kept = await stores.plans.keepFiles(run.id, files);
  await knex.transaction(trx =>
    stores.plans.insert(
      trx,
      {
        runId: run.id,
        digestInput: {} as never,
        digest: 'sha256:x',
        expiresAt: '2027-01-01T00:00:00.000Z',
      },
      kept,
      buildPlanModel(run.id, {} as never, []),
    ),
  );
  const blobs = new MemoryBlobs();
  await knex.transaction(async trx => {
    await insertPhases(trx, [{ ...newPhaseOf(run.id, 'plan'), logLines: 1 }]);
    const lines = [{ at: run.createdAt, level: 'info' as const, text: 'said' }];
    await appendRunEvents(trx, run.id, [
      { event: 'log', data: { phase: 'plan', offset: 0, lines } },
    ]);
    await trx('runs')
      .where({ id: run.id })
      .update({ status: 'applied', finished_at: run.createdAt });
  });
  await new LogMover({
    knex,
    logs: new LogBlobs(sealer, blobs),
    logger: mockServices.logger.mock(),
  }).work(RUNNING);
  await stores.states.lock(workspace.id, run.id, { ID: 'lock' });
  const version = await stores.states.write({
    workspaceId: workspace.id,
    bytes: stateFile(1),
    lockId: 'lock',
  });
  await stores.states.keepRejected({
    workspaceId: workspace.id,
    runId: run.id,
    bytes: stateFile(2),
    reason: 'Another one was newer',
  });
  const ref = await stores.secrets.put('a secret', by);
  const credential = { kind: 'x', values: { token: 'y' } } as never;
  await new CredentialStore(knex, sealer).set('sandbox', credential, by);
  const { id: signingKey } = await new SigningKeyStore(knex, sealer).current();

  /** With a sealer of its own, everything opens and is as it was. */
  return async (reader: Sealer) => {
    const read = await createStores(knex, reader);
    expect((await read.plans.open(run.id))?.files).toEqual(files);
    const { lines } = await new RunEventStore(
      knex,
      new LogBlobs(reader, blobs),
    ).readLog(run.id, 'plan', 0, 10);
    expect(lines).toMatchObject([{ text: 'said' }]);
    expect(await read.states.readBytes(version.id)).toEqual(stateFile(1));
    const [rejected] = await knex('rejected_states');
    const place = { table: 'rejected_states', row: rejected.id };
    expect(
      reader.open(rejected.sealed, { ...place, column: 'sealed' }),
    ).toEqual(stateFile(2));
    const stored = await read.runs.get(run.id);
    expect(openRunVariables(reader, stored!)).toMatchObject({ values: {} });
    expect(await new CredentialStore(knex, reader).open('sandbox')).toEqual(
      credential,
    );
    const current = await new SigningKeyStore(knex, reader).current();
    expect(current.id).toBe(signingKey);
    const taken = await knex.transaction(trx =>
      read.secrets.take(trx, ref, by, 'password'),
    );
    expect(taken).toBe('a secret');
  };
}

describe.each(databases.eachSupportedId())('Resealer on %s', databaseId => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    await openDatabase(mockServices.database({ knex }));
  });

  it('knows every column that can hold something sealed', async () => {
    const tables: string[] = (
      databaseId === 'SQLITE_3'
        ? await knex('sqlite_master').where({ type: 'table' })
        : await knex('information_schema.tables')
            .select({ name: 'table_name' })
            .whereRaw('table_schema = current_schema()')
    ).map((table: { name: string }) => table.name);
    const found: string[] = [];
    for (const table of tables) {
      const columns = await knex(table).columnInfo();
      for (const [column, { type }] of Object.entries(columns)) {
        const isBinary = ['blob', 'bytea'].includes(type.toLowerCase());
        if (isBinary || /(^|_)sealed$/.test(column)) {
          found.push(`${table}.${column}`);
        }
      }
    }
    expect(found.sort()).toEqual(
      [
        ...SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`),
        // not sealed by the portal
        'sealing_keys.wrapped',
      ].sort(),
    );
  });

  it('seals everything with the first key, so that the other can go', async () => {
    const before = await startReplica(knex, OLD);
    const expectUnchanged = await fill(knex, before.sealer);
    const { resealer, wake, logger } = await startReplica(knex, NEXT, OLD);
    const total = SEALED_COLUMNS.length;
    expect(await resealer.status()).toEqual({
      keys: [
        { id: 'next', provider: 'secret', first: true, records: 0 },
        { id: 'old', provider: 'secret', first: false, records: total },
      ],
      unknown: 0,
    });

    const started = await resealer.start({ by, reason: 'Once a year' });
    expect(wake).toHaveBeenCalledTimes(1);
    expect((await resealer.status()).running).toEqual(started);
    await expect(resealer.start({ by, reason: 'Again' })).rejects.toThrow(
      'is being sealed again already',
    );
    // Whoever seals with another key would undo it.
    await before.resealer.work(RUNNING);
    expect((await resealer.status()).running).toEqual(started);

    await resealer.work(RUNNING);
    const status = await resealer.status();
    expect(status).toEqual({
      keys: [
        expect.objectContaining({ id: 'next', records: total }),
        expect.objectContaining({ id: 'old', records: 0 }),
      ],
      unknown: 0,
      last: {
        ...started,
        finishedAt: expect.any(String),
        counts: { resealed: total, current: 0, failed: 0 },
        tables: expect.objectContaining({
          plans: { resealed: 2, current: 0, failed: 0 },
          secrets: { resealed: 1, current: 0, failed: 0 },
        }),
        failures: [],
      },
    });
    expect(logger.info).toHaveBeenCalledWith(
      expect.stringContaining(`${total} records were sealed again`),
    );

    await resealer.start({ by, reason: 'To be sure' });
    await resealer.work(RUNNING);
    expect((await resealer.status()).last).toMatchObject({
      reason: 'To be sure',
      counts: { resealed: 0, current: total, failed: 0 },
    });
    const after = await startReplica(knex, NEXT);
    expect((await before.resealer.status()).unknown).toBe(total);
    await expectUnchanged(after.sealer);
  });

  it('loses nothing that is written meanwhile', async () => {
    const before = await startReplica(knex, OLD);
    const { sealer, resealer } = await startReplica(knex, NEXT, OLD);
    const accounts = Array.from({ length: 120 }, (_, i) => `account-${i}`);
    const credential = (token: string) =>
      ({ kind: 'x', values: { token } } as never);
    const [oldStore, nextStore] = [before.sealer, sealer].map(
      used => new CredentialStore(knex, used),
    );
    for (const account of accounts) {
      await oldStore.set(account, credential('first'), by);
    }
    // Between the reading of a record and its replacement somebody writes it, removes it, or writes it with the old key.
    const expected = new Map(accounts.map(account => [account, 'first']));
    const writes: Array<Promise<unknown>> = [];
    const reseal = sealer.reseal.bind(sealer);
    jest.spyOn(sealer, 'reseal').mockImplementation((sealed, place) => {
      const account = place.row;
      const turn = writes.length % 4;
      const isNew = expected.get(account) === 'first';
      if (isNew && turn < 2) {
        expected.set(account, `second-${turn}`);
        const store = turn === 0 ? nextStore : oldStore;
        writes.push(store.set(account, credential(`second-${turn}`), by));
      } else if (isNew && turn === 2) {
        expected.delete(account);
        writes.push(nextStore.remove(account));
      } else {
        writes.push(Promise.resolve());
      }
      return reseal(sealed, place);
    });
    await resealer.start({ by, reason: 'x' });
    await resealer.work(RUNNING);
    expect(writes.length).toBeGreaterThanOrEqual(accounts.length);
    await Promise.all(writes);

    const stored = await nextStore.list();
    expect([...stored.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [account, token] of expected) {
      expect(await nextStore.open(account)).toEqual(credential(token));
    }
    // What an old key wrote behind the round is left to the next one.
    await resealer.start({ by, reason: 'x' });
    await resealer.work(RUNNING);
    const [, old] = (await resealer.status()).keys;
    expect(old).toMatchObject({ id: 'old', records: 0 });
  });

  it('goes on on another replica where the first one left off', async () => {
    const before = await startReplica(knex, OLD);
    const stores = await createStores(knex, before.sealer);
    for (let i = 0; i < 130; i += 1) await stores.secrets.put(`${i}`, by);
    const [first, second] = [
      await startReplica(knex, NEXT, OLD),
      await startReplica(knex, NEXT, OLD),
    ];
    const stop = new AbortController();
    const reseal = first.sealer.reseal.bind(first.sealer);
    let resealed = 0;
    jest.spyOn(first.sealer, 'reseal').mockImplementation((sealed, place) => {
      resealed += 1;
      if (resealed === 70) stop.abort();
      return reseal(sealed, place);
    });
    await first.resealer.start({ by, reason: 'x' });
    await first.resealer.work(stop.signal);
    expect(await second.resealer.status()).toMatchObject({
      keys: [{ records: 70 }, { records: 60 }],
      running: { counts: { resealed: 70, failed: 0 } },
    });
    const others = jest.spyOn(second.sealer, 'reseal');
    await second.resealer.work(RUNNING);
    expect(others).toHaveBeenCalledTimes(60);
    expect(await first.resealer.status()).toMatchObject({
      keys: [{ records: 130 }, { records: 0 }],
      last: { counts: { resealed: 130, current: 0, failed: 0 } },
    });
    expect(await second.resealer.status()).not.toHaveProperty('running');

    // A round is given up when another key has become the first.
    await first.resealer.start({ by, reason: 'x' });
    await before.resealer.start({ by, reason: 'Back' });
    expect(await before.resealer.status()).toMatchObject({
      running: { keyId: 'old', reason: 'Back' },
    });
  });

  it('tells what does not open, and does the rest', async () => {
    const before = await startReplica(knex, OLD);
    const stores = await createStores(knex, before.sealer);
    const [good, moved, foreign] = [
      await stores.secrets.put('good', by),
      await stores.secrets.put('moved', by),
      await stores.secrets.put('foreign', by),
    ];
    const [{ sealed }] = await knex('secrets').where({ ref: good });
    await knex('secrets')
      .where({ ref: moved })
      .update({ sealed, created_at: '2020-01-01T00:00:00.000Z' });
    await knex('secrets')
      .where({ ref: foreign })
      .update({
        sealed: new Sealer([{ id: 'lost', key: randomBytes(32) }]).seal(
          Buffer.from('x'),
          { table: 'secrets', row: foreign, column: 'sealed' },
        ),
        created_at: '2020-01-01T00:00:00.000Z',
      });
    const { resealer } = await startReplica(knex, NEXT, OLD);
    await resealer.start({ by, reason: 'x' });
    await resealer.work(RUNNING);
    const { last, keys: counted, unknown } = await resealer.status();
    expect(counted).toMatchObject([{ records: 1 }, { records: 1 }]);
    expect(unknown).toBe(1);
    expect(last).toMatchObject({ counts: { resealed: 1, failed: 2 } });
    expect(last?.failures).toEqual(
      expect.arrayContaining([
        {
          column: 'secrets.sealed',
          row: moved,
          reason: expect.stringContaining('does not open with the key old'),
        },
        {
          column: 'secrets.sealed',
          row: foreign,
          reason: expect.stringContaining('sealed with the key lost'),
        },
      ]),
    );
  });
});
