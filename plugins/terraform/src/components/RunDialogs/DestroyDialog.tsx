import { Text, TextField } from '@backstage/ui';
import type { Workspace } from '@planroom/backstage-plugin-terraform-common';
import { useState } from 'react';
import { useCreateRun } from '../../hooks/useCreateRun';
import { FormDialog } from '../FormDialog';

/** A plan to destroy everything, asked for only by somebody who writes what. */
export const DestroyDialog = (props: {
  workspace: Workspace;
  onClose: () => void;
}) => {
  const { workspace, onClose } = props;
  const [name, setName] = useState('');
  const [message, setMessage] = useState('');
  const { create, pending, error } = useCreateRun(workspace.id);
  const resources =
    workspace.resourceCount === 1
      ? '1 resource'
      : `${workspace.resourceCount} resources`;
  return (
    <FormDialog
      errorTitle="The run was not requested"
      title={`Destroy what ${workspace.name} deployed`}
      submitLabel="Plan the destruction"
      destructive
      canSubmit={name === workspace.name}
      pending={pending}
      error={error}
      onClose={onClose}
      onSubmit={() =>
        create({ kind: 'destroy', message: message.trim() || undefined })
      }
    >
      <Text as="p">
        {`This plans to destroy ${resources} in ${workspace.environment}. You see the plan first, and it is applied only when it is approved. The workspace, its history and its state versions stay.`}
      </Text>
      <TextField
        label="Why"
        description="For those who approve and for the history."
        value={message}
        onChange={setMessage}
      />
      <TextField
        label={`Type ${workspace.name} to confirm`}
        value={name}
        onChange={setName}
        autoComplete="off"
      />
    </FormDialog>
  );
};
