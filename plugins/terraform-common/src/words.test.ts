import { describeCounts, describeStatus, shortName } from './words';

const none = {
  add: 0,
  change: 0,
  destroy: 0,
  replace: 0,
  import: 0,
  forget: 0,
  move: 0,
};
const approvals = {
  required: 1,
  groups: [],
  excludeRequester: true,
  given: [],
};

describe('words', () => {
  it.each([
    [none, 'No changes'],
    [{ ...none, add: 3 }, 'Create 3'],
    [
      { ...none, add: 1, destroy: 2, replace: 1 },
      'Destroy 2, replace 1, create 1',
    ],
  ])('describes counts %#', (counts, expected) => {
    expect(describeCounts(counts)).toBe(expected);
  });

  it('describes statuses as sentences', () => {
    expect(describeStatus({ status: 'planned', approvals })).toBe(
      'Waiting for 1 of 1 approval',
    );
    expect(describeStatus({ status: 'applied', approvals })).toMatch(
      /automatically/,
    );
    expect(
      describeStatus({
        status: 'applied',
        approvals: {
          ...approvals,
          given: [
            {
              id: '1',
              decision: 'approve',
              by: 'user:default/reviewer',
              at: '2026-01-01T00:00:00Z',
              digest: 'sha256:0',
            },
          ],
        },
      }),
    ).toBe("Applied by reviewer's approval");
  });

  it('counts only approvals of the plan that is there now', () => {
    const approval = (digest: string, by: string) => ({
      id: digest,
      decision: 'approve' as const,
      by,
      at: '2026-01-01T00:00:00Z',
      digest,
    });
    const run = {
      plan: { ...none, digest: 'sha256:new', applyable: true },
      approvals: {
        ...approvals,
        required: 2,
        given: [approval('sha256:old', 'user:default/early')],
      },
    };
    expect(describeStatus({ ...run, status: 'planned' })).toBe(
      'Waiting for 2 of 2 approvals',
    );
    expect(describeStatus({ ...run, status: 'applied' })).toMatch(
      /automatically/,
    );
    run.approvals.given.push(approval('sha256:new', 'user:default/reviewer'));
    expect(describeStatus({ ...run, status: 'planned' })).toBe(
      'Waiting for 1 of 2 approvals',
    );
    expect(describeStatus({ ...run, status: 'applied' })).toBe(
      "Applied by reviewer's approval",
    );
  });

  it('shortens entity references', () => {
    expect(shortName('user:default/reviewer')).toBe('reviewer');
    expect(shortName('user:other/reviewer')).toBe('other/reviewer');
  });
});
