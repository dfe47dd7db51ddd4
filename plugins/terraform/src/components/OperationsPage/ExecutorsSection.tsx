import { Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type { ExecutorStatus } from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { HealthSign } from './HealthSign';
import { HeartbeatSign } from './HeartbeatSign';
import { useLiveQuery } from './useLiveQuery';

const COLUMNS = [
  'Executor',
  'Places in use',
  'Last heartbeat',
  'Health',
  'Environments',
];

/** Where phases are carried out, and how much room there is. */
export const ExecutorsSection = () => {
  const query = useLiveQuery((api, signal) => api.listExecutors({ signal }));
  const executors = query.value ?? [];
  return (
    <Section title="Executors">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The list of executors"
      >
        {executors.length === 0 ? (
          <EmptyState
            title="No executor has reported yet"
            text="An executor carries out plans and applies. It is configured under terraform.executors and reports here once a replica has started with it."
          />
        ) : (
          <PlainTable label="Executors" columns={COLUMNS}>
            {executors.map(executor => (
              <ExecutorRow
                key={`${executor.name} ${executor.replicaId ?? ''}`}
                executor={executor}
              />
            ))}
          </PlainTable>
        )}
      </DataState>
    </Section>
  );
};

function ExecutorRow({ executor }: { executor: ExecutorStatus }) {
  const { health } = executor;
  return (
    <TableRow>
      <TableCell>
        {executor.name}
        {executor.host && (
          <Text as="div" color="secondary">
            on {executor.host}
          </Text>
        )}
      </TableCell>
      <TableCell>
        {executor.inUse} of {executor.capacity}
      </TableCell>
      <TableCell>
        <HeartbeatSign alive={executor.alive} />{' '}
        <TimeAgo at={executor.lastHeartbeatAt} />
      </TableCell>
      <TableCell>
        {health ? (
          <>
            <HealthSign status={health.status} /> {health.message}
          </>
        ) : (
          'Known on its own machine only'
        )}
      </TableCell>
      <TableCell>{executor.environments.join(', ') || 'none'}</TableCell>
    </TableRow>
  );
}
