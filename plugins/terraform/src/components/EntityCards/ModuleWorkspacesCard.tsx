import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { ANNOTATION_MODULE } from '@planroom/backstage-plugin-terraform-common';
import {
  useTerraformQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { WorkspacesTable } from '../WorkspacesPage/WorkspacesTable';
import { useEntityAnnotation } from './useEntityAnnotation';

const SEARCHED_MAX = 200;

/** Where the module is deployed, as far as the reader may see. */
export const ModuleWorkspacesCard = () => {
  const name = useEntityAnnotation(ANNOTATION_MODULE);
  const query = useTerraformQuery(
    async (api, signal) => {
      // The search narrows by module name among others; the list is then exact.
      const page = await api.listWorkspaces(
        { search: name, limit: SEARCHED_MAX },
        { signal },
      );
      return page.items.filter(({ module }) => module.name === name);
    },
    [name],
  );
  useTerraformSignal(query.reload);
  return (
    <EntityInfoCard title="Workspaces of this module">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The list of workspaces"
      >
        <WorkspacesTable
          workspaces={query.value ?? []}
          emptyState="It is deployed nowhere yet."
        />
      </DataState>
    </EntityInfoCard>
  );
};
