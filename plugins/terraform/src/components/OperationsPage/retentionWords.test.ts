import { describeReport, keptFor } from './retentionWords';

const none = {
  logs: { runs: 0, events: 0 },
  plans: { runs: 0, changes: 0 },
  stateVersions: 0,
};

describe('retention in words', () => {
  it.each([
    ['P1Y', '1 year'],
    ['P90D', '90 days'],
    ['never', 'for ever'],
  ])('keeps %s as %s', (period, words) => {
    expect(keptFor(period)).toBe(words);
  });

  it('tells what falls to each environment, and leaves out where nothing does', () => {
    const production = {
      ...none,
      logs: { runs: 1, events: 1_204 },
      plans: { runs: 2, changes: 1 },
      stateVersions: 3,
    };
    const report = {
      at: '2026-01-10T10:00:00.000Z',
      dryRun: true,
      counts: { ...production, other: 1 },
      environments: { production, dev: none },
    };
    expect(describeReport(report)).toEqual([
      'Would be removed: logs of 1 run (1,204 entries), single changes of 2 plans (1 change), 3 state versions, 1 expired secret or key.',
      'production: logs of 1 run (1,204 entries), single changes of 2 plans (1 change), 3 state versions',
    ]);
    expect(
      describeReport({
        ...report,
        dryRun: false,
        counts: { ...none, other: 0 },
        environments: { dev: none },
      }),
    ).toEqual(['Removed: nothing.']);
  });
});
