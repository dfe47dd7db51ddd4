import { Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import {
  EmptyState,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import {
  executorName,
  executorRows,
  type ExecutorPlaces,
} from './executorRows';
import { HealthWords } from './HealthWords';
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
            {executorRows(executors).map((places, index, rows) => (
              <ExecutorRows
                key={[places[0].name, places[0].replicaId].join(' ')}
                places={places}
                isLast={index === rows.length - 1}
              />
            ))}
          </PlainTable>
        )}
      </DataState>
    </Section>
  );
};

function ExecutorRows(props: { places: ExecutorPlaces; isLast: boolean }) {
  const { places, isLast } = props;
  const [{ health, environments }] = places;
  const shared = {
    rowSpan: places.length,
    // The table ends without a line, but these cells do not stand in its last row.
    style: isLast ? { borderBottom: 'none' } : undefined,
  };
  return (
    <>
      {places.map((executor, index) => (
        <TableRow key={executor.phase ?? ''}>
          <TableCell>
            {executorName(executor)}
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
          {index === 0 && (
            <>
              <TableCell {...shared}>
                {health ? (
                  <HealthWords
                    status={health.status}
                    message={health.message}
                  />
                ) : (
                  'Known on its own machine only'
                )}
              </TableCell>
              <TableCell {...shared}>
                {environments.join(', ') || 'none'}
              </TableCell>
            </>
          )}
        </TableRow>
      ))}
    </>
  );
}
