import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { readDemoIdentities } from './demoIdentities';
import { DemoSignInPage } from './DemoSignInPage';
import { ProviderSignInPage } from './ProviderSignInPage';

/** The demo's cards where the demo's identities are configured, the identity provider everywhere else. */
export const PortalSignInPage = (props: SignInPageProps) => {
  const identities = readDemoIdentities(useApi(configApiRef));
  return identities.length > 0 ? (
    <DemoSignInPage {...props} identities={identities} />
  ) : (
    <ProviderSignInPage {...props} />
  );
};
