import {
  Cell,
  Flex,
  SearchField,
  Table,
  type ColumnConfig,
} from '@backstage/ui';
import type { StateResource } from '@planroom/backstage-plugin-terraform-common';
import { usePagedQuery } from '@planroom/backstage-plugin-terraform-react';
import { useMemo, useState } from 'react';
import { useDebounced } from '../../hooks/useDebounced';
import { useListReady } from '../../hooks/useListReady';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { Mono } from '../Mono';
import { Section } from '../Section';

const PAGE_SIZE = 25;

type Row = Omit<StateResource, 'id'> & { id: string; resourceId?: string };

const columns: ColumnConfig<Row>[] = [
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
];

/** What the current state holds. */
export const WorkspaceResources = (props: { stateVersionId?: string }) => {
  const { stateVersionId } = props;
  const [text, setText] = useState('');
  const search = useDebounced(text.trim());
  const query = usePagedQuery(
    async (api, cursor, signal) =>
      stateVersionId
        ? api.listStateResources(
            stateVersionId,
            { search: search || undefined, cursor, limit: PAGE_SIZE },
            { signal },
          )
        : { items: [] },
    [stateVersionId, search],
  );
  const ready = useListReady(query, `${stateVersionId} ${search}`);
  const rows = useMemo(
    () =>
      query.items.map(resource => ({
        ...resource,
        id: resource.address,
        resourceId: resource.id,
      })),
    [query.items],
  );
  return (
    <Section title="Resources in the state">
      <Flex direction="column" gap="3">
        {stateVersionId && (
          <SearchField
            aria-label="Search resources in the state"
            placeholder="Search address, type or id"
            value={text}
            onChange={setText}
          />
        )}
        <DataState query={query} ready={ready} what="The state">
          <Table
            columnConfig={columns}
            data={rows}
            pagination={{ type: 'none' }}
            emptyState={
              search
                ? `Nothing matches "${search}".`
                : 'Nothing is deployed in this workspace.'
            }
          />
          <LoadMore query={query} />
        </DataState>
      </Flex>
    </Section>
  );
};
