import { careFor, PLACE_GONE_MS, Surroundings } from './care';
import { OpenRun } from './QueueStore';
import { PlaceWatch } from './PlaceWatch';

const NOW = Date.parse('2026-06-01T12:00:00.000Z');

const run = (given: Partial<OpenRun>, place?: string): OpenRun => ({
  id: 'run',
  workspaceId: 'workspace',
  workspaceName: 'name',
  number: 1,
  status: 'applying',
  kind: 'plan_and_apply',
  actor: 'user',
  owner: 'group:default/team',
  environment: 'dev',
  requestedBy: 'user:default/someone',
  createdAt: '2026-06-01T11:00:00.000Z',
  statusAt: '2026-06-01T11:50:00.000Z',
  workspaceTurn: 0,
  ownerTurn: 0,
  leaseOwner: 'dead',
  phase: {
    name: 'apply',
    executor: 'local',
    place,
    startedAt: '2026-06-01T11:50:00.000Z',
  },
  ...given,
});

const around = (given: Partial<Surroundings> = {}): Surroundings => ({
  ownPlaces: new Set(['here']),
  unservedMs: () => PLACE_GONE_MS,
  applyDeadlineMs: 3_600_000,
  now: NOW,
  ...given,
});

const NO_REASON = /^$/;

it.each<[string, OpenRun, Partial<Surroundings>, string, RegExp]>([
  [
    'queued',
    run({ status: 'plan_queued', phase: undefined }),
    {},
    'give-back',
    NO_REASON,
  ],
  [
    'queued to apply',
    run({ status: 'apply_queued' }),
    {},
    'give-back',
    NO_REASON,
  ],
  ['of an executor that anyone can ask', run({}), {}, 'follow', NO_REASON],
  ['begun here', run({}, 'here'), {}, 'follow', NO_REASON],
  [
    'of a machine that may come back',
    run({}, 'there'),
    { unservedMs: () => PLACE_GONE_MS - 1 },
    'leave',
    NO_REASON,
  ],
  [
    'a plan of a machine that is gone',
    run({ status: 'planning' }, 'there'),
    {},
    'give-up',
    /Nothing was changed; plan again/,
  ],
  [
    'an apply of a machine that is gone',
    run({}, 'there'),
    {},
    'leave',
    NO_REASON,
  ],
  [
    'the same, which a person has decided to end',
    run({ forceCancelRequestedAt: '2026-06-01T11:59:00.000Z' }, 'there'),
    {},
    'give-up',
    /Ended by force: .* not been heard of for 45 s/,
  ],
  [
    'the same, which can run no more by its own deadline',
    run({}, 'there'),
    { now: NOW + 2 * 3_600_000 },
    'give-up',
    /time that an apply may take is over/,
  ],
])(
  'knows what to do with a run that is %s',
  (_, given, where, kind, reason) => {
    const care = careFor(given, around(where));
    expect(care.kind).toBe(kind);
    expect('reason' in care ? care.reason : '').toMatch(reason);
  },
);

it('counts how long nobody alive can look into a place', () => {
  const watch = new PlaceWatch();
  const serving = (place: string) => ({
    executors: [{ name: 'local', place, capacity: 1 }],
  });
  watch.look([run({}, 'there')], [serving('here')], 1_000);
  expect(watch.unservedMs('there', 5_000)).toBe(4_000);
  watch.look([run({}, 'there')], [serving('here')], 6_000);
  expect(watch.unservedMs('there', 6_000)).toBe(5_000);
  watch.look([run({}, 'there')], [serving('there')], 7_000);
  expect(watch.unservedMs('there', 9_000)).toBe(0);
  expect(watch.unservedMs('here', 9_000)).toBe(0);
});
