import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiStackLine } from '@remixicon/react';
import {
  accountsRouteRef,
  approvalsRouteRef,
  modulesRouteRef,
  operationsRouteRef,
  overviewRouteRef,
  resourcesRouteRef,
  rootRouteRef,
  runsRouteRef,
  workspacesRouteRef,
} from '../routes';

export const pages = [
  PageBlueprint.make({
    params: {
      path: '/terraform',
      title: 'Terraform',
      icon: <RiStackLine />,
      routeRef: rootRouteRef,
    },
  }),
  SubPageBlueprint.make({
    name: 'overview',
    params: {
      path: 'overview',
      title: 'Overview',
      routeRef: overviewRouteRef,
      loader: () =>
        import('../components/OverviewPage').then(m => <m.OverviewPage />),
    },
  }),
  SubPageBlueprint.make({
    name: 'workspaces',
    params: {
      path: 'workspaces',
      title: 'Workspaces',
      routeRef: workspacesRouteRef,
      loader: () =>
        import('../components/WorkspacesPage').then(m => (
          <m.WorkspacesRoutes />
        )),
    },
  }),
  SubPageBlueprint.make({
    name: 'runs',
    params: {
      path: 'runs',
      title: 'Runs',
      routeRef: runsRouteRef,
      loader: () =>
        import('../components/RunsPage').then(m => <m.RunsRoutes />),
    },
  }),
  SubPageBlueprint.make({
    name: 'approvals',
    params: {
      path: 'approvals',
      title: 'Approvals',
      routeRef: approvalsRouteRef,
      loader: () =>
        import('../components/ApprovalsPage').then(m => <m.ApprovalsPage />),
    },
  }),
  SubPageBlueprint.make({
    name: 'modules',
    params: {
      path: 'modules',
      title: 'Modules',
      routeRef: modulesRouteRef,
      loader: () =>
        import('../components/ModulesPage').then(m => <m.ModulesRoutes />),
    },
  }),
  SubPageBlueprint.make({
    name: 'resources',
    params: {
      path: 'resources',
      title: 'Resources',
      routeRef: resourcesRouteRef,
      loader: () =>
        import('../components/ResourcesPage').then(m => <m.ResourcesPage />),
    },
  }),
  SubPageBlueprint.make({
    name: 'accounts',
    params: {
      path: 'accounts',
      title: 'Accounts',
      routeRef: accountsRouteRef,
      loader: () =>
        import('../components/AccountsPage').then(m => <m.AccountsRoutes />),
    },
  }),
  SubPageBlueprint.make({
    name: 'operations',
    params: {
      path: 'operations',
      title: 'Operations',
      routeRef: operationsRouteRef,
      loader: () =>
        import('../components/OperationsPage').then(m => <m.OperationsPage />),
    },
  }),
];
