import { Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type {
  Leases,
  Replica,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  TimeAgo,
  type TerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { HeartbeatSign } from './HeartbeatSign';

const COLUMNS = ['Replica', 'State', 'Started', 'Last heartbeat', 'Phases'];

/** The processes of the portal that share the work. */
export const ReplicasSection = (props: { leases: TerraformQuery<Leases> }) => {
  const { leases } = props;
  const replicas = leases.value?.replicas ?? [];
  return (
    <Section title="Replicas">
      <DataState
        query={leases}
        ready={leases.value !== undefined}
        what="The list of replicas"
      >
        {replicas.length === 0 ? (
          <EmptyState
            title="No replica has reported yet"
            text="Every process of the portal writes a heartbeat; what a silent one followed is taken over by another."
          />
        ) : (
          <PlainTable label="Replicas" columns={COLUMNS}>
            {replicas.map(replica => (
              <ReplicaRow key={replica.id} replica={replica} />
            ))}
          </PlainTable>
        )}
      </DataState>
    </Section>
  );
};

function ReplicaRow({ replica }: { replica: Replica }) {
  return (
    <TableRow>
      <TableCell>
        {replica.host}
        <Text as="div" color="secondary">
          process {replica.pid}
          {replica.answering && ' · this one'}
        </Text>
      </TableCell>
      <TableCell>
        <HeartbeatSign alive={replica.alive} />
      </TableCell>
      <TableCell>
        <TimeAgo at={replica.startedAt} />
      </TableCell>
      <TableCell>
        <TimeAgo at={replica.beatAt} />
      </TableCell>
      <TableCell>{replica.phases}</TableCell>
    </TableRow>
  );
}
