import { mockServices } from '@backstage/backend-test-utils';
import { TerraformExecutor } from '@planroom/backstage-plugin-terraform-node';
import { PhaseStore } from '../runs/PhaseStore';
import { RunLeases } from '../runs/RunLeases';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunNotifier } from '../runs/RunNotifier';
import { RunStore } from '../runs/RunStore';
import { PhaseRecord, RunRecord } from '../runs/types';
import { Executors } from './Executors';
import { PhaseDriver } from './PhaseDriver';
import { PhaseInputs } from './PhaseInputs';
import { PhaseResults } from './PhaseResults';

/** A driver in the place `here`, which finds no files of the phase. */
function driverFor(
  status: 'planning' | 'applying',
  phase: Partial<PhaseRecord>,
) {
  const run = { id: 'run', status } as RunRecord;
  const start = jest.fn(async () => ({ control: '/somewhere' }));
  const executor = {
    place: 'here',
    capacity: 1,
    find: async () => undefined,
    start,
  } as unknown as TerraformExecutor;
  const accept = jest.fn(async () => {});
  const fail = jest.fn(async () => {});
  const driver = new PhaseDriver({
    runs: { get: async () => run } as unknown as RunStore,
    phases: {
      get: async (_: string, name: string) => ({ phase: name, ...phase }),
      setHandle: async () => {},
    } as unknown as PhaseStore,
    leases: {} as RunLeases,
    lifecycle: {} as RunLifecycle,
    notifier: {} as RunNotifier,
    executors: { get: () => executor } as unknown as Executors,
    inputs: { prepare: async () => ({}) } as unknown as PhaseInputs,
    results: { accept, fail } as unknown as PhaseResults,
    logger: mockServices.logger.mock(),
  });
  // Let go of at once: what is started is not followed here.
  const drive = () => driver.drive(run, AbortSignal.abort());
  return { drive, start, accept, fail };
}

it('leaves an apply alone that was begun in another place, whether it was started there or not', async () => {
  for (const handle of [undefined, { control: '/there' }]) {
    const { drive, start, accept, fail } = driverFor('applying', {
      place: 'there',
      handle,
    });
    await expect(drive()).resolves.toBe(false);
    for (const call of [start, accept, fail])
      expect(call).not.toHaveBeenCalled();
  }
});

it('gives a plan up that was begun in another place', async () => {
  const { drive, start, fail } = driverFor('planning', { place: 'there' });
  await expect(drive()).resolves.toBe(true);
  expect(start).not.toHaveBeenCalled();
  expect(fail).toHaveBeenCalledWith(
    expect.objectContaining({ id: 'run' }),
    'plan',
    expect.objectContaining({ message: expect.stringMatching(/plan again/) }),
  );
});

it('starts a phase that was begun here and never started', async () => {
  const { drive, start } = driverFor('applying', { place: 'here' });
  await expect(drive()).resolves.toBe(true);
  expect(start).toHaveBeenCalledTimes(1);
});

it('calls a phase lost that was started here and has left nothing behind', async () => {
  const { drive, start, accept } = driverFor('applying', {
    place: 'here',
    handle: { control: '/gone' },
  });
  await expect(drive()).resolves.toBe(true);
  expect(start).not.toHaveBeenCalled();
  expect(accept.mock.calls).toEqual([
    expect.arrayContaining([expect.objectContaining({ kind: 'lost' })]),
  ]);
});
