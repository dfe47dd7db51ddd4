import {
  asSentence,
  count,
  describePeriod,
  errorMessage,
  formatAgo,
  formatDuration,
  listed,
  shortId,
} from './words';

describe('words', () => {
  it.each([
    [0, '0 s'],
    [0.45, '450 ms'],
    [14.2, '14 s'],
    [59.7, '1 min'],
    [125, '2 min 5 s'],
    [3_780, '1 h 3 min'],
    [187_200, '2 d 4 h'],
    [-3, '0 s'],
  ])('tells %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it.each([
    [3, 'just now'],
    [-3, 'just now'],
    [42, '42 s ago'],
    [725, '12 min ago'],
    [10_900, '3 h ago'],
    [-172_900, 'in 2 d'],
  ])('tells what was %d seconds ago as %s', (seconds, text) => {
    expect(formatAgo(seconds)).toBe(text);
  });

  it.each([
    ['P1Y', '1 year'],
    ['P2M15D', '2 months, 15 days'],
    ['PT90S', '90 seconds'],
    ['a while', 'a while'],
  ])('tells the period %s as %s', (period, text) => {
    expect(describePeriod(period)).toBe(text);
  });

  it('ends a sentence once', () => {
    expect(asSentence('The disk is full')).toBe('The disk is full.');
    expect(asSentence('Why?')).toBe('Why?');
  });

  it('shortens ids and digests, counts and lists', () => {
    expect(shortId(`sha256:${'7f3a'.repeat(16)}`)).toBe('7f3a7f3a…');
    expect(shortId('run-1')).toBe('run-1');
    expect(count(1, 'approval')).toBe('1 approval');
    expect(count(12_000, 'change')).toBe('12,000 changes');
    expect(listed(['a', 'b', 'c'], 'or')).toBe('a, b or c');
  });

  it("prefers the server's own sentence", () => {
    const cause = new Error('This plan is outdated.');
    expect(
      errorMessage(Object.assign(new Error('Request failed'), { cause })),
    ).toBe('This plan is outdated.');
    expect(errorMessage(new Error('Failed to fetch'))).toBe('Failed to fetch');
  });
});
