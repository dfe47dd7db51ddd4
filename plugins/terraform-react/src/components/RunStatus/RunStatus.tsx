import { makeStyles } from '@material-ui/core/styles';
import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleOutlineIcon from '@material-ui/icons/CheckCircleOutline';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import ScheduleIcon from '@material-ui/icons/Schedule';
import {
  statusTone,
  statusWord,
  type Run,
  type StatusTone,
} from '@planroom/backstage-plugin-terraform-common';
import { eachTone, toneBackground, toneColor } from '../../tones';

/** Properties of {@link RunStatus}. @public */
export interface RunStatusProps {
  /** The run, or only its status. */
  run: Pick<Run, 'status'>;
}

const ICONS: Record<StatusTone, typeof ScheduleIcon> = {
  waiting: ScheduleIcon,
  running: AutorenewIcon,
  good: CheckCircleOutlineIcon,
  bad: ErrorOutlineIcon,
  neutral: BlockIcon,
};

const useTones = makeStyles(theme =>
  eachTone(tone => ({
    color: toneColor(theme, tone),
    background: toneBackground(theme, tone),
  })),
);

const useStyles = makeStyles(theme => ({
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    padding: theme.spacing(0.25, 1),
    borderRadius: 999,
    fontSize: theme.typography.body2.fontSize,
    fontWeight: 600,
    whiteSpace: 'nowrap',
  },
  icon: { fontSize: '1.15em', marginRight: theme.spacing(0.5) },
}));

/** The status of a run as a chip: icon, word and colour. @public */
export function RunStatus({ run }: RunStatusProps) {
  const classes = useStyles();
  const tones = useTones();
  const tone = statusTone(run.status);
  const Icon = ICONS[tone];
  return (
    <span className={`${classes.chip} ${tones[tone]}`}>
      <Icon className={classes.icon} aria-hidden />
      {statusWord(run.status)}
    </span>
  );
}
