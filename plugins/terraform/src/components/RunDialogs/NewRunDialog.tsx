import { Radio, RadioGroup, Text, TextField } from '@backstage/ui';
import type {
  RunKind,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { useState } from 'react';
import { useCreateRun } from '../../hooks/useCreateRun';
import { FormDialog } from '../FormDialog';

const MESSAGE_MAX = 1_000;

const KINDS: ReadonlyArray<{ kind: RunKind; label: string; text: string }> = [
  {
    kind: 'plan_and_apply',
    label: 'Plan and apply',
    text: 'Plans the difference, then waits for the approvals of the environment and applies.',
  },
  {
    kind: 'plan_only',
    label: 'Plan only',
    text: 'Shows the difference. Nothing can be applied from it.',
  },
  {
    kind: 'refresh_only',
    label: 'Refresh only',
    text: 'Brings the state up to what really exists, without changing anything that exists.',
  },
];

/** A run with the variables as they are. */
export const NewRunDialog = (props: {
  workspace: Workspace;
  onClose: () => void;
}) => {
  const { workspace, onClose } = props;
  const [kind, setKind] = useState<RunKind>('plan_and_apply');
  const [message, setMessage] = useState('');
  const { create, pending, error } = useCreateRun(workspace.id);
  return (
    <FormDialog
      errorTitle="The run was not requested"
      title={`New run in ${workspace.name}`}
      submitLabel="Request run"
      pending={pending}
      error={error}
      onClose={onClose}
      onSubmit={() => create({ kind, message: message.trim() || undefined })}
    >
      <RadioGroup
        label="What should happen"
        value={kind}
        onChange={value =>
          setKind(
            KINDS.find(candidate => candidate.kind === value)?.kind ?? kind,
          )
        }
      >
        {KINDS.map(option => (
          <Radio key={option.kind} value={option.kind}>
            {option.label}
          </Radio>
        ))}
      </RadioGroup>
      <Text as="p" color="secondary">
        {KINDS.find(option => option.kind === kind)?.text}
      </Text>
      <TextField
        label="Message"
        description="Why, for those who approve and for the history."
        maxLength={MESSAGE_MAX}
        value={message}
        onChange={setMessage}
      />
    </FormDialog>
  );
};
