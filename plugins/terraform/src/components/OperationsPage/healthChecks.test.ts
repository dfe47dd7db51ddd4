import { healthChecks } from './healthChecks';

describe('healthChecks', () => {
  it('has the worst first and a sentence for each', () => {
    const shown = healthChecks({
      status: 'error',
      checks: {
        users: { status: 'ok' },
        'executor.local': {
          status: 'degraded',
          message: 'Runs without isolation.',
        },
        database: { status: 'ok' },
        providerMirror: { status: 'error', message: 'The folder is gone.' },
      },
    });
    expect(
      shown.map(({ name, status, sentence }) => [name, status, sentence]),
    ).toEqual([
      ['Provider mirror', 'error', 'The folder is gone.'],
      ['Executor local', 'degraded', 'Runs without isolation.'],
      ['Database', 'ok', 'Works.'],
      ['Users', 'ok', 'Works.'],
    ]);
  });
});
