import { Flex } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type {
  QueueEntry,
  QueuePriority,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  RunActions,
  TimeAgo,
  usePagedQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useListReady } from '../../hooks/useListReady';
import { useLiveReload } from '../../hooks/useLiveReload';
import { BlockingRunLink } from '../BlockingRunLink';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { RunCell } from './RunCell';

const PAGE_SIZE = 25;

const COLUMNS = ['Place', 'Run', 'Goes as', 'Waits since', 'Why it waits', ''];

const PRIORITY_WORDS: Record<QueuePriority, string> = {
  apply: 'Apply, goes first',
  plan: 'Plan',
  background: 'Background, goes last',
};

/** What waits for its turn or for a place, in the order in which it would start, and why. */
export const QueueSection = () => {
  const query = usePagedQuery(
    (api, cursor, signal) =>
      api.listQueue({ cursor, limit: PAGE_SIZE }, { signal }),
    [],
  );
  const ready = useListReady(query);
  useLiveReload(query);
  return (
    <Section title="Queue">
      <DataState query={query} ready={ready} what="The queue">
        {query.items.length === 0 ? (
          <EmptyState
            title="Nothing waits"
            text="Runs stand here while an earlier run of their workspace is open, or while every place of their executor or environment is taken."
          />
        ) : (
          <PlainTable label="Queue" columns={COLUMNS}>
            {query.items.map(entry => (
              <QueueRow
                key={entry.run.id}
                entry={entry}
                onChanged={query.reload}
              />
            ))}
          </PlainTable>
        )}
        <LoadMore query={query} />
      </DataState>
    </Section>
  );
};

function QueueRow(props: { entry: QueueEntry; onChanged: () => void }) {
  const { entry, onChanged } = props;
  const { run, priority, position, waitingFor } = entry;
  return (
    <TableRow>
      <TableCell>{position ?? '–'}</TableCell>
      <RunCell run={run} />
      <TableCell>{PRIORITY_WORDS[priority]}</TableCell>
      <TableCell>
        <TimeAgo at={run.statusAt} />
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="1" align="start">
          <span>{waitingFor?.message ?? 'It starts next.'}</span>
          <BlockingRunLink waitingFor={waitingFor} />
        </Flex>
      </TableCell>
      <TableCell>
        <RunActions run={run} onDone={onChanged} />
      </TableCell>
    </TableRow>
  );
}
