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

  it('shortens entity references', () => {
    expect(shortName('user:default/reviewer')).toBe('reviewer');
    expect(shortName('user:other/reviewer')).toBe('other/reviewer');
  });
});
