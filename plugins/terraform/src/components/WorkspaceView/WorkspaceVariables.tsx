import { Table, Cell, Text, type ColumnConfig } from '@backstage/ui';
import type { Workspace } from '@planroom/backstage-plugin-terraform-common';
import { useMemo } from 'react';
import { isSensitive } from '../../variables';
import { Locked } from '../Locked';
import { Mono } from '../Mono';
import { Section } from '../Section';

type Row = { id: string; name: string; value: unknown };

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
    id: 'value',
    label: 'Value',
    cell: row => (
      <Cell>
        {isSensitive(row.value) ? (
          <Text color="secondary">
            <Locked text="sensitive" />
          </Text>
        ) : (
          <Mono>
            {typeof row.value === 'string'
              ? row.value
              : JSON.stringify(row.value)}
          </Mono>
        )}
      </Cell>
    ),
  },
];

/** The variables in force: those of the last apply. */
export const WorkspaceVariables = ({ workspace }: { workspace: Workspace }) => {
  const rows = useMemo(
    () =>
      Object.entries(workspace.variables).map(([name, value]) => ({
        // Rows and columns share their keys, and a variable may be called "name".
        id: `variable ${name}`,
        name,
        value,
      })),
    [workspace.variables],
  );
  return (
    <Section title="Variables in force">
      <Table
        columnConfig={columns}
        data={rows}
        pagination={{ type: 'none' }}
        emptyState="None is set: the defaults of the module apply."
      />
    </Section>
  );
};
