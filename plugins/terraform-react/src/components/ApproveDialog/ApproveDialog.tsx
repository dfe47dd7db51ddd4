import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type {
  Run,
  TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
import { useState, type FormEvent } from 'react';
import { terraformApiRef } from '../../api';
import { useTerraformQuery } from '../../hooks';
import { asSentence, errorMessage, errorStatus } from '../../words';
import { ErrorNote } from '../ErrorNote';
import { PlanSummary } from '../PlanSummary';
import { ReplanButton } from '../ReplanButton';
import { hasOutdatedPlan } from '../RunActions/actions';
import { ApplyAccess } from './ApplyAccess';
import { commentReason, decisionSentence, whatFollows } from './decision';

/** Properties of {@link ApproveDialog}. @public */
export interface ApproveDialogProps {
  /** The run to be decided on, as the person sees it. */
  run: Run;
  /** What the person is about to say. */
  decision: 'approve' | 'reject';
  /** Whether the dialog is shown. */
  open: boolean;
  /** Called when the dialog wants to go, with or without a decision. */
  onClose(): void;
  /** Called with the run as it is after the decision. */
  onDecided?: (run: Run) => void;
  /** Called with the new run when an outdated plan was made again from here. */
  onReplanned?: (run: Run) => void;
}

/**
 * Asks for a decision on a plan: repeats what is decided, and where and as whom it would be applied, asks for a comment where one is needed, and shows the
 * server's refusal in place. What is posted is the digest of the plan that was on the screen when the dialog opened.
 *
 * @public
 */
export function ApproveDialog(props: ApproveDialogProps) {
  const { open, onClose, decision } = props;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      maxWidth="sm"
      fullWidth
      aria-labelledby="terraform-approve-dialog-title"
    >
      <DialogTitle id="terraform-approve-dialog-title">
        {decision === 'approve' ? 'Approve this plan?' : 'Reject this plan?'}
      </DialogTitle>
      <DecisionForm {...props} />
    </Dialog>
  );
}

function DecisionForm(props: ApproveDialogProps) {
  const { decision, onClose, onDecided, onReplanned } = props;
  const api = useApi(terraformApiRef);
  // The plan that the person read; a newer one must be read first.
  const [run] = useState(props.run);
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const [outdated, setOutdated] = useState(false);

  const reason = commentReason(run, decision);
  const approving = decision === 'approve';
  const plan = useTerraformQuery(
    async (_api, signal) =>
      approving ? api.getPlan(run.id, { signal }) : undefined,
    [run.id, approving],
  );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!run.plan || sending) return;
    if (reason && !comment.trim()) {
      setMissing(true);
      return;
    }
    setSending(true);
    setError(undefined);
    try {
      const answer = await api.decide(run.id, {
        decision,
        digest: run.plan.digest,
        comment: comment.trim() || undefined,
      });
      onDecided?.(answer.run);
      onClose();
    } catch (cause) {
      const refusal = cause as Error;
      setOutdated(
        errorStatus(refusal) === 409 && (await isNowOutdated(api, run.id)),
      );
      setError(refusal);
      setSending(false);
    }
  };

  return (
    <form onSubmit={submit} noValidate>
      <DialogContent>
        <Typography gutterBottom>{decisionSentence(run)}</Typography>
        {run.plan && (
          <Typography component="div" gutterBottom>
            <PlanSummary counts={run.plan} size="small" />
          </Typography>
        )}
        {approving && <ApplyAccess plan={plan} />}
        <Typography variant="body2" color="textSecondary">
          {whatFollows(run, decision)}
        </Typography>
        <TextField
          id="terraform-decision-comment"
          label="Comment"
          required={Boolean(reason)}
          value={comment}
          onChange={event => {
            setComment(event.target.value);
            setMissing(false);
          }}
          error={missing}
          helperText={
            missing
              ? `A comment is required: ${reason}.`
              : reason && `Required: ${reason}.`
          }
          inputProps={{ maxLength: 4000 }}
          multiline
          minRows={2}
          fullWidth
          margin="normal"
          variant="outlined"
        />
        {props.run.plan?.digest !== run.plan?.digest && (
          <ErrorNote>
            The plan changed while this was open. Go back and read the new one.
          </ErrorNote>
        )}
        {error && (
          <ErrorNote>
            {asSentence(errorMessage(error))}
            {errorStatus(error) === 409 &&
              (outdated
                ? ' Nothing was decided: only a new plan can be approved.'
                : ' Nothing was decided: close this and look at the run as it is now.')}
          </ErrorNote>
        )}
        {outdated && (
          <ReplanButton
            run={run}
            onReplanned={next => {
              onReplanned?.(next);
              onClose();
            }}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Back</Button>
        <Button
          type="submit"
          variant="contained"
          color={approving ? 'primary' : 'secondary'}
          disabled={sending || (approving && (outdated || plan.loading))}
        >
          {approving ? 'Approve' : 'Reject'}
        </Button>
      </DialogActions>
    </form>
  );
}

/** A refusal may have several causes; the run as it is now says whether this one is mended by a new plan. */
async function isNowOutdated(
  api: TerraformApi,
  runId: string,
): Promise<boolean> {
  const now = await api.getRun(runId).catch(() => undefined);
  return now !== undefined && hasOutdatedPlan(now);
}
