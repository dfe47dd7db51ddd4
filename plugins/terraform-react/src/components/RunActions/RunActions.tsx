import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  terraformRunCancelPermission,
  terraformRunCreatePermission,
  type Run,
  type RunAction,
} from '@planroom/backstage-plugin-terraform-common';
import { useState } from 'react';
import { ACTION_WORDS, actionsFor } from './actions';
import { RunActionDialog } from './RunActionDialog';

/** Properties of {@link RunActions}. @public */
export interface RunActionsProps {
  /** The run to act on. */
  run: Run;
  /** Called with the run after the action; after a re-plan this is the new run. */
  onDone?: (run: Run, action: RunAction) => void;
}

const useStyles = makeStyles(theme => ({
  root: { display: 'inline-flex', columnGap: theme.spacing(1) },
}));

/** Cancel, discard or plan a run again: only what its status and the reader's permissions allow. @public */
export function RunActions({ run, onDone }: RunActionsProps) {
  const classes = useStyles();
  const mayCancel = usePermission({
    permission: terraformRunCancelPermission,
    resourceRef: run.id,
  });
  const mayCreate = usePermission({
    permission: terraformRunCreatePermission,
    resourceRef: run.workspaceId,
  });
  const [action, setAction] = useState<RunAction>('cancel');
  const [open, setOpen] = useState(false);

  const allowed: Record<RunAction, boolean> = {
    cancel: mayCancel.allowed,
    discard: mayCancel.allowed,
    retry: mayCreate.allowed,
  };
  const actions = actionsFor(run).filter(name => allowed[name]);
  if (actions.length === 0 && !open) return null;
  return (
    <div className={classes.root}>
      {actions.map(name => (
        <Button
          key={name}
          variant="outlined"
          onClick={() => {
            setAction(name);
            setOpen(true);
          }}
        >
          {ACTION_WORDS[name].button}
        </Button>
      ))}
      <RunActionDialog
        run={run}
        action={action}
        open={open}
        onClose={() => setOpen(false)}
        onDone={onDone}
      />
    </div>
  );
}
