import { Flex, Link, Text } from '@backstage/ui';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import {
  ANNOTATION_WORKSPACE_ID,
  shortName,
} from '@planroom/backstage-plugin-terraform-common';
import {
  PlanSummary,
  RunStatus,
  StatusSentence,
  TimeAgo,
  useTerraformQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { useEntityAnnotation } from './useEntityAnnotation';

/** How the newest run of the workspace stands and what its plan does. */
export const LatestRunCard = () => {
  const workspaceId = useEntityAnnotation(ANNOTATION_WORKSPACE_ID);
  const links = useTerraformLinks();
  const query = useTerraformQuery(
    (api, signal) =>
      api.listRuns({ workspace: workspaceId, limit: 1 }, { signal }),
    [workspaceId],
  );
  useTerraformSignal(
    query.reload,
    message => message.workspaceId === workspaceId,
  );
  const run = query.value?.items[0];
  return (
    <EntityInfoCard title="Latest run">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The latest run"
        rows={2}
      >
        {run ? (
          <Flex direction="column" gap="2">
            <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
              <Link href={links.run(run.id)} weight="bold">
                {`Run ${run.number}`}
              </Link>
              <RunStatus run={run} />
            </Flex>
            <StatusSentence run={run} />
            {run.plan && <PlanSummary counts={run.plan} size="small" />}
            <Text as="p" color="secondary">
              {shortName(run.requestedBy)}, <TimeAgo at={run.createdAt} />
              {run.message ? `: "${run.message}"` : ''}
            </Text>
          </Flex>
        ) : (
          <Text as="p" color="secondary">
            No runs yet.
          </Text>
        )}
      </DataState>
    </EntityInfoCard>
  );
};
