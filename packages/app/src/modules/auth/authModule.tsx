import {
  AppRootElementBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { DemoBanner } from './DemoBanner';
import { oidcAuthApi } from './oidcAuthApi';
import { PortalSignInPage } from './PortalSignInPage';

/** Sign-in: the local demo's identities or the identity provider of a real installation. */
export const authModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    oidcAuthApi,
    SignInPageBlueprint.make({
      params: { loader: async () => PortalSignInPage },
    }),
    AppRootElementBlueprint.make({
      name: 'demo-banner',
      params: { element: <DemoBanner /> },
    }),
  ],
});
