import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import {
  terraformRunCreatePermission,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import { useState } from 'react';
import { terraformApiRef } from '../../api';
import { errorMessage } from '../../words';
import { ErrorNote } from '../ErrorNote';

/** Properties of {@link ReplanButton}. @public */
export interface ReplanButtonProps {
  /** The run to be asked for again. */
  run: Pick<Run, 'id' | 'workspaceId'>;
  /** Called with the new run. */
  onReplanned?: (run: Run) => void;
}

/** Plans the same again with one click, in place of a plan that waits; shown to who may ask for runs in the workspace. @public */
export function ReplanButton({ run, onReplanned }: ReplanButtonProps) {
  const api = useApi(terraformApiRef);
  const { allowed } = usePermission({
    permission: terraformRunCreatePermission,
    resourceRef: run.workspaceId,
  });
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  if (!allowed) return null;

  const replan = async () => {
    setSending(true);
    setError(undefined);
    try {
      onReplanned?.(await api.act(run.id, 'retry', {}));
    } catch (cause) {
      setError(cause as Error);
    } finally {
      setSending(false);
    }
  };
  return (
    <div>
      <Button
        variant="contained"
        color="primary"
        disabled={sending}
        onClick={replan}
      >
        Re-plan
      </Button>
      {error && <ErrorNote>{errorMessage(error)}</ErrorNote>}
    </div>
  );
}
