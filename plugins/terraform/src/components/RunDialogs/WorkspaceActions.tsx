import { Button } from '@backstage/ui';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  terraformRunCreatePermission,
  type Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { useState } from 'react';
import { ChangeVariablesDialog } from './ChangeVariablesDialog';
import { DestroyDialog } from './DestroyDialog';
import { NewRunDialog } from './NewRunDialog';

/** What may be requested in a workspace; who may not request a run sees no buttons. */
export const WorkspaceActions = ({ workspace }: { workspace: Workspace }) => {
  const [open, setOpen] = useState<'run' | 'variables' | 'destroy'>();
  const { allowed } = usePermission({
    permission: terraformRunCreatePermission,
    resourceRef: workspace.id,
  });
  if (!allowed) return null;
  const close = () => setOpen(undefined);
  return (
    <>
      <Button onPress={() => setOpen('run')}>New run</Button>
      <Button variant="secondary" onPress={() => setOpen('variables')}>
        Change variables
      </Button>
      <Button
        variant="secondary"
        destructive
        isDisabled={workspace.resourceCount === 0}
        onPress={() => setOpen('destroy')}
      >
        Destroy
      </Button>
      {open === 'run' && <NewRunDialog workspace={workspace} onClose={close} />}
      {open === 'variables' && (
        <ChangeVariablesDialog workspace={workspace} onClose={close} />
      )}
      {open === 'destroy' && (
        <DestroyDialog workspace={workspace} onClose={close} />
      )}
    </>
  );
};
