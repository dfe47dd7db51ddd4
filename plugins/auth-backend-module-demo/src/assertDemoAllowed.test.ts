import { ConfigReader } from '@backstage/config';
import { assertDemoAllowed } from './assertDemoAllowed';

const loopback = {
  app: { baseUrl: 'http://localhost:7007' },
  backend: {
    baseUrl: 'http://localhost:7007',
    listen: { host: '127.0.0.1', port: 7007 },
  },
};

describe('assertDemoAllowed', () => {
  it('allows a loopback address', () => {
    expect(() => assertDemoAllowed(new ConfigReader(loopback))).not.toThrow();
    expect(() =>
      assertDemoAllowed(
        new ConfigReader({
          ...loopback,
          backend: { ...loopback.backend, listen: '127.0.0.1:7007' },
        }),
      ),
    ).not.toThrow();
  });

  it.each([
    ['production', { ...loopback, auth: { environment: 'production' } }],
    [
      'app.baseUrl',
      { ...loopback, app: { baseUrl: 'https://portal.example' } },
    ],
    [
      'backend.baseUrl',
      {
        ...loopback,
        backend: { ...loopback.backend, baseUrl: 'http://10.0.0.1' },
      },
    ],
    [
      'every address',
      { ...loopback, backend: { ...loopback.backend, listen: ':7007' } },
    ],
    [
      'every address',
      { ...loopback, backend: { ...loopback.backend, listen: { port: 7007 } } },
    ],
    [
      '0.0.0.0',
      {
        ...loopback,
        backend: {
          ...loopback.backend,
          listen: { host: '0.0.0.0', port: 7007 },
        },
      },
    ],
  ])('refuses %s', (said, config) => {
    expect(() => assertDemoAllowed(new ConfigReader(config))).toThrow(said);
  });
});
