import { Text, TextField } from '@backstage/ui';
import type {
  Module,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useCreateRun } from '../../hooks/useCreateRun';
import { DataState } from '../DataState';
import { FormDialog } from '../FormDialog';
import { VariableField } from './VariableField';
import {
  changedVariables,
  problemOf,
  type VariableEdits,
} from './variableForm';

function hasProblem(module: Module, edits: VariableEdits): boolean {
  return module.variables.some(variable => {
    const edit = edits[variable.name];
    return typeof edit === 'string' && Boolean(problemOf(variable, edit));
  });
}

/** A run with other variables; they are kept when it is applied. */
export const ChangeVariablesDialog = (props: {
  workspace: Workspace;
  onClose: () => void;
}) => {
  const { workspace, onClose } = props;
  const [edits, setEdits] = useState<VariableEdits>({});
  const [message, setMessage] = useState('');
  const { create, pending, error } = useCreateRun(workspace.id);
  const query = useTerraformQuery(
    (api, signal) => api.getModule(workspace.module.name, { signal }),
    [workspace.module.name],
  );
  const module = query.value;
  const changed = module
    ? changedVariables(module.variables, workspace.variables, edits)
    : {};
  const count = Object.keys(changed).length;

  const edit = (name: string, value: VariableEdits[string] | undefined) =>
    setEdits(({ [name]: _before, ...others }) =>
      value === undefined ? others : { ...others, [name]: value },
    );

  return (
    <FormDialog
      errorTitle="The run was not requested"
      title={`Change variables of ${workspace.name}`}
      submitLabel={
        count === 1 ? 'Plan with 1 change' : `Plan with ${count} changes`
      }
      width={640}
      canSubmit={
        module !== undefined && count > 0 && !hasProblem(module, edits)
      }
      pending={pending}
      error={error}
      onClose={onClose}
      onSubmit={() =>
        create({
          kind: 'plan_and_apply',
          message: message.trim() || undefined,
          variables: changed,
        })
      }
    >
      <Text as="p" color="secondary">
        The new values are planned, and kept when the run is applied. What you
        do not touch stays as it is.
      </Text>
      <DataState query={query} ready={module !== undefined} what="The module">
        {module?.variables.map(variable => (
          <VariableField
            key={variable.name}
            variable={variable}
            inForce={workspace.variables[variable.name]}
            edit={edits[variable.name]}
            onEdit={value => edit(variable.name, value)}
          />
        ))}
        {module?.variables.length === 0 && (
          <Text as="p">This module has no variables.</Text>
        )}
      </DataState>
      <TextField
        label="Message"
        description="Why, for those who approve and for the history."
        value={message}
        onChange={setMessage}
      />
    </FormDialog>
  );
};
