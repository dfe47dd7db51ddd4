import {
  Cell,
  CellText,
  Flex,
  Table,
  Text,
  type ColumnConfig,
} from '@backstage/ui';
import {
  shortName,
  type Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { RunStatus, TimeAgo } from '@planroom/backstage-plugin-terraform-react';
import { useMemo, type ReactNode } from 'react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { Mono } from '../Mono';

/** Workspaces, one row each; a row leads to the workspace. */
export const WorkspacesTable = (props: {
  workspaces: Workspace[];
  emptyState?: ReactNode;
}) => {
  const links = useTerraformLinks();
  const columns = useMemo<ColumnConfig<Workspace>[]>(
    () => [
      {
        id: 'name',
        label: 'Name',
        isRowHeader: true,
        cell: workspace => (
          <CellText
            title={workspace.name}
            description={workspace.description}
            href={links.workspace(workspace.id)}
          />
        ),
      },
      {
        id: 'module',
        label: 'Module',
        cell: ({ module }) => (
          <Cell>
            <Mono>{`${module.name}@${module.version}`}</Mono>
          </Cell>
        ),
      },
      {
        id: 'environment',
        label: 'Environment',
        cell: ({ environment }) => <CellText title={environment} />,
      },
      {
        id: 'owner',
        label: 'Owner',
        cell: ({ owner }) => <CellText title={shortName(owner)} />,
      },
      {
        id: 'resources',
        label: 'Resources',
        cell: ({ resourceCount }) => <CellText title={`${resourceCount}`} />,
      },
      {
        id: 'latest-run',
        label: 'Latest run',
        defaultWidth: '2fr',
        cell: ({ latestRun }) => (
          <Cell>
            {latestRun ? (
              <Flex align="center" gap="2">
                <RunStatus run={latestRun} />
                <Text color="secondary">
                  run {latestRun.number}, <TimeAgo at={latestRun.statusAt} />
                </Text>
              </Flex>
            ) : (
              <Text color="secondary">none yet</Text>
            )}
          </Cell>
        ),
      },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the addresses of a mounted plugin do not change
    [],
  );
  return (
    <Table
      columnConfig={columns}
      data={props.workspaces}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: workspace => links.workspace(workspace.id) }}
      emptyState={props.emptyState}
    />
  );
};
