import { Button, Flex, Link, Text } from '@backstage/ui';
import { usePermission } from '@backstage/plugin-permission-react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import {
  shortName,
  terraformStateUnlockPermission,
  type HeldLock,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  RunStatus,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { operationWord } from './operationWord';
import { ReleaseLockDialog } from './ReleaseLockDialog';
import { useLiveQuery } from './useLiveQuery';

const COLUMNS = ['Workspace', 'Held by', 'Run', 'Locked', 'Evidence', ''];

/** Which states are locked, by whom, and what speaks for or against releasing them. */
export const LocksSection = () => {
  const query = useLiveQuery((api, signal) => api.listLocks({ signal }));
  const [releasing, setReleasing] = useState<HeldLock>();
  const locks = query.value ?? [];
  return (
    <Section title="Locks">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The list of locks"
      >
        {locks.length === 0 ? (
          <EmptyState
            title="No state is locked"
            text="Terraform locks the state of a workspace while it writes, and releases it itself. A lock whose holder has died stands here with what is known about it."
          />
        ) : (
          <PlainTable label="Locks" columns={COLUMNS}>
            {locks.map(lock => (
              <LockRow
                key={lock.workspaceId}
                lock={lock}
                onRelease={() => setReleasing(lock)}
              />
            ))}
          </PlainTable>
        )}
      </DataState>
      {releasing && (
        <ReleaseLockDialog
          lock={releasing}
          onClose={() => setReleasing(undefined)}
          onReleased={query.reload}
        />
      )}
    </Section>
  );
};

function LockRow(props: { lock: HeldLock; onRelease: () => void }) {
  const { lock, onRelease } = props;
  const links = useTerraformLinks();
  const { allowed } = usePermission({
    permission: terraformStateUnlockPermission,
    resourceRef: lock.workspaceId,
  });
  return (
    <TableRow>
      <TableCell>
        <Link href={links.workspace(lock.workspaceId)} weight="bold">
          {lock.workspaceName}
        </Link>
        <Text as="div" color="secondary">
          {lock.environment} · {shortName(lock.owner)}
        </Text>
      </TableCell>
      <TableCell>
        {lock.holder ?? 'unknown'}
        {lock.operation && (
          <Text as="div" color="secondary">
            for {operationWord(lock)}
          </Text>
        )}
      </TableCell>
      <TableCell>
        {lock.run ? (
          <Flex gap="2" align="center">
            <Link
              href={links.run(lock.run.id)}
            >{`Run ${lock.run.number}`}</Link>
            <RunStatus run={lock.run} />
          </Flex>
        ) : (
          'none'
        )}
      </TableCell>
      <TableCell>
        <TimeAgo at={lock.lockedAt} />
      </TableCell>
      <TableCell>
        {lock.abandoned && (
          <Text as="div" color="warning" weight="bold">
            <span aria-hidden>!</span> Abandoned
          </Text>
        )}
        {lock.evidence}
      </TableCell>
      <TableCell>
        {allowed && (
          <Button variant="secondary" size="small" onPress={onRelease}>
            Release lock
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}
