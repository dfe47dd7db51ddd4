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
  RunAction,
} from '@planroom/backstage-plugin-terraform-common';
import { useState, type FormEvent } from 'react';
import { terraformApiRef } from '../../api';
import { errorMessage } from '../../words';
import { ErrorNote } from '../ErrorNote';
import { ACTION_WORDS, type ActionableRun } from './actions';

interface RunActionDialogProps {
  run: ActionableRun;
  action: RunAction;
  open: boolean;
  onClose(): void;
  onDone?: (run: Run, action: RunAction) => void;
}

/** Says what an action does, takes a reason, and shows a refusal in place. */
export function RunActionDialog(props: RunActionDialogProps) {
  const { action, open, onClose } = props;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      maxWidth="sm"
      fullWidth
      aria-labelledby="terraform-run-action-dialog-title"
    >
      <DialogTitle id="terraform-run-action-dialog-title">
        {ACTION_WORDS[action].title}
      </DialogTitle>
      <ActionForm {...props} />
    </Dialog>
  );
}

function ActionForm({ run, action, onClose, onDone }: RunActionDialogProps) {
  const api = useApi(terraformApiRef);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const words = ACTION_WORDS[action];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (words.reasonNeeded && !reason.trim()) {
      setMissing(true);
      return;
    }
    setSending(true);
    setError(undefined);
    try {
      const after = await api.act(run.id, action, {
        reason: reason.trim() || undefined,
      });
      onDone?.(after, action);
      onClose();
    } catch (cause) {
      setError(cause as Error);
      setSending(false);
    }
  };

  return (
    <form onSubmit={submit} noValidate>
      <DialogContent>
        <Typography>{words.text(run)}</Typography>
        <TextField
          id="terraform-run-action-reason"
          label="Reason"
          required={words.reasonNeeded !== undefined}
          error={missing}
          helperText={
            words.reasonNeeded
              ? `${missing ? 'A reason is required' : 'Required'}: ${
                  words.reasonNeeded
                }.`
              : 'Kept with the run, for those who wonder later.'
          }
          value={reason}
          onChange={event => {
            setReason(event.target.value);
            setMissing(false);
          }}
          inputProps={{ maxLength: 1000 }}
          fullWidth
          margin="normal"
          variant="outlined"
        />
        {error && <ErrorNote>{errorMessage(error)}</ErrorNote>}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Back</Button>
        <Button
          type="submit"
          variant="contained"
          color="primary"
          disabled={sending}
        >
          {words.button}
        </Button>
      </DialogActions>
    </form>
  );
}
