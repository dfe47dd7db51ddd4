import { EnvironmentConfig } from '../config';
import { Environments } from '../workspaces/Environments';
import { capacityOfAll, capacityOfOne, placesKey, toQueue } from './capacity';
import { OpenRun } from './QueueStore';

const environments = new Environments([
  { name: 'dev', executor: 'shared' } as EnvironmentConfig,
  { name: 'production', executor: 'local', capacity: 3 } as EnvironmentConfig,
]);
const replica = (id: string, place: string) => ({
  id,
  executors: [
    { name: 'local', place, capacity: 2 },
    { name: 'shared', capacity: 7 },
  ],
});
const run = (given: Partial<OpenRun>) =>
  ({ id: 'r', environment: 'dev', status: 'plan_queued', ...given } as OpenRun);
const nameFor = (name: string) => environments.get(name).executor;

it('sees where runs take places', () => {
  const replicas = [replica('a', 'A'), replica('b', 'B')];
  const phase = { name: 'plan', startedAt: '' } as const;
  const taken = toQueue(
    [
      run({}),
      run({ status: 'planning', phase: { ...phase, executor: 'shared' } }),
      run({
        status: 'applying',
        phase: { ...phase, executor: 'local', place: 'B' },
      }),
      run({ environment: 'production', leaseOwner: 'a' }),
      run({ leaseOwner: 'a' }),
      run({ environment: 'production', leaseOwner: 'nobody' }),
    ],
    nameFor,
    replicas,
  ).map(({ takes }) => takes);
  expect(taken).toEqual([
    undefined,
    'shared',
    'local@B',
    'local@A',
    'shared',
    'local',
  ]);
});

it('adds up the places of machines, and counts shared ones once', () => {
  const all = capacityOfAll(
    [replica('a', 'A'), replica('b', 'B')],
    environments,
  );
  expect(all.executors.map(p => [p.key, p.capacity])).toEqual([
    ['local@A', 2],
    ['shared', 7],
    ['local@B', 2],
  ]);
  expect([...all.environments]).toEqual([['production', 3]]);
});

it('shares out what several replicas could fill, and gives nobody more than there is', () => {
  const own = replica('a', 'A');
  const replicas = [own, replica('b', 'B')];
  const used = (leaseOwner: string, count: number) =>
    Array.from({ length: count }, () => ({
      ...run({ leaseOwner }),
      executor: 'shared',
      takes: 'shared',
    }));
  const capacityFor = (queue: ReturnType<typeof used>) =>
    Object.fromEntries(
      capacityOfOne(own, replicas, queue, environments).executors.map(p => [
        p.key,
        p.capacity,
      ]),
    );
  expect(capacityFor([])).toEqual({ 'local@A': 2, shared: 4 });
  // Others have three: four of its own still fit.
  expect(capacityFor(used('b', 3))).toEqual({ 'local@A': 2, shared: 7 });
  // Others have six, more than their share: one is left.
  expect(capacityFor(used('b', 6))).toEqual({ 'local@A': 2, shared: 7 });
  expect(placesKey({ name: 'local' })).toBe('local');
});

it('keeps the places of plans and applies apart where each has its own', () => {
  const divided = {
    id: 'a',
    executors: [
      { name: 'shared', phase: 'plan' as const, capacity: 10 },
      { name: 'shared', phase: 'apply' as const, capacity: 5 },
    ],
  };
  const phase = { startedAt: '', executor: 'shared' };
  const queue = toQueue(
    [
      run({ status: 'planning', phase: { ...phase, name: 'plan' } }),
      run({ status: 'applying', phase: { ...phase, name: 'apply' } }),
      run({ status: 'apply_queued', leaseOwner: 'a' }),
      run({ leaseOwner: 'a' }),
    ],
    nameFor,
    [divided],
  );
  expect(queue.map(({ takes }) => takes)).toEqual([
    'shared/plan',
    'shared/apply',
    'shared/apply',
    'shared/plan',
  ]);
  expect(capacityOfAll([divided], environments).executors).toEqual([
    { executor: 'shared', key: 'shared/plan', phase: 'plan', capacity: 10 },
    { executor: 'shared', key: 'shared/apply', phase: 'apply', capacity: 5 },
  ]);
});
