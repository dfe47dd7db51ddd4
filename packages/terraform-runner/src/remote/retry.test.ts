import { isRefused, patienceWith, patienceWithOutages, retry } from './retry';

function awsError(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error(name), {
    name,
    $metadata: { httpStatusCode },
  });
}

it.each([
  ['AccessDenied', 403, true],
  ['NoSuchKey', 404, true],
  ['PreconditionFailed', 412, true],
  ['InternalError', 500, false],
  ['SlowDown', 503, false],
  ['ExpiredToken', 400, false],
  ['RequestTimeTooSkewed', 403, false],
  ['ConditionalRequestConflict', 409, false],
  ['TimeoutError', undefined, false],
])('%s (%s) is a no: %s', (name, status, expected) => {
  const error = awsError(name, status);
  expect(isRefused(error)).toBe(expected);
  expect(patienceWithOutages(error) === 0).toBe(expected);
  expect(patienceWith(error)).toBe(expected ? 60_000 : 600_000);
});

describe('retry', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('goes on, ever more slowly, until it succeeds', async () => {
    const times: number[] = [];
    const begun = Date.now();
    const answer = retry(
      async () => {
        times.push(Date.now() - begun);
        if (times.length < 12) {
          throw awsError('InternalError', 500);
        }
        return 'done';
      },
      () => 600_000,
    );
    await jest.runAllTimersAsync();
    expect(await answer).toBe('done');
    const waits = times.slice(1).map((time, index) => time - times[index]);
    expect(waits[0]).toBeLessThan(1_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(18_750);
    expect(waits.at(-1)).toBeGreaterThan(11_000);
  });

  it('ends with the latest error when patience with it is at an end', async () => {
    const seen: string[] = [];
    const [answer] = await Promise.allSettled([
      retry(
        async () => {
          throw seen.length < 3
            ? awsError('InternalError', 500)
            : awsError('AccessDenied', 403);
        },
        patienceWithOutages,
        error => {
          seen.push((error as Error).name);
        },
      ),
      jest.runAllTimersAsync(),
    ]);
    expect(answer).toMatchObject({
      status: 'rejected',
      reason: { name: 'AccessDenied' },
    });
    expect(seen).toEqual(['InternalError', 'InternalError', 'InternalError']);
  });
});
