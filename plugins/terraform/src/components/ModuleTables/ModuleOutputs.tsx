import { Cell, CellText, Table, type ColumnConfig } from '@backstage/ui';
import type { Module } from '@planroom/backstage-plugin-terraform-common';
import { Mono } from '../Mono';

type Row = Module['outputs'][number] & { id: string };

const columns: ColumnConfig<Row>[] = [
  {
    id: 'name',
    label: 'Name',
    isRowHeader: true,
    cell: row => (
      <Cell>
        <Mono>{row.name}</Mono>
      </Cell>
    ),
  },
  {
    id: 'sensitive',
    label: 'Shown',
    cell: row => (
      <CellText title={row.sensitive ? 'sensitive, never shown' : 'yes'} />
    ),
  },
  {
    id: 'description',
    label: 'Description',
    cell: row => <Cell>{row.description}</Cell>,
  },
];

/** What a module answers. */
export const ModuleOutputs = ({ module }: { module: Module }) => (
  <Table
    columnConfig={columns}
    data={module.outputs.map(output => ({
      ...output,
      id: `output ${output.name}`,
    }))}
    pagination={{ type: 'none' }}
    emptyState="This module has no outputs."
  />
);
