import {
  Badge,
  Cell,
  CellText,
  Flex,
  Link,
  Table,
  type ColumnConfig,
} from '@backstage/ui';
import type {
  StateVersion,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import {
  CopyableId,
  TimeAgo,
  usePagedQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useListReady } from '../../hooks/useListReady';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { Mono } from '../Mono';
import { Section } from '../Section';

const PAGE_SIZE = 10;

/** Every state that the workspace has had; none is ever overwritten. */
export const WorkspaceStateVersions = (props: { workspace: Workspace }) => {
  const { id, stateVersionId } = props.workspace;
  const links = useTerraformLinks();
  const query = usePagedQuery(
    (api, cursor, signal) =>
      api.listStateVersions(id, { cursor, limit: PAGE_SIZE }, { signal }),
    [id, stateVersionId],
  );
  const ready = useListReady(query, stateVersionId);
  const columns: ColumnConfig<StateVersion>[] = [
    {
      id: 'serial',
      label: 'Serial',
      isRowHeader: true,
      cell: version => (
        <Cell>
          <Flex align="center" gap="2">
            <Mono>{version.serial}</Mono>
            {version.id === stateVersionId && <Badge>current</Badge>}
            {version.recovered && <Badge>recovered</Badge>}
          </Flex>
        </Cell>
      ),
    },
    {
      id: 'at',
      label: 'When',
      cell: version => (
        <Cell>
          <TimeAgo at={version.createdAt} />
        </Cell>
      ),
    },
    {
      id: 'run',
      label: 'By',
      cell: version => (
        <Cell>
          {version.runId ? (
            <Link href={links.run(version.runId)}>the run that made it</Link>
          ) : (
            'outside of a run'
          )}
        </Cell>
      ),
    },
    {
      id: 'resources',
      label: 'Resources',
      cell: version => <CellText title={`${version.resourceCount}`} />,
    },
    {
      id: 'terraform',
      label: 'Terraform',
      cell: version => (
        <Cell>
          <Mono>{version.terraformVersion ?? ''}</Mono>
        </Cell>
      ),
    },
    {
      id: 'id',
      label: 'Id',
      cell: version => (
        <Cell>
          <CopyableId id={version.id} />
        </Cell>
      ),
    },
  ];
  return (
    <Section title="State versions">
      <DataState query={query} ready={ready} what="The list of state versions">
        <Table
          columnConfig={columns}
          data={query.items}
          pagination={{ type: 'none' }}
          emptyState="The first apply writes the first state."
        />
        <LoadMore query={query} />
      </DataState>
    </Section>
  );
};
