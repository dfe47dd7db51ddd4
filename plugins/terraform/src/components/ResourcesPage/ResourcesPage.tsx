import {
  ButtonLink,
  Cell,
  CellText,
  Container,
  Flex,
  SearchField,
  Table,
  type ColumnConfig,
} from '@backstage/ui';
import {
  shortName,
  type Resource,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  usePagedQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useMemo, useState } from 'react';
import { useDebounced } from '../../hooks/useDebounced';
import { useListReady } from '../../hooks/useListReady';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { Mono } from '../Mono';
import { ViewHeader } from '../ViewHeader';

const PAGE_SIZE = 50;

/** What exists, where, and whose? */
export const ResourcesPage = () => {
  const links = useTerraformLinks();
  const [text, setText] = useState('');
  const search = useDebounced(text.trim());
  const query = usePagedQuery(
    (api, cursor, signal) =>
      api.listResources(
        { search: search || undefined, cursor, limit: PAGE_SIZE },
        { signal },
      ),
    [search],
  );
  const ready = useListReady(query, search);
  useTerraformSignal(query.reload);

  return (
    <Container>
      <Flex direction="column" gap="4">
        <ViewHeader
          title="Resources"
          description="Everything that Terraform manages and you may see."
        />
        <SearchField
          aria-label="Search resources"
          placeholder="Search address, type, id or workspace"
          value={text}
          onChange={setText}
        />
        <DataState query={query} ready={ready} what="The list of resources">
          <ResourcesTable
            resources={query.items}
            emptyState={
              search ? (
                <EmptyState title={`Nothing matches "${search}"`} />
              ) : (
                <EmptyState
                  title="No resources yet"
                  text="Resources appear here when a run was applied."
                  action={
                    links.create && (
                      <ButtonLink href={links.create}>Create</ButtonLink>
                    )
                  }
                />
              )
            }
          />
          <LoadMore query={query} />
        </DataState>
      </Flex>
    </Container>
  );
};

type ResourceRow = Resource & { resourceId?: string };

function ResourcesTable(props: {
  resources: Resource[];
  emptyState: JSX.Element;
}) {
  const links = useTerraformLinks();
  // The table needs an id per row, and a resource's own id is neither always there nor unique across workspaces.
  const rows = useMemo(
    () =>
      props.resources.map(resource => ({
        ...resource,
        resourceId: resource.id,
        id: `${resource.workspaceId} ${resource.address}`,
      })),
    [props.resources],
  );
  const columns: ColumnConfig<ResourceRow & { id: string }>[] = [
    {
      id: 'address',
      label: 'Address',
      isRowHeader: true,
      cell: row => (
        <Cell>
          <Mono>{row.address}</Mono>
        </Cell>
      ),
    },
    {
      id: 'type',
      label: 'Type',
      cell: row => (
        <Cell>
          <Mono>{row.type}</Mono>
        </Cell>
      ),
    },
    {
      id: 'id',
      label: 'Id',
      cell: row => (
        <Cell>
          <Mono>{row.resourceId ?? ''}</Mono>
        </Cell>
      ),
    },
    {
      id: 'workspace',
      label: 'Workspace',
      cell: row => (
        <CellText
          title={row.workspaceName}
          description={row.environment}
          href={links.workspace(row.workspaceId)}
        />
      ),
    },
    {
      id: 'owner',
      label: 'Owner',
      cell: row => <CellText title={shortName(row.owner)} />,
    },
  ];
  return (
    <Table
      columnConfig={columns}
      data={rows}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: row => links.workspace(row.workspaceId) }}
      emptyState={props.emptyState}
    />
  );
}
