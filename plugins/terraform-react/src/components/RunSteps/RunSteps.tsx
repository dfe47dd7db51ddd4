import { makeStyles } from '@material-ui/core/styles';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleOutlineIcon from '@material-ui/icons/CheckCircleOutline';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import RemoveIcon from '@material-ui/icons/Remove';
import ScheduleIcon from '@material-ui/icons/Schedule';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import { toneClasses, type Tone } from '../../tones';
import { Duration } from '../Duration';
import { runSteps, type RunStep, type StepState } from './steps';

/** Properties of {@link RunSteps}. @public */
export interface RunStepsProps {
  /** The run whose way is shown. */
  run: Run;
}

const LOOKS: Record<
  StepState,
  { word: string; tone: Tone; Icon: typeof ScheduleIcon }
> = {
  done: { word: 'done', tone: 'good', Icon: CheckCircleOutlineIcon },
  running: { word: 'running', tone: 'running', Icon: AutorenewIcon },
  waiting: { word: 'waiting', tone: 'waiting', Icon: ScheduleIcon },
  ahead: { word: 'to come', tone: 'neutral', Icon: RadioButtonUncheckedIcon },
  failed: { word: 'failed', tone: 'bad', Icon: ErrorOutlineIcon },
  stopped: { word: 'stopped', tone: 'neutral', Icon: BlockIcon },
  skipped: { word: 'not done', tone: 'neutral', Icon: RemoveIcon },
};

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    rowGap: theme.spacing(1),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  step: {
    display: 'flex',
    alignItems: 'center',
    whiteSpace: 'nowrap',
    '& + &::before': {
      content: '""',
      width: theme.spacing(4),
      margin: theme.spacing(0, 1),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
  },
  icon: { fontSize: '1.25em', marginRight: theme.spacing(0.5) },
  label: { color: theme.palette.text.primary },
  faint: { color: theme.palette.text.secondary },
  time: { color: theme.palette.text.secondary, marginLeft: '0.75ch' },
  word: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
  },
}));

/** Where a run stands on its way from request to apply, with how long each phase took. @public */
export function RunSteps({ run }: RunStepsProps) {
  const classes = useStyles();
  return (
    <ol className={classes.list} aria-label="Steps of the run">
      {runSteps(run).map((step, index) => (
        <Step key={index} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { step: RunStep }) {
  const classes = useStyles();
  const tones = useTones();
  const { word, tone, Icon } = LOOKS[step.state];
  const faint = step.state === 'ahead' || step.state === 'skipped';
  return (
    <li
      className={classes.step}
      aria-current={
        step.state === 'running' || step.state === 'waiting'
          ? 'step'
          : undefined
      }
    >
      <Icon className={`${classes.icon} ${tones[tone]}`} aria-hidden />
      <span className={faint ? classes.faint : classes.label}>
        {step.label}
      </span>
      <span className={classes.word}>, {word}</span>
      {step.time && (
        <span className={classes.time}>
          <Duration {...step.time} />
        </span>
      )}
    </li>
  );
}
