import { SignInPage } from '@backstage/core-components';
import {
  configApiRef,
  githubAuthApiRef,
  useApi,
  type ConfigApi,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Alert, Container } from '@backstage/ui';
import { oidcAuthApiRef } from './oidcAuthApi';

const PROVIDERS = [
  {
    id: 'oidc',
    title: 'Single sign-on',
    message: 'Sign in with the account of your organization',
    apiRef: oidcAuthApiRef,
  },
  {
    id: 'github',
    title: 'GitHub',
    message: 'Sign in with your GitHub account',
    apiRef: githubAuthApiRef,
  },
];

function isConfigured(configApi: ConfigApi, provider: string): boolean {
  const environment =
    configApi.getOptionalString('auth.environment') ?? 'development';
  return configApi.has(`auth.providers.${provider}.${environment}.clientId`);
}

/** Sign-in of a real installation: a button for each identity provider that is configured. */
export const ProviderSignInPage = (props: SignInPageProps) => {
  const configApi = useApi(configApiRef);
  const providers = PROVIDERS.filter(({ id }) => isConfigured(configApi, id));

  if (providers.length === 0) {
    return (
      <Container pt="8">
        <Alert
          status="warning"
          icon
          title="Nobody can sign in yet"
          description="No identity provider is configured for this environment. Set auth.providers.oidc or auth.providers.github, and auth.environment, in the configuration of the portal."
        />
      </Container>
    );
  }
  if (providers.length === 1) {
    return <SignInPage {...props} provider={providers[0]} />;
  }
  return <SignInPage {...props} providers={providers} align="center" />;
};
