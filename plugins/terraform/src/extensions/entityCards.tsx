import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { isModule, isWorkspace } from './entityFilters';

export const entityCards = [
  EntityCardBlueprint.make({
    name: 'latest-run',
    params: {
      filter: isWorkspace,
      loader: () =>
        import('../components/EntityCards').then(m => <m.LatestRunCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'pending-approvals',
    params: {
      filter: isWorkspace,
      loader: () =>
        import('../components/EntityCards').then(m => (
          <m.PendingApprovalsCard />
        )),
    },
  }),
  EntityCardBlueprint.make({
    name: 'outputs',
    params: {
      filter: isWorkspace,
      loader: () =>
        import('../components/EntityCards').then(m => <m.OutputsCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'module',
    params: {
      type: 'content',
      filter: isModule,
      loader: () =>
        import('../components/EntityCards').then(m => <m.ModuleCard />),
    },
  }),
  EntityCardBlueprint.make({
    name: 'module-workspaces',
    params: {
      type: 'content',
      filter: isModule,
      loader: () =>
        import('../components/EntityCards').then(m => (
          <m.ModuleWorkspacesCard />
        )),
    },
  }),
];
