import { identityApiRef, type ApiRef } from '@backstage/frontend-plugin-api';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';
import {
  runEventsApiRef,
  terraformApiMock,
  terraformApiRef,
} from '@planroom/backstage-plugin-terraform-react';
import type { Entity } from '@backstage/catalog-model';
import { terraformPlugin } from '../plugin';
import { nothing } from './samples';

/** The first page is loaded lazily, which takes a while where everything is compiled on the way. */
export const FIRST = { timeout: 20_000 };

/** APIs that no test looks at, with the terraform API of the test. */
export function testApis(
  api: Partial<TerraformApi>,
  options: { allow?: boolean; entities?: Entity[] } = {},
): Array<[ApiRef<unknown>, object]> {
  return [
    [terraformApiRef, terraformApiMock({ ...nothing, ...api })],
    [runEventsApiRef, { subscribe: async () => {} }],
    [signalApiRef, { subscribe: () => ({ unsubscribe: () => {} }) }],
    [
      identityApiRef,
      mockApis.identity({ userEntityRef: 'user:default/developer' }),
    ],
    [
      permissionApiRef,
      mockApis.permission({
        authorize:
          options.allow === false
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      }),
    ],
    [catalogApiRef, catalogApiMock({ entities: options.entities ?? [] })],
  ];
}

/** The whole plugin at an address, with its own routing and tabs. */
export function renderPlugin(
  path: string,
  api: Partial<TerraformApi>,
  options: { allow?: boolean; entities?: Entity[] } = {},
) {
  return renderTestApp({
    features: [terraformPlugin],
    initialRouteEntries: [path],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [...testApis(api, options)],
  });
}
