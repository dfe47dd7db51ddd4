import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { RunStatus } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import {
  createEngineProcess,
  createStores,
  createTestDatabases,
  EngineProcess,
  eventually,
  NoopExecutor,
  noopEnvironment,
  NoopWorld,
  stateFile,
  Stores,
} from '../__testUtils__';
import { EngineMetrics, NO_METRICS } from '../metrics/EngineMetrics';
import { ModuleCatalogue } from '../modules';
import { RunRecord } from '../runs/types';

jest.setTimeout(300_000);

const MODULES = join(__dirname, '../../../../terraform/modules');
const databases = createTestDatabases();

describe.each(databases.eachSupportedId())('Engine on %s', databaseId => {
  let knex: Knex;
  let stores: Stores;
  let modules: ModuleCatalogue;
  let world: NoopWorld;
  let processes: EngineProcess[];
  let now: number;

  beforeAll(async () => {
    modules = await ModuleCatalogue.create({
      locations: [MODULES],
      logger: mockServices.logger.mock(),
    });
  });
  beforeEach(async () => {
    knex = await databases.init(databaseId);
    stores = await createStores(knex);
    world = new NoopWorld();
    processes = [];
    now = 0;
  });
  afterEach(async () => {
    for (const { engine } of processes) await engine.stop();
  });

  type Given = Partial<Parameters<typeof createEngineProcess>[0]> & {
    place?: string;
    capacity?: number;
  };
  const newProcess = ({ place, capacity, ...given }: Given = {}) => {
    const process = createEngineProcess({
      knex,
      sealer: stores.sealer,
      modules,
      executors: { noop: new NoopExecutor(world, { place, capacity }) },
      now: () => now,
      ...given,
    });
    processes.push(process);
    return process;
  };
  const startProcess = async (given: Given = {}) => {
    const process = newProcess(given);
    await process.engine.start();
    await eventually(
      'the first heartbeat',
      () => process.replicas.list().length > 0 || undefined,
    );
    return process;
  };
  /** As if it had been killed: it lets go of everything and gives nothing back. */
  const kill = async (process: EngineProcess) => {
    jest.spyOn(process.replicas, 'stop').mockResolvedValue();
    await process.engine.stop();
    processes = processes.filter(other => other !== process);
  };
  /** Lets the time pass after which nobody counts on a replica that does not beat. */
  const passLease = async ({ replicas }: EngineProcess) => {
    for (let i = 0; i < 7; i++) {
      await replicas.beat();
      now += 3_000;
    }
    await replicas.beat();
  };
  const addRun = (given: Parameters<Stores['addWorkspace']>[0] = {}) =>
    stores
      .addWorkspace(given)
      .then(workspace => stores.addRun(workspace, { moduleVersion: '1.0.0' }));
  const untilStatus = (run: RunRecord, ...statuses: RunStatus[]) =>
    eventually(`the status ${statuses.join(' or ')}`, async () => {
      const current = await stores.runs.get(run.id);
      return current && statuses.includes(current.status) ? current : undefined;
    });
  const untilAllEnded = () =>
    eventually('the end of all runs', async () => {
      const open = await knex('runs').whereNull('finished_at');
      return open.length === 0 ? true : undefined;
    });
  const phaseOf = (run: RunRecord, name: 'plan' | 'apply') =>
    eventually(`the ${name} phase`, () =>
      world.phases.get(`${run.id}-${name}`),
    );

  it('waits while there is no place where the phase would run, and says so', async () => {
    let refusals = 2;
    world.noPlace = () => {
      refusals -= 1;
      return refusals < 0 ? undefined : 'Waiting for CodeBuild';
    };
    await startProcess();
    const run = await addRun();
    await untilStatus(run, 'applied');
    const { lines } = await stores.events.readLog(run.id, 'plan', 0, 10);
    expect(lines.map(({ text }) => text)).toEqual([
      'Waiting for CodeBuild',
      `${run.id}-plan begins`,
    ]);
  });

  it('ends a run that is canceled while it waits for a place, without having started anything', async () => {
    world.noPlace = () => 'Waiting for CodeBuild';
    await startProcess();
    const run = await addRun();
    const planning = await untilStatus(run, 'planning');
    await stores.runs.requestCancel(planning, 'user:default/developer');
    await untilStatus(run, 'canceled');
    expect(world.all).toEqual([]);
  });

  it('gives up when nothing can be started at all', async () => {
    world.noPlace = () => 'Waiting for CodeBuild';
    await startProcess({ deadlines: { queuedMs: 1_000 } });
    const run = await addRun();
    const ended = await untilStatus(run, 'errored');
    expect(ended.error?.message).toBe(
      'The plan could not be started: Waiting for CodeBuild',
    );
  });

  it('shares the work of several replicas: nothing twice, nothing lost, in order within a workspace', async () => {
    const replicas = await Promise.all(
      [1, 2, 3].map(() => startProcess({ capacity: 6 })),
    );
    let most = 0;
    world.onStart = () => {
      const running = world.all.filter(phase => !phase.outcome).length;
      most = Math.max(most, running);
    };
    const ends = new Map<string, number>();
    world.ends = phase => {
      const end = ends.get(phase.phaseId) ?? Date.now() + 15;
      ends.set(phase.phaseId, end);
      return Date.now() >= end ? 'succeeded' : undefined;
    };
    const workspaces = await Promise.all(
      Array.from({ length: 8 }, () => stores.addWorkspace()),
    );
    for (let i = 0; i < 5; i++) {
      for (const workspace of workspaces) {
        await stores.addRun(workspace, { moduleVersion: '1.0.0' });
      }
    }
    for (const { engine } of replicas) engine.wake();
    await untilAllEnded();
    const runs = await knex('runs');
    expect(runs.filter(run => run.status !== 'applied')).toEqual([]);
    expect(world.phases.size).toBe(80);
    expect(world.all.filter(phase => phase.starts !== 1)).toEqual([]);
    expect(most).toBeLessThanOrEqual(6);
    const phases = await knex('phases')
      .join('runs', 'runs.id', 'phases.run_id')
      .where('phases.phase', 'plan')
      .orderBy('phases.started_at');
    for (const workspace of workspaces) {
      const numbers = phases
        .filter(phase => phase.workspace_id === workspace.id)
        .map(phase => phase.number);
      expect(numbers).toEqual([1, 2, 3, 4, 5]);
    }
  });

  it('takes over what a silent replica has left, follows it to its end, and counts it', async () => {
    const takenOver = jest.fn();
    const metrics: EngineMetrics = { ...NO_METRICS, leaseTakenOver: takenOver };
    world.ends = () => undefined;
    const first = await startProcess();
    const run = await addRun();
    const plan = await phaseOf(run, 'plan');
    await untilStatus(run, 'planning');
    await kill(first);
    const second = await startProcess({ metrics });
    await second.replicas.beat();
    await sleep(500);
    // It may only be slow: its lease holds.
    expect(second.engine.driving).toBe(0);
    await passLease(second);
    await eventually(
      'the take-over',
      () => second.engine.driving > 0 || undefined,
    );
    expect(takenOver).toHaveBeenCalledWith('silent');
    world.ends = () => 'succeeded';
    await untilStatus(run, 'applied');
    expect(plan.starts).toBe(1);
  });

  it('lets go of what was taken over while it slept, and writes nothing about it any more', async () => {
    world.ends = () => undefined;
    const sleeper = await startProcess();
    const run = await addRun();
    await phaseOf(run, 'plan');
    await untilStatus(run, 'planning');
    await knex('runs').where({ id: run.id }).update({ lease_owner: 'another' });
    await knex('replicas').insert({
      id: 'another',
      host: 'other',
      pid: 1,
      identity: JSON.stringify({ pid: 1, bootId: 'other' }),
      executors: '[]',
      started_at: '',
      beat_at: '',
    });
    await sleeper.replicas.beat();
    await eventually(
      'the letting go',
      () => sleeper.engine.driving === 0 || undefined,
    );
    world.ends = () => 'succeeded';
    await sleep(600);
    expect((await stores.runs.get(run.id))?.status).toBe('planning');
    expect(await knex('plans')).toEqual([]);
  });

  it('puts back into the queue what a dead replica has leased and not begun', async () => {
    const run = await addRun();
    await knex('runs')
      .where({ id: run.id })
      .update({ status: 'plan_queued', lease_owner: 'nobody knows it' });
    await startProcess();
    const applied = await untilStatus(run, 'applied');
    expect(applied.error).toBeUndefined();
  });

  it('leaves a phase to the machine it was begun on, and judges it when that is not heard of', async () => {
    world.ends = () => undefined;
    const there = await startProcess({ place: 'there', capacity: 5 });
    const [applying, planning] = [await addRun(), await addRun()];
    world.ends = phase =>
      phase.phaseId === `${applying.id}-plan` ? 'succeeded' : undefined;
    await untilStatus(applying, 'applying');
    await untilStatus(planning, 'planning');
    await phaseOf(applying, 'apply');
    await kill(there);
    world.ends = () => 'succeeded';

    const here = await startProcess({ place: 'here' });
    await passLease(here);
    const waiting = await here.view.waitingFor([applying, planning]);
    expect(waiting.get(applying.id)?.reason).not.toBe('replica');
    const seen = async () => {
      const runs = await stores.runs.getMany([applying.id, planning.id]);
      return here.view.waitingFor(runs.flatMap(run => run ?? []));
    };
    expect((await seen()).get(applying.id)).toEqual({
      reason: 'replica',
      message: expect.stringMatching(
        /machine that carries out this apply .* was last heard of/,
      ),
    });
    // The machine comes back in time: nothing is lost.
    const back = await startProcess({ place: 'there' });
    await passLease(back);
    await untilStatus(applying, 'applied');
    await untilStatus(planning, 'applied');
    expect(world.all.filter(phase => phase.starts !== 1)).toEqual([]);
  });

  it('has as many phases at a time as an environment may have', async () => {
    let most = 0;
    world.onStart = () => {
      most = Math.max(most, world.all.filter(p => !p.outcome).length);
    };
    await startProcess({ environments: [noopEnvironment({ capacity: 1 })] });
    for (let i = 0; i < 5; i++) await addRun();
    await untilAllEnded();
    expect(most).toBe(1);
    expect(world.phases.size).toBe(10);
  });

  it('stops a phase in two steps, and tells who asked for which', async () => {
    world.ends = () => undefined;
    await startProcess();
    const run = await addRun();
    const plan = await phaseOf(run, 'plan');
    const planning = await untilStatus(run, 'planning');
    await stores.runs.requestCancel(planning, 'user:x/asks');
    await eventually('the request', () => plan.cancels.length || undefined);
    await stores.runs.requestForceCancel(planning, 'user:x/forces');
    await eventually('the force', () =>
      plan.cancels.length > 1 ? true : undefined,
    );
    await sleep(400);
    // Each is said once.
    expect(plan.cancels).toEqual(['graceful', 'force']);
    world.ends = () => 'canceled';
    await untilStatus(run, 'force_canceled');
    const events = await stores.listEvents(run.id);
    expect(events[events.length - 1].data).toMatchObject({
      status: 'force_canceled',
      by: 'user:x/forces',
    });
  });

  it('ends a plan by force that does not heed a cancel, because it changes nothing', async () => {
    world.ends = () => undefined;
    await startProcess({ deadlines: { cancelGraceMs: 100 } });
    const run = await addRun();
    const plan = await phaseOf(run, 'plan');
    await stores.runs.requestCancel(await untilStatus(run, 'planning'));
    await eventually('the force', () =>
      plan.cancels.includes('force') ? true : undefined,
    );
    expect(plan.cancels).toEqual(['graceful', 'force']);
    world.ends = () => 'canceled';
    await untilStatus(run, 'canceled');
  });

  it('throws a plan away that a cancel came late for, rather than applying it', async () => {
    await startProcess();
    const run = await addRun();
    world.ends = phase => {
      if (phase.phaseId.endsWith('-plan')) {
        // Between the reading of the end and the storing of the plan.
        void stores.runs.get(run.id).then(found => {
          if (found?.status === 'planning')
            return stores.runs.requestCancel(found).catch(() => {});
          return undefined;
        });
      }
      return 'succeeded';
    };
    const ended = await untilStatus(run, 'canceled', 'applied');
    // Whichever was first counts whole: a canceled run was not applied.
    const applied = world.phases.has(`${run.id}-apply`);
    expect(applied).toBe(ended.status === 'applied');
  });

  it('ends what waited too long with the reason, but never a phase that runs', async () => {
    const past = '2020-01-01T00:00:00.000Z';
    world.ends = () => undefined;
    await startProcess({ capacity: 1, deadlines: { planMs: 1 } });
    const running = await addRun();
    await untilStatus(running, 'planning');
    await knex('runs').where({ id: running.id }).update({
      expires_at: past,
      status_at: past,
    });
    const reasons: Record<string, RegExp> = {
      pending: /earlier runs longer/,
      plan_queued: /free place longer than terraform\.deadlines\.queued/,
      planned: /Nobody decided while the plan was valid/,
      policy_soft_failed: /policy checks/,
      apply_queued: /free place/,
    };
    const runs = new Map<string, RunRecord>();
    for (const status of Object.keys(reasons)) {
      const workspace = await stores.addWorkspace();
      const run = await stores.addRun(workspace);
      await knex('runs')
        .where({ id: run.id })
        .update({ status, expires_at: past });
      runs.set(status, run);
    }
    for (const [status, run] of runs) {
      await untilStatus(run, 'discarded');
      const events = await stores.listEvents(run.id);
      const last = events[events.length - 1];
      expect(last.event === 'status' && last.data.reason).toMatch(
        reasons[status],
      );
    }
    // The one that runs is asked to stop.
    const asked = await eventually('the request to stop', async () => {
      const found = await stores.runs.get(running.id);
      return found?.cancelRequestedAt ? found : undefined;
    });
    expect(asked.status).toBe('planning');
  });

  describe('a plan that was approved', () => {
    const plannedRun = async (given: Given = {}) => {
      const process = await startProcess({
        environments: [noopEnvironment({ autoApply: 'never' })],
        ...given,
      });
      const run = await addRun();
      return { process, planned: await untilStatus(run, 'planned') };
    };
    const approve = ({ lifecycle }: EngineProcess, run: RunRecord) =>
      lifecycle.moveThrough(run, [{ to: 'confirmed' }, { to: 'apply_queued' }]);
    const update = (table: string, run: RunRecord, values: object) =>
      knex(table)
        .where(table === 'runs' ? { id: run.id } : { run_id: run.id })
        .update(values);

    it.each<[string, (run: RunRecord) => Promise<unknown>, RegExp]>([
      [
        'the state was written by somebody else',
        async run => {
          const lock = { ID: 'other' };
          await stores.states.lock(run.workspaceId, 'other', lock);
          await stores.states.write({
            workspaceId: run.workspaceId,
            runId: 'other',
            lockId: 'other',
            bytes: stateFile(7),
          });
        },
        /the state .* changed since the plan was made; plan again/,
      ],
      [
        'the variables are others',
        run =>
          update('runs', run, {
            variables_sealed: stores.sealer.sealJson(
              { values: { a: 1 }, sensitive: [], given: [], hmacKey: '00' },
              { table: 'runs', row: run.id, column: 'variables_sealed' },
            ),
          }),
        /the variables changed since/,
      ],
      [
        'the configuration is another',
        run =>
          update('plans', run, {
            archive_sealed: stores.sealer.seal(Buffer.from('other'), {
              table: 'plans',
              row: run.id,
              column: 'archive_sealed',
            }),
          }),
        /the configuration changed since/,
      ],
      [
        'the plan file is another',
        run =>
          update('plans', run, {
            plan_sealed: stores.sealer.seal(Buffer.from('other'), {
              table: 'plans',
              row: run.id,
              column: 'plan_sealed',
            }),
          }),
        /the plan file changed since/,
      ],
      [
        'people read another plan',
        run => update('plan_changes', run, { detail: '{}' }),
        /the stored plan that people read changed since/,
      ],
      [
        'it has expired',
        run => update('plans', run, { expires_at: '2020-01-01T00:00:00.000Z' }),
        /has expired; plan again/,
      ],
      [
        'it was used before',
        run => update('plans', run, { consumed_at: '2020-01-01' }),
        /used before and is never applied twice/,
      ],
      [
        'its file is gone',
        run => update('plans', run, { plan_sealed: null }),
        /plan file is gone/,
      ],
    ])('is not applied when %s', async (_, change, reason) => {
      const { process, planned } = await plannedRun();
      await change(planned);
      await approve(process, planned);
      const ended = await untilStatus(planned, 'errored', 'applied');
      expect(ended.error?.message).toMatch(reason);
      expect(world.phases.has(`${planned.id}-apply`)).toBe(false);
      expect(await stores.plans.open(planned.id)).not.toHaveProperty('files');
    });

    it('is applied once, also when two replicas believe that they hold it', async () => {
      const { process, planned } = await plannedRun();
      const other = await startProcess({
        environments: [noopEnvironment({ autoApply: 'never' })],
      });
      world.ends = () => undefined;
      await approve(process, planned);
      const applying = await untilStatus(planned, 'applying');
      await phaseOf(planned, 'apply');
      const again = { ...applying, status: 'apply_queued' as const };
      await expect(other.lifecycle.move(again, 'applying')).rejects.toThrow(
        'no longer apply_queued',
      );
      world.ends = () => 'succeeded';
      await untilStatus(planned, 'applied');
      expect(world.phases.get(`${planned.id}-apply`)?.starts).toBe(1);
    });
  });

  it('frees the lock that a run has left that ended long ago', async () => {
    const run = await addRun();
    await stores.states.lock(run.workspaceId, run.id, { ID: 'left behind' });
    await stores.runs.transition(run, [{ to: 'discarded' }]);
    await startProcess();
    const freed = await eventually('the release', async () => {
      const workspace = await stores.workspaces.get(run.workspaceId);
      return workspace?.lock ? undefined : workspace;
    });
    expect(freed.id).toBe(run.workspaceId);
  });

  it('tries again what failed for a moment, and says so', async () => {
    let failures = 2;
    world.onStart = () => {};
    const executor = new NoopExecutor(world);
    const observe = executor.observe.bind(executor);
    jest.spyOn(executor, 'observe').mockImplementation((handle, cursor) => {
      failures -= 1;
      if (failures >= 0) throw new Error('The network is down');
      return observe(handle, cursor);
    });
    const { logger } = await startProcess({ executors: { noop: executor } });
    const run = await addRun();
    await untilStatus(run, 'applied');
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('could not be carried on (attempt 2)'),
      expect.objectContaining({ message: 'The network is down' }),
    );
    expect(world.all.every(phase => phase.starts === 1)).toBe(true);
  });

  it('ends what cannot be opened with the reason, and lets it hold up nobody', async () => {
    const [damaged, whole] = [await addRun(), await addRun()];
    await knex('runs')
      .where({ id: damaged.id })
      .update({ variables_sealed: Buffer.from('not sealed at all') });
    await startProcess();
    await untilStatus(whole, 'applied');
    const errored = await untilStatus(damaged, 'errored');
    expect(errored.error?.message).toMatch(
      /could not be started: The sealed value in runs\.variables_sealed .* is damaged/,
    );
  });

  it('ends a run whose executor does not exist, with the reason', async () => {
    await startProcess({
      environments: [noopEnvironment({ executor: 'codebuild' })],
    });
    const errored = await untilStatus(await addRun(), 'errored');
    expect(errored.error?.message).toBe(
      'There is no executor named codebuild; configured are: noop',
    );
  });

  it('starts nothing more once it drains, and interrupts what it has started', async () => {
    world.ends = phase => (phase.cancels.length > 0 ? 'canceled' : undefined);
    const { engine, lifecycle } = await startProcess();
    const runs = [await addRun(), await addRun(), await addRun()];
    runs.forEach(run => lifecycle.announce(run));
    await untilStatus(runs[0], 'planning');
    await engine.drain();
    expect(engine.driving).toBe(0);
    const left = await stores.runs.getMany(runs.map(run => run.id));
    for (const run of left) {
      expect(['canceled', 'plan_queued', 'pending']).toContain(run?.status);
    }
    const started = world.all.length;
    await sleep(500);
    expect(world.all.length).toBe(started);
  });

  it('says why each run waits, and lists them in the order in which they start', async () => {
    world.ends = () => undefined;
    const { view, replicas } = await startProcess({ capacity: 1 });
    const workspace = await stores.addWorkspace();
    const [first, second, third] = [
      await stores.addRun(workspace, { moduleVersion: '1.0.0' }),
      await stores.addRun(workspace),
      await stores.addRun(workspace),
    ];
    await untilStatus(first, 'planning');
    const other = await addRun();
    await untilStatus(other, 'plan_queued');
    const fresh = await stores.runs.getMany([second.id, third.id, other.id]);
    const waiting = await view.waitingFor(fresh.flatMap(run => run ?? []));
    expect(waiting.get(second.id)).toMatchObject({
      message: 'Queued behind run 1',
      runId: first.id,
    });
    expect(waiting.get(third.id)?.message).toBe(
      'Queued behind run 1, with 1 more run before it',
    );
    expect(waiting.get(other.id)?.message).toContain(
      '1 of 1 places of the executor noop are in use; position 1',
    );
    const page = await view.queue({ limit: 1 });
    expect(page.items.map(({ run }) => run.id)).toEqual([other.id, second.id]);
    const rest = await view.queue({ limit: 1, cursor: page.nextCursor });
    expect(rest).toMatchObject({ items: [{ run: { id: third.id } }] });
    expect(rest.nextCursor).toBeUndefined();
    expect(await view.leases()).toMatchObject({
      replicas: [{ id: replicas.id, alive: true, answering: true, phases: 1 }],
      phases: [{ run: { id: first.id }, phase: 'plan' }],
    });
    expect(await view.executors()).toMatchObject([
      { name: 'noop', capacity: 1, inUse: 1, health: { status: 'ok' } },
    ]);
  });

  it('takes no work after it was stopped, and gives its leases back', async () => {
    world.ends = () => undefined;
    const process = await startProcess();
    const run = await addRun();
    await untilStatus(run, 'planning');
    await process.engine.stop();
    expect(process.engine.driving).toBe(0);
    const later = await addRun();
    await sleep(600);
    expect((await stores.runs.get(later.id))?.status).toBe('pending');
    expect(await knex('runs').whereNotNull('lease_owner')).toEqual([]);
    expect(await knex('replicas')).toEqual([]);
    // The next one need not wait for a lease to run out.
    world.ends = () => 'succeeded';
    await startProcess();
    await untilStatus(run, 'applied');
    await untilStatus(later, 'applied');
  });
});
