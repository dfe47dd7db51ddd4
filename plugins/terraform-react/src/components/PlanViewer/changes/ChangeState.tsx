import { makeStyles } from '@material-ui/core/styles';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CheckIcon from '@material-ui/icons/Check';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import RemoveIcon from '@material-ui/icons/Remove';
import ScheduleIcon from '@material-ui/icons/Schedule';
import { useEffect, useState } from 'react';
import type { ChangeProgress } from '../../../hooks';
import { useNow } from '../../../hooks/useNow';
import { toneClasses, type Tone } from '../../../tones';
import { formatDuration } from '../../../words';

const LOOKS: Record<
  ChangeProgress['state'],
  { tone: Tone; Icon: typeof CheckIcon }
> = {
  waiting: { tone: 'waiting', Icon: ScheduleIcon },
  running: { tone: 'running', Icon: AutorenewIcon },
  done: { tone: 'good', Icon: CheckIcon },
  failed: { tone: 'bad', Icon: ErrorOutlineIcon },
  interrupted: { tone: 'bad', Icon: BlockIcon },
  'not started': { tone: 'neutral', Icon: RemoveIcon },
};

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles({
  icon: { fontSize: '1.15em', verticalAlign: 'text-bottom', marginRight: 4 },
});

/** What is happening to a change: "waiting", "running 12 s", "done 34 s", "failed", "interrupted". */
export function ChangeState({ progress }: { progress: ChangeProgress }) {
  const classes = useStyles();
  const tones = useTones();
  const { state } = progress;
  const { tone, Icon } = LOOKS[state];
  const elapsed = useElapsed(progress);
  return (
    <span className={tones[tone]}>
      <Icon className={classes.icon} aria-hidden />
      {state}
      {elapsed !== undefined &&
        state !== 'waiting' &&
        state !== 'not started' &&
        ` ${formatDuration(elapsed)}`}
    </span>
  );
}

/** Terraform tells every ten seconds; in between the time runs here. */
function useElapsed({ state, elapsed }: ChangeProgress): number | undefined {
  const running = state === 'running';
  const [heard, setHeard] = useState(() => Date.now());
  useEffect(() => setHeard(Date.now()), [state, elapsed]);
  const now = useNow(1_000, running);
  if (!running) return elapsed;
  return (elapsed ?? 0) + Math.max(0, Math.floor((now - heard) / 1000));
}
