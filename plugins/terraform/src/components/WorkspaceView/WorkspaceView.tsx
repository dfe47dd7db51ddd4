import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import { Flex, Grid } from '@backstage/ui';
import type { Workspace } from '@planroom/backstage-plugin-terraform-common';
import {
  useTerraformQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { WorkspaceHeader } from './WorkspaceHeader';
import { WorkspaceOutputs } from './WorkspaceOutputs';
import { WorkspaceResources } from './WorkspaceResources';
import { WorkspaceRuns } from './WorkspaceRuns';
import { WorkspaceStateVersions } from './WorkspaceStateVersions';
import { WorkspaceVariables } from './WorkspaceVariables';

/** One workspace: what is deployed, and is it healthy? On its own page and on the entity's tab. */
export const WorkspaceView = (props: {
  workspaceId: string;
  /** On a catalog page, which has its own title and breadcrumbs. */
  embedded?: boolean;
}) => {
  const { workspaceId, embedded = false } = props;
  const links = useTerraformLinks();
  const query = useTerraformQuery(
    (api, signal) => api.getWorkspace(workspaceId, { signal }),
    [workspaceId],
  );
  useTerraformSignal(
    query.reload,
    message => message.workspaceId === workspaceId,
  );
  const workspace = query.value;
  return (
    <DataState
      query={query}
      ready={workspace !== undefined}
      what="This workspace"
      rows={8}
    >
      {workspace && embedded && <Content workspace={workspace} embedded />}
      {workspace && !embedded && (
        <BreadcrumbEntry
          entry={{ label: workspace.name, href: links.workspace(workspaceId) }}
        >
          <Content workspace={workspace} />
        </BreadcrumbEntry>
      )}
    </DataState>
  );
};

function Content(props: { workspace: Workspace; embedded?: boolean }) {
  const { workspace, embedded } = props;
  return (
    <Flex direction="column" gap="4">
      <WorkspaceHeader workspace={workspace} embedded={embedded} />
      <Grid.Root columns={{ initial: '1', lg: '2' }} gap="4">
        <Flex direction="column" gap="4">
          <WorkspaceOutputs stateVersionId={workspace.stateVersionId} />
          <WorkspaceVariables workspace={workspace} />
        </Flex>
        <WorkspaceRuns workspace={workspace} />
      </Grid.Root>
      <WorkspaceResources stateVersionId={workspace.stateVersionId} />
      <WorkspaceStateVersions workspace={workspace} />
    </Flex>
  );
}
