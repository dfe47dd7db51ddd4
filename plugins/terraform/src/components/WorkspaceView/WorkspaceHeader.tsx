import { Alert, Flex, Link } from '@backstage/ui';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import type { Workspace } from '@planroom/backstage-plugin-terraform-common';
import {
  CopyableId,
  RunStatus,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { Facts } from '../Facts';
import { Mono } from '../Mono';
import { WorkspaceActions } from '../RunDialogs';
import { ViewHeader } from '../ViewHeader';

/** What the workspace is, whose it is, and what can be done with it. */
export const WorkspaceHeader = (props: {
  workspace: Workspace;
  embedded?: boolean;
}) => {
  const { workspace, embedded } = props;
  const links = useTerraformLinks();
  const { latestRun, lock, module } = workspace;
  return (
    <Flex direction="column" gap="4">
      <ViewHeader
        title={`${workspace.name} · ${workspace.environment}`}
        description={workspace.description}
        actions={<WorkspaceActions workspace={workspace} />}
      />
      {lock && (
        <Alert
          status="warning"
          icon
          title="The state is locked"
          description={
            <>
              Since <TimeAgo at={lock.at} />
              {lock.runId && (
                <>
                  {', by '}
                  <Link href={links.run(lock.runId)}>a run</Link>
                </>
              )}
              . The lock is released when its run ends.
            </>
          }
        />
      )}
      <Facts
        facts={[
          {
            label: 'Module',
            value: (
              <>
                <Link href={links.module(module.name)}>{module.name}</Link>{' '}
                <Mono>{module.version}</Mono>
              </>
            ),
          },
          { label: 'Environment', value: workspace.environment },
          {
            label: 'Account',
            value: workspace.account && (
              <Link href={links.account(workspace.account)}>
                {workspace.account}
              </Link>
            ),
          },
          {
            label: 'Owner',
            value: (
              <EntityRefLink entityRef={workspace.owner} defaultKind="group" />
            ),
          },
          {
            label: 'System',
            value: workspace.system && (
              <EntityRefLink
                entityRef={workspace.system}
                defaultKind="system"
              />
            ),
          },
          { label: 'Resources', value: `${workspace.resourceCount}` },
          {
            label: 'Latest run',
            value: latestRun && (
              <Flex align="center" gap="2">
                <RunStatus run={latestRun} />
                <Link href={links.run(latestRun.id)}>
                  {`Run ${latestRun.number}`}
                </Link>
              </Flex>
            ),
          },
          { label: 'Created', value: <TimeAgo at={workspace.createdAt} /> },
          { label: 'Id', value: <CopyableId id={workspace.id} /> },
          {
            label: 'Elsewhere',
            value: embedded ? (
              <Link href={links.workspace(workspace.id)}>
                Open in Terraform
              </Link>
            ) : (
              <EntityRefLink
                entityRef={workspace.entityRef}
                title="Open in the catalog"
              />
            ),
          },
        ]}
      />
    </Flex>
  );
};
