import { identityApiRef, type ApiRef } from '@backstage/frontend-plugin-api';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type {
  RunEvent,
  TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
import {
  runEventsApiRef,
  terraformApiMock,
  terraformApiRef,
  type SubscribeToRunOptions,
} from '@planroom/backstage-plugin-terraform-react';
import type { Entity } from '@backstage/catalog-model';
import { terraformPlugin } from '../plugin';
import { nothing } from './samples';

/** The first page is loaded lazily, which takes a while where everything is compiled on the way. */
export const FIRST = { timeout: 20_000 };

export type TestOptions = {
  /** Whether everything is permitted, or what by name; all of it unless said otherwise. */
  allow?: boolean | ((permission: string) => boolean);
  entities?: Entity[];
  /** What the stream of any run tells at once, before it ends. */
  events?: RunEvent[];
};

/** APIs that no test looks at, with the terraform API of the test. */
export function testApis(
  api: Partial<TerraformApi>,
  options: TestOptions = {},
): Array<[ApiRef<unknown>, object]> {
  return [
    [terraformApiRef, terraformApiMock({ ...nothing, ...api })],
    [
      runEventsApiRef,
      {
        async subscribe(_runId: string, { onEvents }: SubscribeToRunOptions) {
          if (options.events) onEvents(options.events);
        },
      },
    ],
    [signalApiRef, { subscribe: () => ({ unsubscribe: () => {} }) }],
    [
      identityApiRef,
      mockApis.identity({ userEntityRef: 'user:default/developer' }),
    ],
    [
      permissionApiRef,
      mockApis.permission({
        authorize: ({ permission }) =>
          allows(options, permission.name)
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      }),
    ],
    [catalogApiRef, catalogApiMock({ entities: options.entities ?? [] })],
  ];
}

function allows({ allow = true }: TestOptions, permission: string): boolean {
  return typeof allow === 'function' ? allow(permission) : allow;
}

/** The whole plugin at an address, with its own routing and tabs. */
export function renderPlugin(
  path: string,
  api: Partial<TerraformApi>,
  options: TestOptions = {},
) {
  return renderTestApp({
    features: [terraformPlugin],
    initialRouteEntries: [path],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [...testApis(api, options)],
  });
}
