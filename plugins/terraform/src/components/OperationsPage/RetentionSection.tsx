import { Flex, Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import {
  shortName,
  type RetentionReport,
  type RetentionStatus,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { RetentionActions } from './RetentionActions';
import { describeRemoved, keptFor } from './retentionWords';
import { useLiveQuery } from './useLiveQuery';

const COLUMNS = [
  'Environment',
  'Logs',
  'Single changes of plans',
  'State versions',
];

/** How long what is kept, and what the last round removed. Counts and decisions are kept for ever. */
export const RetentionSection = () => {
  const query = useLiveQuery((api, signal) => api.getRetention({ signal }));
  return (
    <Section title="Retention">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The retention"
      >
        {query.value && (
          <Flex direction="column" gap="3">
            <Policies policies={query.value.policies} />
            <Text as="p" color="secondary">
              Counts, decisions and the history of runs are kept for ever. The
              current state, the last 20 versions and those that an open run
              refers to are never removed.
            </Text>
            <LastRound report={query.value.last} />
            <RetentionActions onRemoved={query.reload} />
          </Flex>
        )}
      </DataState>
    </Section>
  );
};

function Policies({ policies }: Pick<RetentionStatus, 'policies'>) {
  if (policies.length === 0) {
    return (
      <EmptyState
        title="No environment is configured"
        text="How long logs, plans and state versions are kept stands under terraform.environments.<name>.retention."
      />
    );
  }
  return (
    <PlainTable label="Retention by environment" columns={COLUMNS}>
      {policies.map(({ environment, logs, plans, stateVersions }) => (
        <TableRow key={environment}>
          <TableCell>{environment}</TableCell>
          <TableCell>{keptFor(logs)}</TableCell>
          <TableCell>{keptFor(plans)}</TableCell>
          <TableCell>{keptFor(stateVersions)}</TableCell>
        </TableRow>
      ))}
    </PlainTable>
  );
}

function LastRound({ report }: { report: RetentionReport | undefined }) {
  if (!report) {
    return (
      <Text as="p">Nothing was removed so far: no round was made yet.</Text>
    );
  }
  return (
    <Text as="p">
      Last round <TimeAgo at={report.at} />
      {report.by ? `, asked for by ${shortName(report.by)}` : ', by itself'}:
      removed {describeRemoved(report.counts)}.
    </Text>
  );
}
