import { RenewedCredentials, type AwsCredentials } from './renewedCredentials';

const MINUTE = 60_000;

describe('RenewedCredentials', () => {
  const answers: Array<AwsCredentials | Error> = [];
  const renewed: string[] = [];
  const failures: string[] = [];
  let fetched = 0;

  const session = (name: string, minutes?: number): AwsCredentials => ({
    accessKeyId: name,
    secretAccessKey: 's',
    ...(minutes ? { expiration: new Date(Date.now() + minutes * MINUTE) } : {}),
  });

  const start = () =>
    RenewedCredentials.start({
      fetch: async () => {
        fetched++;
        const answer = answers.shift();
        if (!answer || answer instanceof Error) {
          throw answer ?? new Error('no more');
        }
        return answer;
      },
      onRenewed: ({ accessKeyId }) => {
        renewed.push(accessKeyId);
      },
      onFailure: error => failures.push((error as Error).message),
    });

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
    for (const list of [answers, renewed, failures]) {
      list.length = 0;
    }
    fetched = 0;
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('renews a quarter of an hour before the end, once for all who ask', async () => {
    answers.push(session('first', 60));
    const credentials = await start();
    await jest.advanceTimersByTimeAsync(44 * MINUTE);
    expect((await credentials.get()).accessKeyId).toBe('first');
    expect(fetched).toBe(1);
    answers.push(session('second', 60));
    await jest.advanceTimersByTimeAsync(2 * MINUTE);
    expect(renewed).toEqual(['first', 'second']);
    answers.push(session('third', 60));
    jest.setSystemTime(Date.now() + 50 * MINUTE);
    const got = await Promise.all([credentials.get(), credentials.get()]);
    expect(got.map(({ accessKeyId }) => accessKeyId)).toEqual([
      'third',
      'third',
    ]);
    expect(fetched).toBe(3);
    credentials.stop();
    await jest.advanceTimersByTimeAsync(120 * MINUTE);
    expect(fetched).toBe(3);
  });

  it('gives what is still good when a renewal fails, tells of it, and tries again', async () => {
    answers.push(session('first', 60));
    const credentials = await start();
    answers.push(new Error('throttled'));
    await jest.advanceTimersByTimeAsync(45.2 * MINUTE);
    expect(failures).toEqual(['throttled']);
    answers.push(new Error('throttled'));
    expect((await credentials.get()).accessKeyId).toBe('first');
    answers.push(session('second', 60));
    await jest.advanceTimersByTimeAsync(1 * MINUTE);
    expect((await credentials.get()).accessKeyId).toBe('second');
    await jest.advanceTimersByTimeAsync(61 * MINUTE);
    await expect(credentials.get()).rejects.toThrow('have expired');
    credentials.stop();
  });

  it('renews short ones after two thirds of their life, and endless ones now and then', async () => {
    answers.push(session('short', 15), session('next', 60));
    const short = await start();
    await jest.advanceTimersByTimeAsync(9 * MINUTE);
    expect(renewed).toEqual(['short']);
    await jest.advanceTimersByTimeAsync(1.5 * MINUTE);
    expect(renewed).toEqual(['short', 'next']);
    short.stop();

    answers.push(session('endless'), session('endless too'));
    const endless = await start();
    await jest.advanceTimersByTimeAsync(16 * MINUTE);
    expect((await endless.get()).accessKeyId).toBe('endless too');
    endless.stop();
  });

  it('throws what the first fetch throws', async () => {
    answers.push(new Error('denied'));
    await expect(start()).rejects.toThrow('denied');
    expect(failures).toEqual([]);
  });
});
