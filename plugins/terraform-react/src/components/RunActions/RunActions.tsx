import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  terraformRunCancelPermission,
  terraformRunCreatePermission,
  terraformRunForceCancelPermission,
  type Run,
  type RunAction,
} from '@planroom/backstage-plugin-terraform-common';
import { useState } from 'react';
import { useNow } from '../../hooks/useNow';
import { formatDuration } from '../../words';
import { ReplanButton } from '../ReplanButton';
import {
  ACTION_WORDS,
  actionsFor,
  forceCancelWaitMs,
  hasOutdatedPlan,
  type ActionableRun,
} from './actions';
import { RunActionDialog } from './RunActionDialog';

/** Properties of {@link RunActions}. @public */
export interface RunActionsProps {
  /** The run to act on. */
  run: ActionableRun;
  /** Called with the run after the action; after a re-plan this is the new run. */
  onDone?: (run: Run, action: RunAction) => void;
}

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
}));

/**
 * Cancel, end by force, discard or plan a run again: only what its status and the reader's permissions allow. A plan that is outdated is
 * planned again with one click, since nothing is lost by it.
 *
 * @public
 */
export function RunActions({ run, onDone }: RunActionsProps) {
  const classes = useStyles();
  const [action, setAction] = useState<RunAction>('cancel');
  const [open, setOpen] = useState(false);
  const now = useNow(1_000, run.forceCancelFrom !== undefined);
  const wait = forceCancelWaitMs(run, now);
  const ask = (name: RunAction) => {
    setAction(name);
    setOpen(true);
  };

  const actions = actionsFor(run, now);
  const waits = wait !== undefined && wait > 0;
  if (actions.length === 0 && !waits && !open) return null;
  return (
    <div className={classes.root}>
      {actions.map(name =>
        name === 'retry' && hasOutdatedPlan(run) ? (
          <ReplanButton
            key={name}
            run={run}
            onReplanned={next => onDone?.(next, 'retry')}
          />
        ) : (
          <ActionButton
            key={name}
            run={run}
            action={name}
            onClick={() => ask(name)}
          />
        ),
      )}
      {waits && <ForceCancelLater run={run} seconds={wait / 1_000} />}
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

type RunPermission =
  | typeof terraformRunCancelPermission
  | typeof terraformRunCreatePermission;

const PERMISSIONS: Record<RunAction, RunPermission> = {
  cancel: terraformRunCancelPermission,
  'force-cancel': terraformRunForceCancelPermission,
  discard: terraformRunCancelPermission,
  retry: terraformRunCreatePermission,
};

function ActionButton(props: {
  run: ActionableRun;
  action: RunAction;
  onClick(): void;
}) {
  const { run, action, onClick } = props;
  const { allowed } = usePermission({
    permission: PERMISSIONS[action],
    // A new run is decided on the workspace in which it would be.
    resourceRef: action === 'retry' ? run.workspaceId : run.id,
  });
  if (!allowed) return null;
  return (
    <Button variant="outlined" onClick={onClick}>
      {ACTION_WORDS[action].button}
    </Button>
  );
}

function ForceCancelLater(props: { run: ActionableRun; seconds: number }) {
  const { allowed } = usePermission({
    permission: terraformRunForceCancelPermission,
    resourceRef: props.run.id,
  });
  if (!allowed) return null;
  return (
    <Typography variant="body2" color="textSecondary">
      Can be ended by force in {formatDuration(Math.ceil(props.seconds))}
    </Typography>
  );
}
