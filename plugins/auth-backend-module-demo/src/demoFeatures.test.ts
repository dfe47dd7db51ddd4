import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import request from 'supertest';
import demoFeatures from './index';

const identities = [
  { userEntityRef: 'user:default/developer', title: 'developer' },
];

function config(overrides: object = {}) {
  return mockServices.rootConfig.factory({
    data: {
      app: { baseUrl: 'http://localhost' },
      backend: {
        baseUrl: 'http://localhost',
        listen: { host: '127.0.0.1', port: 0 },
      },
      auth: { providers: { demo: { identities } } },
      ...overrides,
    },
  });
}

describe('demo sign-in', () => {
  it('keeps a portal from starting that others can reach', async () => {
    await expect(
      startTestBackend({
        features: [
          authPlugin,
          demoFeatures,
          config({ app: { baseUrl: 'https://portal.example' } }),
        ],
      }),
    ).rejects.toThrow(/not a loopback address/);
  });

  it('knows only the configured identities', async () => {
    const { server } = await startTestBackend({
      features: [authPlugin, demoFeatures, config()],
    });
    const response = await request(server)
      .get('/api/auth/demo/refresh')
      .set('x-demo-user', 'user:default/stranger');
    expect(response.status).toBe(401);
    expect(response.body.error.message).toMatch(/user:default\/developer/);
  });

  it('does not exist without configuration', async () => {
    const { server } = await startTestBackend({
      features: [authPlugin, demoFeatures, config({ auth: {} })],
    });
    const response = await request(server).get('/api/auth/demo/refresh');
    expect(response.status).toBe(404);
  });
});
