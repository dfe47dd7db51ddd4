import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import {
  configApiRef,
  discoveryApiRef,
  identityApiRef,
  type IdentityApi,
} from '@backstage/frontend-plugin-api';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DemoBanner } from './DemoBanner';
import { DEMO_IDENTITY_STORAGE_KEY } from './demoIdentities';
import { PortalSignInPage } from './PortalSignInPage';

const identities = [
  {
    userEntityRef: 'user:default/developer',
    title: 'developer',
    description: 'asks for infrastructure',
    tryFirst: 'Open Create.',
  },
  {
    userEntityRef: 'user:default/reviewer',
    title: 'reviewer',
    description: 'answers for production',
  },
  {
    userEntityRef: 'user:default/platform',
    title: 'platform',
    description: 'owns modules, accounts and state',
  },
];

function renderSignIn(auth: object) {
  const onSignInSuccess = jest.fn<void, [IdentityApi]>();
  renderInTestApp(
    <TestApiProvider
      apis={[
        [
          configApiRef,
          mockApis.config({
            data: { app: { title: 'Planroom' }, auth: { ...auth } },
          }),
        ],
        [
          discoveryApiRef,
          mockApis.discovery({ baseUrl: 'http://localhost:7007' }),
        ],
      ]}
    >
      <PortalSignInPage onSignInSuccess={onSignInSuccess} />
    </TestApiProvider>,
  );
  return onSignInSuccess;
}

function answer(status: number, body: object) {
  const fetch = jest.fn(
    async (_url: string, _init?: RequestInit) =>
      ({
        ok: status < 400,
        status,
        statusText: '',
        headers: new Map([['content-type', 'application/json']]),
        json: async () => body,
        text: async () => JSON.stringify(body),
      } as unknown as Response),
  );
  window.fetch = fetch as typeof window.fetch;
  return fetch;
}

describe('PortalSignInPage', () => {
  const fetch = window.fetch;
  beforeEach(() => window.sessionStorage.clear());
  afterEach(() => {
    window.fetch = fetch;
  });

  it('offers the identities of the demo, keeps the choice and forgets it on sign-out', async () => {
    const request = answer(200, {
      profile: { displayName: 'Reviewer' },
      backstageIdentity: {
        token: 'e30.e30.e30',
        identity: {
          type: 'user',
          userEntityRef: 'user:default/reviewer',
          ownershipEntityRefs: ['user:default/reviewer'],
        },
      },
    });
    const onSignInSuccess = renderSignIn({
      providers: { demo: { identities } },
    });
    expect(
      await screen.findByText('This is the local demo'),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('button', { name: /^Sign in as/ })).toHaveLength(
      3,
    );
    expect(screen.getByText('answers for production')).toBeInTheDocument();
    expect(screen.getByText('Open Create.')).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('button', { name: 'Sign in as reviewer' }),
    );
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalled());
    const [url, init] = request.mock.calls[0];
    expect(String(url)).toContain('/demo/refresh');
    expect(new Headers(init?.headers).get('x-demo-user')).toBe(
      'user:default/reviewer',
    );
    expect(window.sessionStorage.getItem(DEMO_IDENTITY_STORAGE_KEY)).toBe(
      'user:default/reviewer',
    );

    const identity = onSignInSuccess.mock.calls[0][0];
    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/reviewer',
    });
    await identity.signOut();
    expect(window.sessionStorage.getItem(DEMO_IDENTITY_STORAGE_KEY)).toBeNull();
  });

  it('signs in again with a kept choice, and lets one choose again when that fails', async () => {
    window.sessionStorage.setItem(
      DEMO_IDENTITY_STORAGE_KEY,
      'user:default/platform',
    );
    answer(404, {
      error: { name: 'NotFoundError', message: 'User not found' },
    });
    renderSignIn({ providers: { demo: { identities } } });
    expect(
      await screen.findByText('Signing in as platform failed'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Choose again' }));
    expect(
      await screen.findAllByRole('button', { name: /^Sign in as/ }),
    ).toHaveLength(3);
  });

  it('says so where no identity provider is configured', async () => {
    renderSignIn({});
    expect(
      await screen.findByText('Nobody can sign in yet'),
    ).toBeInTheDocument();
  });
});

describe('DemoBanner', () => {
  const renderBanner = (auth: object) =>
    renderInTestApp(
      <TestApiProvider
        apis={[
          [configApiRef, mockApis.config({ data: { auth: { ...auth } } })],
          [
            identityApiRef,
            mockApis.identity({ userEntityRef: 'user:default/developer' }),
          ],
        ]}
      >
        <DemoBanner />
        <p>page</p>
      </TestApiProvider>,
    );

  it('says who one is, in the demo only', async () => {
    const { unmount } = renderBanner({ providers: { demo: { identities } } });
    expect(
      await screen.findByText('Local demo, signed in as developer'),
    ).toBeInTheDocument();
    unmount();
    renderBanner({});
    expect(await screen.findByText('page')).toBeInTheDocument();
    expect(screen.queryByText(/Local demo/)).toBeNull();
  });
});
