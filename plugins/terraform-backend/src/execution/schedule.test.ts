import {
  ACTIVE_RUN_STATUSES,
  FINAL_RUN_STATUSES,
  RUN_STATUSES,
} from '@planroom/backstage-plugin-terraform-common';
import fc from 'fast-check';
import {
  behind,
  Capacity,
  explainWaiting,
  priorityOf,
  QueuedRun,
  schedule,
} from './schedule';

const NOW = Date.parse('2026-06-01T00:00:00.000Z');

function run(overrides: Partial<QueuedRun>): QueuedRun {
  const { workspaceId = 'w', number = 1 } = overrides;
  return {
    id: `${workspaceId}-${number}`,
    workspaceId,
    number,
    status: 'plan_queued',
    kind: 'plan_and_apply',
    actor: 'user',
    owner: 'team',
    environment: 'dev',
    executor: 'local',
    createdAt: '2026-01-01T00:00:00.000Z',
    workspaceTurn: 0,
    ownerTurn: 0,
    ...overrides,
  };
}

function places(
  capacity: number,
  environments: Record<string, number> = {},
): Capacity {
  return {
    executors: [{ executor: 'local', key: 'local', capacity }],
    environments: new Map(Object.entries(environments)),
  };
}

const decide = (queue: QueuedRun[], capacity = places(2)) =>
  schedule(queue, capacity, NOW);
const explain = (queue: QueuedRun[], capacity = places(2)) =>
  explainWaiting(queue, capacity, decide(queue, capacity));

