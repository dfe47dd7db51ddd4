import { randomBytes } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import {
  canTransition,
  isFinalStatus,
  RunEvent,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import createKnex, { Knex } from 'knex';
import {
  createEngineProcess,
  createStores,
  eventually,
  NoopExecutor,
  NoopWorld,
  temporaryFolder,
} from '../__testUtils__';
import { ModuleCatalogue } from '../modules';
import { Sealer } from '../sealing/Sealer';

jest.setTimeout(300_000);

const MODULES = join(__dirname, '../../../../terraform/modules');
const AT_ONCE = 6;

type RawConnection = { prepare(sql: string): unknown; close(): void };

/** A connection that is cut before its statement number `dieAt`, as the death of the process would cut it. */
function connect(file: string, dieAt = Infinity) {
  const state = { statements: 0, dead: false };
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: RawConnection, done: (error?: Error) => void) {
        const prepareStatement = connection.prepare.bind(connection);
        connection.prepare = sql => {
          if (state.dead) throw new Error('This process is dead');
          // What a process only reads leaves nothing half done.
          if (!/^\s*select/i.test(sql)) state.statements += 1;
          if (state.statements >= dieAt) {
            state.dead = true;
            // An open transaction is rolled back by that.
            connection.close();
            throw new Error('This process is dead');
          }
          return prepareStatement(sql);
        };
        done();
      },
    },
  });
  return { knex, state };
}

async function prepare() {
  const folder = temporaryFolder();
  const sealer = new Sealer([{ id: 'test', key: randomBytes(32) }]);
  const modules = await ModuleCatalogue.create({
    locations: [MODULES],
    logger: mockServices.logger.mock(),
  });
  const template = join(folder, 'template.sqlite');
  const { knex } = connect(template);
  const stores = await createStores(knex, sealer);
  const run = await stores.addRun(await stores.addWorkspace(), {
    moduleVersion: modules.get('sandbox')?.version,
  });
  // Reading makes a number of statements that does not matter here; writing ahead would leave a second file behind.
  await knex.destroy();
  return { folder, template, sealer, modules, runId: run.id };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

async function statusOf(knex: Knex, id: string): Promise<RunStatus> {
  const [row] = await knex('runs').select('status').where({ id });
  return row.status;
}

/** Lets a process die before a statement, and another one find what it left. */
async function dieBefore(
  { folder, template, sealer, modules, runId }: Prepared,
  statement: number,
) {
  const file = join(folder, `${statement}.sqlite`);
  copyFileSync(template, file);
  const world = new NoopWorld();
  const executors = { noop: new NoopExecutor(world) };
  const first = connect(file, statement);
  const doomed = createEngineProcess({
    knex: first.knex,
    sealer,
    modules,
    executors,
  });
  const watch = connect(file);
  await doomed.engine.start();
  await eventually('an end', async () =>
    first.state.dead || isFinalStatus(await statusOf(watch.knex, runId))
      ? true
      : undefined,
  );
  await sleep(30);
  await doomed.engine.stop();
  await first.knex.destroy().catch(() => {});

  let now = 0;
  const survivor = createEngineProcess({
    knex: watch.knex,
    sealer,
    modules,
    executors,
    now: () => now,
  });
  await survivor.engine.start();
  await eventually(
    'the first heartbeat',
    () => survivor.replicas.list().length > 0 || undefined,
  );
  // Nobody hears of the first one any more.
  for (let i = 0; i < 7; i++) {
    await survivor.replicas.beat();
    now += 3_000;
  }
  await survivor.replicas.beat();
  const status = await eventually('the end of the run', async () => {
    const current = await statusOf(watch.knex, runId);
    return isFinalStatus(current) ? current : undefined;
  });
  await survivor.engine.stop();
  const left = {
    died: first.state.dead,
    status,
    world,
    plans: await watch.knex('plans'),
    phases: await watch.knex('phases'),
    leases: await watch.knex('runs').whereNotNull('lease_owner'),
    replicas: await watch.knex('replicas'),
    events: (
      await watch.knex('run_events').where({ run_id: runId }).orderBy('seq')
    ).map(
      row =>
        ({
          id: row.seq,
          event: row.event,
          data: JSON.parse(row.data),
        } as RunEvent),
    ),
  };
  await watch.knex.destroy();
  return left;
}

function check(left: Awaited<ReturnType<typeof dieBefore>>) {
  expect(left.status).toBe('applied');
  // Each phase was started once, and nothing was left of it.
  expect(left.world.all.map(phase => [phase.starts, phase.released])).toEqual([
    [1, true],
    [1, true],
  ]);
  expect(left.plans).toMatchObject([
    { consumed_at: expect.any(String), plan_sealed: null },
  ]);
  expect(left.phases.every(phase => phase.finished_at)).toBe(true);
  expect(left.leases).toEqual([]);
  // Its story has no gap, no step twice and no line twice.
  expect(left.events.map(e => e.id)).toEqual(left.events.map((_, i) => i + 1));
  const statuses = left.events.flatMap(e =>
    e.event === 'status' ? [e.data.status] : [],
  );
  statuses.slice(1).forEach((status, index) => {
    expect(canTransition(statuses[index], status)).toBe(true);
  });
  const lines = left.events.flatMap(e =>
    e.event === 'log' ? e.data.lines.map(line => line.text) : [],
  );
  expect(lines).toHaveLength(2);
  expect(new Set(lines).size).toBe(2);
}

it('goes on after the process died before any of its writes, and does nothing twice', async () => {
  const prepared = await prepare();
  let deaths = 0;
  for (let from = 1; ; from += AT_ONCE) {
    const results = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) => dieBefore(prepared, from + i)),
    );
    results.forEach(check);
    deaths += results.filter(({ died }) => died).length;
    if (results.some(({ died }) => !died)) break;
  }
  // As many writes as a run from its request to its end takes.
  expect(deaths).toBeGreaterThan(30);
});
