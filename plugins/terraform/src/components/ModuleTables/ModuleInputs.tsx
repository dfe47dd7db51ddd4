import { Cell, Table, Text, type ColumnConfig } from '@backstage/ui';
import type {
  Module,
  ModuleVariable,
} from '@planroom/backstage-plugin-terraform-common';
import { Mono } from '../Mono';

type Row = ModuleVariable & { id: string };

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
    id: 'type',
    label: 'Type',
    defaultWidth: '2fr',
    cell: row => (
      <Cell>
        <Mono>{row.type}</Mono>
      </Cell>
    ),
  },
  {
    id: 'default',
    label: 'Default',
    cell: row => <Cell>{describeDefault(row)}</Cell>,
  },
  {
    id: 'description',
    label: 'Description',
    defaultWidth: '3fr',
    cell: row => (
      <Cell>
        <Text as="div" style={{ whiteSpace: 'pre-line' }}>
          {row.description}
        </Text>
        {row.validations.map(({ errorMessage }) => (
          <Text key={errorMessage} as="div" color="secondary">
            {errorMessage}
          </Text>
        ))}
      </Cell>
    ),
  },
];

function describeDefault(variable: ModuleVariable) {
  if (variable.required) return <Text weight="bold">required</Text>;
  if (variable.sensitive) return <Text color="secondary">sensitive</Text>;
  return <Mono>{JSON.stringify(variable.default ?? null)}</Mono>;
}

/** What a module asks. */
export const ModuleInputs = ({ module }: { module: Module }) => (
  <Table
    columnConfig={columns}
    data={module.variables.map(variable => ({
      ...variable,
      // Rows and columns share their keys, and a variable may be called "name".
      id: `variable ${variable.name}`,
    }))}
    pagination={{ type: 'none' }}
    emptyState="This module has no inputs."
  />
);
