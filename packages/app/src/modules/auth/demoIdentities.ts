import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** Somebody whom a visitor of the local demo can be. */
export interface DemoIdentity {
  userEntityRef: string;
  title: string;
  description?: string;
  tryFirst?: string;
}

/** One identity per browser tab, so that two people can be tried side by side. */
export const DEMO_IDENTITY_STORAGE_KEY = 'planroom.demo.identity';

/** The identities of the local demo; empty in a real installation. */
export function readDemoIdentities(configApi: ConfigApi): DemoIdentity[] {
  const identities =
    configApi.getOptionalConfigArray('auth.providers.demo.identities') ?? [];
  return identities.map(identity => ({
    userEntityRef: identity.getString('userEntityRef'),
    title: identity.getString('title'),
    description: identity.getOptionalString('description'),
    tryFirst: identity.getOptionalString('tryFirst'),
  }));
}
