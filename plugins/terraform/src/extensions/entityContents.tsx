import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { entityContentRouteRef } from '../routes';
import { isWorkspace } from './entityFilters';

export const entityContents = [
  EntityContentBlueprint.make({
    params: {
      path: 'terraform',
      title: 'Terraform',
      group: 'deployment',
      filter: isWorkspace,
      routeRef: entityContentRouteRef,
      loader: () =>
        import('../components/EntityWorkspaceContent').then(m => (
          <m.EntityWorkspaceContent />
        )),
    },
  }),
];
