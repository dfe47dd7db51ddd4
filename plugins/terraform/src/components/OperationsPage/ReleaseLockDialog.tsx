import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text, TextField } from '@backstage/ui';
import type { HeldLock } from '@planroom/backstage-plugin-terraform-common';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { Facts } from '../Facts';
import { FormDialog } from '../FormDialog';
import { Mono } from '../Mono';
import { operationWord } from './operationWord';

/** Releases exactly the lock that was read here, by somebody who says why. */
export const ReleaseLockDialog = (props: {
  lock: HeldLock;
  onClose: () => void;
  onReleased: () => void;
}) => {
  const { lock, onClose, onReleased } = props;
  const api = useApi(terraformApiRef);
  const toastApi = useApi(toastApiRef);
  const [reason, setReason] = useState('');
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();

  const release = async () => {
    setPending(true);
    setError(undefined);
    try {
      await api.releaseLock(lock.workspaceId, {
        lockId: lock.lockId,
        reason: reason.trim(),
      });
      toastApi.post({
        title: `The lock of ${lock.workspaceName} is released`,
        status: 'success',
        timeout: 5_000,
      });
      onReleased();
      onClose();
    } catch (cause) {
      setError(cause as Error);
      setPending(false);
    }
  };

  return (
    <FormDialog
      title={`Release the lock of ${lock.workspaceName}`}
      submitLabel="Release lock"
      errorTitle="The lock was not released"
      destructive
      canSubmit={reason.trim() !== ''}
      pending={pending}
      error={error}
      onSubmit={release}
      onClose={onClose}
    >
      <Text as="p">
        The lock keeps two from writing the state at the same time. If its
        holder is still at work, releasing it may lose what that one writes; if
        its holder has ended, nothing but this lock keeps the next run from
        going on.
      </Text>
      <Alert
        status={lock.abandoned ? 'info' : 'warning'}
        icon
        title={
          lock.abandoned
            ? 'The holder is known to have ended'
            : 'The holder may still be at work'
        }
        description={lock.evidence}
      />
      <Facts
        direction="column"
        facts={[
          { label: 'Lock', value: <Mono>{lock.lockId}</Mono> },
          { label: 'Held by', value: lock.holder },
          { label: 'For', value: operationWord(lock) },
        ]}
      />
      <TextField
        label="Reason"
        description="It is audited, for those who wonder later."
        isRequired
        maxLength={1_000}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
};
