import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  shortName,
  terraformRunApprovePermission,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import { useState } from 'react';
import { asSentence } from '../../words';
import { ApproveDialog } from '../ApproveDialog';
import { ReplanButton } from '../ReplanButton';
import { TimeAgo } from '../TimeAgo';
import { WarningNote } from '../WarningNote';
import { ApprovalList } from './ApprovalList';
import { approvalRule } from './approvalRule';

/** Properties of {@link ApprovalPanel}. @public */
export interface ApprovalPanelProps {
  /** The run to be decided on. */
  run: Run;
  /** Called with the run as it is after the decision. */
  onDecided?: (run: Run) => void;
  /** Called with the new run when an outdated plan was made again from here. */
  onReplanned?: (run: Run) => void;
}

const useStyles = makeStyles(theme => ({
  root: {
    color: theme.palette.text.primary,
    '& > * + *': { marginTop: theme.spacing(2) },
  },
  buttons: {
    display: 'flex',
    alignItems: 'flex-start',
    columnGap: theme.spacing(1),
  },
}));

/** Who must approve a run and who did; whoever may decide gets the buttons. @public */
export function ApprovalPanel(props: ApprovalPanelProps) {
  const { run, onDecided, onReplanned } = props;
  const classes = useStyles();
  const { allowed, loading } = usePermission({
    permission: terraformRunApprovePermission,
    resourceRef: run.id,
  });
  const [decision, setDecision] = useState<'approve' | 'reject'>('approve');
  const [open, setOpen] = useState(false);
  const ask = (next: 'approve' | 'reject') => {
    setDecision(next);
    setOpen(true);
  };

  const waiting = run.status === 'planned' && run.plan !== undefined;
  const outdated = waiting ? run.plan?.outdated : undefined;
  return (
    <div className={classes.root}>
      <Typography>{approvalRule(run)}</Typography>
      <ApprovalList run={run} />
      {outdated && (
        <WarningNote>
          This plan is outdated: {asSentence(outdated)} It can no longer be
          approved; {shortName(run.owner)} can ask for a new plan.
        </WarningNote>
      )}
      {waiting && !outdated && run.plan?.expiresAt && (
        <Typography variant="body2" color="textSecondary" component="div">
          The plan expires <TimeAgo at={run.plan.expiresAt} />.
        </Typography>
      )}
      {waiting && (
        <div className={classes.buttons}>
          {outdated && <ReplanButton run={run} onReplanned={onReplanned} />}
          {allowed && (
            <>
              <Button
                variant="contained"
                color="primary"
                disabled={Boolean(outdated)}
                onClick={() => ask('approve')}
              >
                Approve
              </Button>
              <Button variant="outlined" onClick={() => ask('reject')}>
                Reject
              </Button>
            </>
          )}
        </div>
      )}
      {waiting && !allowed && !loading && (
        <Typography variant="body2" color="textSecondary">
          You cannot decide on this run; ask one of those named above.
        </Typography>
      )}
      <ApproveDialog
        run={run}
        decision={decision}
        open={open}
        onClose={() => setOpen(false)}
        onDecided={onDecided}
        onReplanned={onReplanned}
      />
    </div>
  );
}
