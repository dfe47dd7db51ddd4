import {
  ACTIVE_RUN_STATUSES,
  DISCARDABLE_RUN_STATUSES,
  FINAL_RUN_STATUSES,
  RUN_STATUSES,
  RUN_TRANSITIONS,
} from './statuses';

describe('statuses', () => {
  it('sorts them as the contract does', () => {
    expect(FINAL_RUN_STATUSES).toEqual([
      'planned_and_finished',
      'applied',
      'discarded',
      'canceled',
      'force_canceled',
      'errored',
    ]);
    expect(DISCARDABLE_RUN_STATUSES).toEqual([
      'pending',
      'plan_queued',
      'planned',
      'policy_soft_failed',
      'confirmed',
      'apply_queued',
    ]);
    expect(ACTIVE_RUN_STATUSES).not.toContain('pending');
  });

  it('lets every run come to an end', () => {
    for (const status of RUN_STATUSES) {
      const seen = new Set([status]);
      for (const reached of seen) {
        RUN_TRANSITIONS[reached].forEach(next => seen.add(next));
      }
      expect(FINAL_RUN_STATUSES.some(final => seen.has(final))).toBe(true);
    }
  });

  it('lets nothing be applied that was not planned and confirmed', () => {
    const into = (target: string) =>
      RUN_STATUSES.filter(s => RUN_TRANSITIONS[s].some(t => t === target));
    expect(into('applied')).toEqual(['applying']);
    expect(into('applying')).toEqual(['apply_queued']);
    expect(into('apply_queued')).toEqual(['confirmed']);
    expect(into('confirmed')).toEqual(['planned']);
  });
});