describe('schedule', () => {
  it('lets one run of a workspace through, the oldest first, and starts it in the same round', () => {
    const status = 'pending';
    const { promote, start } = decide([
      run({ number: 2, status }),
      run({ number: 1, status }),
      run({ workspaceId: 'x', status }),
    ]);
    expect(promote).toEqual(['w-1', 'x-1']);
    expect(start).toEqual(['w-1', 'x-1']);
  });

  it.each(ACTIVE_RUN_STATUSES)(
    'keeps the others of a workspace waiting while one is %s',
    status => {
      const { promote } = decide([
        run({ status, takes: status.endsWith('ing') ? 'local' : undefined }),
        run({ number: 2, status: 'pending' }),
      ]);
      expect(promote).toEqual([]);
    },
  );

  it('starts an apply beside as many plans as there can be, where each has places of its own', () => {
    const capacity: Capacity = {
      executors: (['plan', 'apply'] as const).map(phase => ({
        executor: 'local',
        key: `local/${phase}`,
        phase,
        capacity: 1,
      })),
      environments: new Map(),
    };
    const queue = [
      run({ workspaceId: 'a', status: 'planning', takes: 'local/plan' }),
      run({ workspaceId: 'b' }),
      run({ workspaceId: 'c', status: 'apply_queued' }),
    ];
    expect(decide(queue, capacity).start).toEqual(['c-1']);
    expect(explain(queue, capacity).get('b-1')?.message).toBe(
      'Waiting for a free place: 1 of 1 plan places of the executor local are in use; position 1 in the queue',
    );
  });

  it('starts applies before plans, and what no person waits for last', () => {
    const queue = [
      run({ workspaceId: 'drift', kind: 'plan_only', actor: 'service' }),
      run({ workspaceId: 'plan' }),
      run({ workspaceId: 'check', kind: 'plan_only' }),
      run({
        workspaceId: 'apply',
        status: 'apply_queued',
        createdAt: '2026-02-01T00:00:00.000Z',
      }),
    ];
    expect(decide(queue, places(3)).start).toEqual([
      'apply-1',
      'check-1',
      'plan-1',
    ]);
    expect(queue.map(priorityOf)).toEqual([
      'background',
      'plan',
      'plan',
      'apply',
    ]);
  });

  it('goes round between owners, so that many runs of one starve no other', () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      run({ workspaceId: `many${i}`, owner: 'many' }),
    );
    const few = ['a', 'b'].map(workspaceId =>
      run({
        workspaceId,
        owner: 'few',
        createdAt: '2026-05-01T00:00:00.000Z',
      }),
    );
    const owners = (queue: QueuedRun[], capacity: number) =>
      decide(queue, places(capacity)).start.map(
        id => queue.find(r => r.id === id)?.owner,
      );
    expect(owners([...many, ...few], 5)).toEqual([
      'many',
      'few',
      'many',
      'few',
      'many',
    ]);
    // With one place it is the turns of the rounds before that tell.
    const served = [...many, ...few].map(r => ({
      ...r,
      ownerTurn: r.owner === 'many' ? 7 : 6,
    }));
    expect(owners(served, 1)).toEqual(['few']);
  });

  it('goes round between the workspaces of an owner', () => {
    const queue = [
      run({ workspaceId: 'busy', workspaceTurn: 9 }),
      run({
        workspaceId: 'quiet',
        workspaceTurn: 3,
        createdAt: '2026-05-01T00:00:00.000Z',
      }),
    ];
    expect(decide(queue, places(1)).start).toEqual(['quiet-1']);
  });

  it('passes over an owner of whom nothing fits, without taking the turn', () => {
    const queue = [
      run({ workspaceId: 'a', owner: 'one', executor: 'full', ownerTurn: 1 }),
      run({ workspaceId: 'b', owner: 'one', ownerTurn: 1 }),
      run({ workspaceId: 'c', owner: 'two', ownerTurn: 2 }),
    ];
    expect(decide(queue, places(1)).start).toEqual(['b-1']);
  });

  it('keeps to the capacity of an environment over all executors', () => {
    const queue = [
      run({ workspaceId: 'a', status: 'applying', takes: 'elsewhere' }),
      run({ workspaceId: 'b' }),
      run({ workspaceId: 'c', environment: 'production' }),
    ];
    const capacity = places(5, { dev: 1 });
    expect(decide(queue, capacity).start).toEqual(['c-1']);
    expect(explain(queue, capacity).get('b-1')?.message).toBe(
      'Waiting for a free place: 1 of 1 places of the environment dev are in use; position 1 in the queue',
    );
  });

  it('ends what waited too long, and never what executes or is about to', () => {
    const expiresAt = '2026-05-31T00:00:00.000Z';
    const queue = [
      run({ workspaceId: 'a', expiresAt }),
      run({ workspaceId: 'b', status: 'pending', expiresAt }),
      run({ workspaceId: 'c', status: 'applying', takes: 'local', expiresAt }),
      run({ workspaceId: 'd', takes: 'local', expiresAt }),
      run({ workspaceId: 'e', expiresAt: '2026-07-01T00:00:00.000Z' }),
    ];
    expect(decide(queue, places(9))).toEqual({
      overdue: ['a-1', 'b-1'],
      promote: [],
      start: ['e-1'],
    });
  });

  it('says what is missing and how many are before', () => {
    const queue = [
      run({ workspaceId: 'a', status: 'planning', takes: 'local' }),
      run({ workspaceId: 'b' }),
      run({ workspaceId: 'c' }),
      run({ workspaceId: 'd', status: 'apply_queued' }),
      run({ workspaceId: 'e', executor: 'unknown' }),
    ];
    expect([...explain(queue)]).toEqual([
      [
        'b-1',
        {
          reason: 'capacity',
          message:
            'Waiting for a free place: 2 of 2 places of the executor local are in use; position 1 in the queue',
          position: 1,
        },
      ],
      ['c-1', expect.objectContaining({ position: 2 })],
      [
        'e-1',
        {
          reason: 'capacity',
          message:
            'Waiting for a portal with the executor unknown: none is running; position 1 in the queue',
          position: 1,
        },
      ],
    ]);
    expect(behind({ id: 'r', number: 41 }, 0)).toEqual({
      reason: 'earlier-run',
      message: 'Queued behind run 41',
      runId: 'r',
      position: 1,
    });
    expect(behind({ id: 'r', number: 41 }, 2).message).toBe(
      'Queued behind run 41, with 2 more runs before it',
    );
  });

  const arbitraryQueue = fc
    .array(
      fc.record({
        workspace: fc.nat(7),
        owner: fc.nat(3),
        status: fc.constantFrom(
          ...RUN_STATUSES.filter(s => !FINAL_RUN_STATUSES.includes(s)),
        ),
        executor: fc.constantFrom('local', 'other'),
        environment: fc.constantFrom('dev', 'production'),
        actor: fc.constantFrom('user' as const, 'service' as const),
        kind: fc.constantFrom('plan_and_apply' as const, 'plan_only' as const),
        turns: fc.tuple(fc.nat(5), fc.nat(5)),
        leased: fc.boolean(),
      }),
      { maxLength: 40 },
    )
    .map(entries => {
      const busy = new Set<number>();
      return entries.map((entry, number) => {
        const isActive = ACTIVE_RUN_STATUSES.includes(entry.status);
        const status =
          isActive && busy.has(entry.workspace) ? 'pending' : entry.status;
        if (isActive) busy.add(entry.workspace);
        const takes =
          status.endsWith('ing') && status !== 'pending'
            ? entry.executor
            : undefined;
        const isQueued = status.endsWith('_queued');
        return run({
          id: String(number),
          workspaceId: String(entry.workspace),
          owner: String(entry.owner),
          number,
          status,
          executor: entry.executor,
          environment: entry.environment,
          actor: entry.actor,
          kind: entry.kind,
          workspaceTurn: entry.turns[0],
          ownerTurn: entry.turns[1],
          takes: isQueued && entry.leased ? entry.executor : takes,
        });
      });
    });

  it('never exceeds a capacity, never lets two runs of a workspace through, forgets nobody', () => {
    fc.assert(
      fc.property(
        arbitraryQueue,
        fc.nat(4),
        fc.nat(4),
        (queue, limit, inDev) => {
          const capacity: Capacity = {
            executors: ['local', 'other'].map(name => ({
              executor: name,
              key: name,
              capacity: limit,
            })),
            environments: new Map([['dev', inDev]]),
          };
          const decisions = decide(queue, capacity);
          const { promote, start } = decisions;
          const started = queue.filter(r => start.includes(r.id));
          for (const executor of ['local', 'other']) {
            const own = (r: QueuedRun) => r.executor === executor;
            const inUse = queue.filter(r => own(r) && r.takes).length;
            const begun = started.filter(own).length;
            expect(begun === 0 || inUse + begun <= limit).toBe(true);
          }
          const dev = (r: QueuedRun) => r.environment === 'dev';
          const begunInDev = started.filter(dev).length;
          const usedInDev = queue.filter(r => dev(r) && r.takes).length;
          expect(begunInDev === 0 || usedInDev + begunInDev <= inDev).toBe(
            true,
          );

          const workspaces = promote.map(
            id => queue.find(r => r.id === id)?.workspaceId,
          );
          expect(new Set(workspaces).size).toBe(workspaces.length);
          for (const id of promote) {
            const promoted = queue.find(r => r.id === id);
            const earlier = queue.filter(
              r =>
                r.workspaceId === promoted?.workspaceId &&
                (r.status !== 'pending' || r.number < promoted.number),
            );
            expect(earlier).toEqual([]);
          }
          // Whoever could start and does not is told why.
          const waiting = explainWaiting(queue, capacity, decisions);
          for (const r of queue) {
            const could =
              promote.includes(r.id) ||
              (r.status.endsWith('_queued') && !r.takes);
            expect(waiting.has(r.id)).toBe(could && !start.includes(r.id));
          }
        },
      ),
    );
  });

  it('fills the places: what waits really finds none', () => {
    fc.assert(
      fc.property(arbitraryQueue, fc.nat(4), (queue, limit) => {
        const only = queue.filter(r => r.executor === 'local');
        const { promote, start } = decide(only, places(limit));
        const inUse = only.filter(r => r.takes).length;
        const could = only.filter(
          r =>
            promote.includes(r.id) ||
            (r.status.endsWith('_queued') && !r.takes),
        ).length;
        expect(start.length).toBe(Math.min(could, Math.max(0, limit - inUse)));
      }),
    );
  });

  it('does not depend on the order in which the queue was read', () => {
    fc.assert(
      fc.property(
        arbitraryQueue.chain(queue =>
          fc.tuple(
            fc.constant(queue),
            fc.shuffledSubarray(queue, { minLength: queue.length }),
          ),
        ),
        ([queue, shuffled]) => {
          expect(decide(shuffled).start).toEqual(decide(queue).start);
        },
      ),
    );
  });

  it('serves everyone in time: with one place, an owner waits at most for one run of each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4), { minLength: 1, maxLength: 30 }),
        owners => {
          let turn = 0;
          const turns = new Map<number, number>();
          let queue = owners.map((owner, i) => ({
            ...run({ workspaceId: `w${i}`, owner: String(owner) }),
            at: owner,
          }));
          const lastServed = new Map<number, number>();
          for (let round = 0; queue.length > 0; round++) {
            const [id] = decide(
              queue.map(r => ({ ...r, ownerTurn: turns.get(r.at) ?? 0 })),
              places(1),
            ).start;
            const next = queue.find(r => r.id === id);
            if (!next) throw new Error('Nobody was served');
            const waited = round - (lastServed.get(next.at) ?? -1) - 1;
            expect(waited).toBeLessThan(new Set(owners).size);
            lastServed.set(next.at, round);
            turn += 1;
            turns.set(next.at, turn);
            queue = queue.filter(r => r.id !== id);
          }
        },
      ),
    );
  });
});
