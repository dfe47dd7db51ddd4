import { render, screen } from '@testing-library/react';
import App from './App';

jest.setTimeout(60_000);

describe('App', () => {
  it('starts with the sign-in of the demo', async () => {
    process.env = {
      ...process.env,
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Planroom', baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost:7007' },
            auth: {
              providers: {
                demo: {
                  identities: [
                    {
                      userEntityRef: 'user:default/developer',
                      title: 'developer',
                    },
                  ],
                },
              },
            },
          },
          context: 'test',
        },
      ] as unknown as string,
    };
    render(App.createRoot());
    expect(
      await screen.findByRole(
        'button',
        { name: 'Sign in as developer' },
        { timeout: 30_000 },
      ),
    ).toBeInTheDocument();
  });
});
