import {
  ACTIVE_RUN_STATUSES,
  FINAL_RUN_STATUSES,
  RUN_STATUSES,
} from '@planroom/backstage-plugin-terraform-common';
import fc from 'fast-check';
import { schedule, ScheduledRun } from './schedule';

function run(overrides: Partial<ScheduledRun>): ScheduledRun {
  return {
    id: `${overrides.workspaceId ?? 'w'}-${overrides.number ?? 1}`,
    workspaceId: 'w',
    number: 1,
    status: 'pending',
    executor: 'local',
    createdAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
}

describe('schedule', () => {
  it('lets one run of a workspace through, the oldest first', () => {
    const result = schedule(
      [run({ number: 2 }), run({ number: 1 }), run({ workspaceId: 'x' })],
      () => 2,
    );
    expect(result.promote).toEqual(['w-1', 'x-1']);
    expect(result.waiting.get('w-2')).toEqual({
      reason: 'earlier-run',
      message: 'Queued behind run 1',
      runId: 'w-1',
    });
  });

  it('keeps the others waiting while one is active, even if it only waits for approval', () => {
    const result = schedule(
      [run({ status: 'planned' }), run({ number: 2 })],
      () => 2,
    );
    expect(result.promote).toEqual([]);
    expect(result.waiting.get('w-2')?.runId).toBe('w-1');
  });

  it('starts applies before plans and says what is missing', () => {
    const result = schedule(
      [
        run({ workspaceId: 'a', status: 'planning' }),
        run({ workspaceId: 'b', status: 'plan_queued' }),
        run({
          workspaceId: 'c',
          status: 'apply_queued',
          createdAt: '2026-01-02T00:00:00.000Z',
        }),
      ],
      () => 2,
    );
    expect(result.start).toEqual(['c-1']);
    expect(result.waiting.get('b-1')?.message).toMatch(
      /2 of 2 places of the executor local are in use, position 1/,
    );
  });

  it('never exceeds a capacity, never lets two runs of a workspace through, forgets nobody', () => {
    const arbitraryRuns = fc.array(
      fc.record({
        workspace: fc.nat(5),
        status: fc.constantFrom(
          ...RUN_STATUSES.filter(s => !FINAL_RUN_STATUSES.includes(s)),
        ),
        executor: fc.constantFrom('local', 'other'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(arbitraryRuns, fc.nat(4), (entries, limit) => {
        const busy = new Set<number>();
        const runs = entries.map((entry, number) => {
          const active = ACTIVE_RUN_STATUSES.includes(entry.status);
          const status =
            active && busy.has(entry.workspace)
              ? ('pending' as const)
              : entry.status;
          if (active) busy.add(entry.workspace);
          return run({
            id: String(number),
            workspaceId: String(entry.workspace),
            number,
            status,
            executor: entry.executor,
          });
        });
        const { promote, start, waiting } = schedule(runs, () => limit);
        const byId = new Map(runs.map(r => [r.id, r]));
        for (const executor of ['local', 'other']) {
          const executing = runs.filter(
            r =>
              r.executor === executor &&
              ['planning', 'applying'].includes(r.status),
          ).length;
          const started = start.filter(
            id => byId.get(id)?.executor === executor,
          ).length;
          expect(started === 0 || executing + started <= limit).toBe(true);
        }
        const promoted = promote.map(id => byId.get(id)!.workspaceId);
        expect(new Set(promoted).size).toBe(promoted.length);
        promoted.forEach(w => expect(busy.has(Number(w))).toBe(false));
        const decided = runs
          .filter(r =>
            ['pending', 'plan_queued', 'apply_queued'].includes(r.status),
          )
          .map(
            r =>
              [
                promote.includes(r.id),
                start.includes(r.id),
                waiting.has(r.id),
              ].filter(Boolean).length,
          );
        expect(decided.every(count => count === 1)).toBe(true);
      }),
    );
  });
});
