import { makeStyles } from '@material-ui/core/styles';
import {
  CHANGE_ACTIONS,
  changeSign,
  type PlanChange,
} from '@planroom/backstage-plugin-terraform-common';
import { toneClasses } from '../../tones';

/** Properties of {@link ChangeSign}. @public */
export interface ChangeSignProps {
  /** The change, or what of it names the action. */
  change: Pick<PlanChange, 'action' | 'actions'>;
}

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles({
  sign: {
    display: 'inline-block',
    minWidth: '3ch',
    textAlign: 'center',
    fontFamily: 'monospace',
    fontWeight: 700,
    whiteSpace: 'pre',
  },
});

/** The sign of a change in its colour; its word is read aloud and shown on hover. @public */
export function ChangeSign({ change }: ChangeSignProps) {
  const tones = useTones();
  const classes = useStyles();
  const { word, tone } = CHANGE_ACTIONS[change.action];
  return (
    <span
      role="img"
      aria-label={word}
      title={word}
      className={`${classes.sign} ${tones[tone]}`}
    >
      {changeSign(change)}
    </span>
  );
}
