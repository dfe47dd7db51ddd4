import { setImmediate as turn } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { RunInputs } from '../runs/RunInputs';
import { RunLeases } from '../runs/RunLeases';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunStore } from '../runs/RunStore';
import { RunRecord } from '../runs/types';
import { Engine } from './Engine';
import { Executors } from './Executors';
import { PhaseDriver } from './PhaseDriver';

const run = (given: Partial<RunRecord>) =>
  ({
    id: 'run',
    workspaceId: 'workspace',
    number: 1,
    createdAt: '',
    environment: 'dev',
    ...given,
  } as RunRecord);

function engineFor(
  runs: RunRecord[],
  parts: {
    acquire?: () => Promise<boolean>;
    drive?: () => Promise<boolean>;
  } = {},
) {
  const acquire = jest.fn(parts.acquire ?? (async () => true));
  const release = jest.fn(async () => {});
  const drive = jest.fn(parts.drive ?? (async () => true));
  const move = jest.fn(async () => {});
  const logger = mockServices.logger.mock();
  const engine = new Engine({
    runs: {
      async listInStatus() {
        await turn();
        return runs;
      },
    } as unknown as RunStore,
    leases: { acquire, release } as unknown as RunLeases,
    lifecycle: { move, onChange() {} } as unknown as RunLifecycle,
    inputs: { async refresh() {} } as unknown as RunInputs,
    executors: {
      nameFor: () => 'local',
      capacity: () => 2,
    } as unknown as Executors,
    driver: { drive } as unknown as PhaseDriver,
    logger,
  });
  return { engine, acquire, release, drive, move, logger };
}

const turns = async () => {
  for (let i = 0; i < 100; i++) await turn();
};

it('looks again at what another process holds with the next tick, not at once', async () => {
  const { engine, acquire, drive, release } = engineFor(
    [run({ status: 'planning' })],
    { acquire: async () => false },
  );
  engine.start();
  await turns();
  expect(acquire).toHaveBeenCalledTimes(1);
  expect(drive).not.toHaveBeenCalled();
  expect(release).not.toHaveBeenCalled();
  await engine.stop();
});

it('does the same with what fails, and gives the lease back', async () => {
  const { engine, drive, release, logger } = engineFor(
    [run({ status: 'applying' })],
    {
      drive: async () => {
        throw new Error('No database');
      },
    },
  );
  engine.start();
  await turns();
  expect(drive).toHaveBeenCalledTimes(1);
  expect(release).toHaveBeenCalledWith('run');
  expect(logger.error).toHaveBeenCalledTimes(1);
  await engine.stop();
});

it('discards a plan that a cancel came too late for, rather than applying it', async () => {
  const { engine, move } = engineFor([
    run({ status: 'planned', automatic: true, cancelRequestedAt: 'then' }),
  ]);
  engine.start();
  await turns();
  expect(move.mock.calls[0]).toMatchObject([
    { id: 'run' },
    'discarded',
    { reason: expect.stringContaining('canceled') },
  ]);
  await engine.stop();
});

it('ends what waited too long, but never a phase that runs', async () => {
  const expiresAt = '2020-01-01T00:00:00.000Z';
  const { engine, move } = engineFor([
    run({ id: 'a', status: 'planned', expiresAt }),
    run({ id: 'b', status: 'pending', expiresAt }),
    run({ id: 'c', status: 'planned', expiresAt: '2999-01-01T00:00:00.000Z' }),
    run({ id: 'd', status: 'applying' }),
  ]);
  engine.start();
  await turns();
  const discarded = (move.mock.calls as unknown[][])
    .filter(([, status]) => status === 'discarded')
    .map(([moved]) => (moved as RunRecord).id);
  expect(discarded.sort()).toEqual(expect.arrayContaining(['a', 'b']));
  expect(discarded).not.toContain('c');
  expect(discarded).not.toContain('d');
  await engine.stop();
});

it('takes no work after it was stopped', async () => {
  const { engine, drive } = engineFor([run({ status: 'plan_queued' })]);
  await engine.stop();
  engine.wake();
  await turns();
  expect(drive).not.toHaveBeenCalled();
  expect(engine.driving).toBe(0);
});
