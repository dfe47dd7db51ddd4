import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';

/** Who is signed in; undefined until known. */
export function useUserEntityRef(): string | undefined {
  const identityApi = useApi(identityApiRef);
  return useTerraformQuery(
    async () => (await identityApi.getBackstageIdentity()).userEntityRef,
    [identityApi],
  ).value;
}
