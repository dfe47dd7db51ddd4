import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiStackLine } from '@remixicon/react';
import { apis } from './extensions/apis';
import { entityCards } from './extensions/entityCards';
import { entityContents } from './extensions/entityContents';
import { formFields } from './extensions/formFields';
import { pages } from './extensions/pages';
import {
  accountRouteRef,
  accountsRouteRef,
  approvalsRouteRef,
  createRouteExternalRef,
  entityContentRouteRef,
  moduleRouteRef,
  modulesRouteRef,
  operationsRouteRef,
  overviewRouteRef,
  resourcesRouteRef,
  rootRouteRef,
  runRouteRef,
  runsRouteRef,
  templateExternalRouteRef,
  workspaceRouteRef,
  workspacesRouteRef,
} from './routes';

/**
 * The Terraform plugin: request, review and apply changes of infrastructure, and see what exists.
 *
 * @public
 */
export const terraformPlugin = createFrontendPlugin({
  pluginId: 'terraform',
  title: 'Terraform',
  icon: <RiStackLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    overview: overviewRouteRef,
    workspaces: workspacesRouteRef,
    workspace: workspaceRouteRef,
    runs: runsRouteRef,
    run: runRouteRef,
    approvals: approvalsRouteRef,
    modules: modulesRouteRef,
    module: moduleRouteRef,
    resources: resourcesRouteRef,
    accounts: accountsRouteRef,
    account: accountRouteRef,
    operations: operationsRouteRef,
    entityContent: entityContentRouteRef,
  },
  externalRoutes: {
    create: createRouteExternalRef,
    template: templateExternalRouteRef,
  },
  extensions: [
    ...apis,
    ...pages,
    ...entityContents,
    ...entityCards,
    ...formFields,
  ],
});
