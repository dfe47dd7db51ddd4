import { Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type {
  Leases,
  RunningPhase,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  RunActions,
  TimeAgo,
  type TerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { RunCell } from './RunCell';

const COLUMNS = [
  'Run',
  'Phase',
  'Executor',
  'Since',
  'Followed by',
  'State',
  '',
];

/** What Terraform is doing right now, and what may need a hand. */
export const RunningSection = (props: { leases: TerraformQuery<Leases> }) => {
  const { leases } = props;
  const phases = leases.value?.phases ?? [];
  return (
    <Section title="Running">
      <DataState
        query={leases}
        ready={leases.value !== undefined}
        what="What is running"
      >
        {phases.length === 0 ? (
          <EmptyState
            title="Nothing runs"
            text="A plan or an apply stands here from its start until its end was seen, with the replica that follows it."
          />
        ) : (
          <PlainTable label="Running phases" columns={COLUMNS}>
            {phases.map(phase => (
              <PhaseRow
                key={phase.run.id}
                phase={phase}
                onChanged={leases.reload}
              />
            ))}
          </PlainTable>
        )}
      </DataState>
    </Section>
  );
};

function PhaseRow(props: { phase: RunningPhase; onChanged: () => void }) {
  const { phase, onChanged } = props;
  const { cancelRequestedAt, forceCancelFrom, forceCancelRequestedAt } = phase;
  return (
    <TableRow>
      <RunCell run={phase.run} />
      <TableCell>{phase.phase === 'plan' ? 'Plan' : 'Apply'}</TableCell>
      <TableCell>{phase.executor}</TableCell>
      <TableCell>
        <TimeAgo at={phase.startedAt} />
      </TableCell>
      <TableCell>{followedBy(phase)}</TableCell>
      <TableCell>
        <PhaseState phase={phase} />
      </TableCell>
      <TableCell>
        <RunActions
          run={{
            ...phase.run,
            cancelRequestedAt,
            forceCancelFrom,
            forceCancelRequestedAt,
          }}
          onDone={onChanged}
        />
      </TableCell>
    </TableRow>
  );
}

function followedBy({ replicaId, replicaHost }: RunningPhase): string {
  if (!replicaId) return 'nobody right now';
  return replicaHost ?? 'a replica that is gone';
}

function PhaseState({ phase }: { phase: RunningPhase }) {
  return (
    <>
      {phase.stuck && (
        <Text as="div" color="warning">
          <span aria-hidden>!</span> {phase.stuck}
        </Text>
      )}
      {phase.cancelRequestedAt && (
        <Text as="div" color="secondary">
          {'Asked to stop '}
          <TimeAgo at={phase.cancelRequestedAt} />
          {phase.forceCancelRequestedAt && (
            <>
              {', to be ended by force since '}
              <TimeAgo at={phase.forceCancelRequestedAt} />
            </>
          )}
        </Text>
      )}
      {!phase.stuck && !phase.cancelRequestedAt && 'At work'}
    </>
  );
}
