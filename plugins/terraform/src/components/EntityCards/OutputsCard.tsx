import { Text } from '@backstage/ui';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { ANNOTATION_WORKSPACE_ID } from '@planroom/backstage-plugin-terraform-common';
import {
  Outputs,
  useTerraformQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { useEntityAnnotation } from './useEntityAnnotation';

/** Outputs of the workspace, to copy. */
export const OutputsCard = () => {
  const workspaceId = useEntityAnnotation(ANNOTATION_WORKSPACE_ID);
  const query = useTerraformQuery(
    async (api, signal) => {
      const workspace = await api.getWorkspace(workspaceId, { signal });
      return workspace.stateVersionId
        ? api.getStateOutputs(workspace.stateVersionId, { signal })
        : [];
    },
    [workspaceId],
  );
  useTerraformSignal(
    query.reload,
    message => message.workspaceId === workspaceId,
  );
  return (
    <EntityInfoCard title="Outputs">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The outputs"
        rows={2}
      >
        {query.value && query.value.length > 0 ? (
          <Outputs outputs={query.value} />
        ) : (
          <Text as="p" color="secondary">
            None before the first apply.
          </Text>
        )}
      </DataState>
    </EntityInfoCard>
  );
};
