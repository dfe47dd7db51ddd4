import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_MODULE,
  ANNOTATION_WORKSPACE_ID,
} from '@planroom/backstage-plugin-terraform-common';
import { sampleRun } from '@planroom/backstage-plugin-terraform-react';
import { screen } from '@testing-library/react';
import {
  modulesRouteRef,
  runsRouteRef,
  workspacesRouteRef,
} from '../../routes';
import { testApis } from '../../__testUtils__/renderPlugin';
import {
  page,
  sampleModule,
  sampleWorkspace,
} from '../../__testUtils__/samples';
import {
  LatestRunCard,
  ModuleCard,
  ModuleWorkspacesCard,
  OutputsCard,
  PendingApprovalsCard,
} from '.';

jest.setTimeout(120_000);

const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef,
  '/terraform/runs': runsRouteRef,
  '/terraform/workspaces': workspacesRouteRef,
  '/terraform/modules': modulesRouteRef,
};

function entity(annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name: 'payments-db', annotations },
    spec: {},
  };
}

describe('entity cards', () => {
  it('show the latest run, what waits and the outputs of a workspace', async () => {
    renderInTestApp(
      <EntityProvider entity={entity({ [ANNOTATION_WORKSPACE_ID]: 'ws-1' })}>
        <LatestRunCard />
        <PendingApprovalsCard />
        <OutputsCard />
      </EntityProvider>,
      {
        mountedRoutes,
        apis: [
          ...testApis({
            listRuns: async () => page(sampleRun()),
            getWorkspace: async () => sampleWorkspace(),
            getStateOutputs: async () => [
              { name: 'endpoint', sensitive: false, value: 'https://db' },
            ],
          }),
        ],
      },
    );
    const run = await screen.findByRole('link', { name: 'Run 42' });
    expect(run).toHaveAttribute('href', `/terraform/runs/${sampleRun().id}`);
    expect(
      await screen.findByRole('link', { name: 'Review run 42' }),
    ).toBeInTheDocument();
    expect(await screen.findByText(/https:\/\/db/)).toBeInTheDocument();
  });

  it('show the inputs, outputs and workspaces of a module', async () => {
    renderInTestApp(
      <EntityProvider entity={entity({ [ANNOTATION_MODULE]: 'sandbox' })}>
        <ModuleCard />
        <ModuleWorkspacesCard />
      </EntityProvider>,
      {
        mountedRoutes,
        apis: [
          ...testApis({
            getModule: async () => sampleModule(),
            listWorkspaces: async () =>
              page(
                sampleWorkspace(),
                sampleWorkspace({
                  id: 'ws-2',
                  name: 'sandboxed',
                  module: { name: 'other', version: '1.0.0' },
                }),
              ),
          }),
        ],
      },
    );
    expect(await screen.findByText('replicas')).toBeInTheDocument();
    expect(
      await screen.findByText('Address of the service'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: /payments-db/ }),
    ).toBeInTheDocument();
    expect(screen.queryByText('sandboxed')).toBeNull();
  });
});
