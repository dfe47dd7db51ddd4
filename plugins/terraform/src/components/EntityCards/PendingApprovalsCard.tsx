import { ButtonLink, Flex, Text } from '@backstage/ui';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { ANNOTATION_WORKSPACE_ID } from '@planroom/backstage-plugin-terraform-common';
import {
  PlanSummary,
  StatusSentence,
  useTerraformQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { statusesOf } from '../../runGroups';
import { DataState } from '../DataState';
import { useEntityAnnotation } from './useEntityAnnotation';

/** Plans of the workspace that wait for somebody's yes. */
export const PendingApprovalsCard = () => {
  const workspaceId = useEntityAnnotation(ANNOTATION_WORKSPACE_ID);
  const links = useTerraformLinks();
  const query = useTerraformQuery(
    (api, signal) =>
      api.listRuns(
        { workspace: workspaceId, status: statusesOf('waiting') },
        { signal },
      ),
    [workspaceId],
  );
  useTerraformSignal(
    query.reload,
    message => message.workspaceId === workspaceId,
  );
  return (
    <EntityInfoCard title="Pending approvals">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The list of approvals"
        rows={1}
      >
        {query.value?.items.length === 0 && (
          <Text as="p" color="secondary">
            Nothing waits for an approval.
          </Text>
        )}
        {query.value?.items.map(run => (
          <Flex key={run.id} direction="column" gap="2">
            <StatusSentence run={run} />
            {run.plan && <PlanSummary counts={run.plan} size="small" />}
            <div>
              <ButtonLink size="small" href={links.run(run.id)}>
                {`Review run ${run.number}`}
              </ButtonLink>
            </div>
          </Flex>
        ))}
      </DataState>
    </EntityInfoCard>
  );
};
