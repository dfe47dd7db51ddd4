import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { EmptyState } from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { HealthSign } from '../HealthSign';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { healthChecks } from './healthChecks';
import { useLiveQuery } from './useLiveQuery';

/** What works and what does not, each with the sentence that mends it. */
export const HealthSection = () => {
  const query = useLiveQuery((api, signal) => api.getHealth({ signal }));
  const checks = query.value ? healthChecks(query.value) : [];
  return (
    <Section title="Health">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The health of the plugin"
      >
        {checks.length === 0 ? (
          <EmptyState
            title="Nothing is checked"
            text="Database, modules, environments and executors report here once the backend has started."
          />
        ) : (
          <PlainTable
            label="Health checks"
            columns={['State', 'Check', 'What it says']}
          >
            {checks.map(({ id, name, status, sentence }) => (
              <TableRow key={id}>
                <TableCell>
                  <HealthSign status={status} />
                </TableCell>
                <TableCell>{name}</TableCell>
                <TableCell>{sentence}</TableCell>
              </TableRow>
            ))}
          </PlainTable>
        )}
      </DataState>
    </Section>
  );
};
