import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();
export const overviewRouteRef = createRouteRef();
export const workspacesRouteRef = createRouteRef();
export const runsRouteRef = createRouteRef();
export const approvalsRouteRef = createRouteRef();
export const modulesRouteRef = createRouteRef();
export const resourcesRouteRef = createRouteRef();
export const accountsRouteRef = createRouteRef();
export const operationsRouteRef = createRouteRef();
export const entityContentRouteRef = createRouteRef();

export const workspaceRouteRef = createSubRouteRef({
  parent: workspacesRouteRef,
  path: '/:workspaceId',
});
export const runRouteRef = createSubRouteRef({
  parent: runsRouteRef,
  path: '/:runId',
});
export const moduleRouteRef = createSubRouteRef({
  parent: modulesRouteRef,
  path: '/:moduleName',
});
export const accountRouteRef = createSubRouteRef({
  parent: accountsRouteRef,
  path: '/:accountName',
});

/** Where somebody chooses a template. */
export const createRouteExternalRef = createExternalRouteRef({
  defaultTarget: 'scaffolder.root',
});
/** The form of one template. */
export const templateExternalRouteRef = createExternalRouteRef({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
