import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import {
  CHANGE_ACTIONS,
  type PlanChange,
} from '@planroom/backstage-plugin-terraform-common';
import type { ChangeProgress } from '../../../hooks';
import { toneClasses } from '../../../tones';
import { ChangeSign } from '../../ChangeSign';
import { ChangeDetail } from '../detail/ChangeDetail';
import { ChangeAddress } from './ChangeAddress';
import { ChangeState } from './ChangeState';
import { changeNotes } from './changeNotes';

interface ChangeRowProps {
  runId: string;
  change: PlanChange;
  progress?: ChangeProgress;
  expanded: boolean;
  onToggle(): void;
}

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles(theme => ({
  button: {
    display: 'flex',
    width: '100%',
    justifyContent: 'flex-start',
    alignItems: 'baseline',
    flexWrap: 'wrap',
    columnGap: theme.spacing(1),
    padding: theme.spacing(0.75, 1),
    fontSize: theme.typography.body2.fontSize,
    textAlign: 'left',
    '&:hover': { background: theme.palette.action.hover },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: -2,
    },
  },
  chevron: { fontSize: '1.25em', alignSelf: 'center' },
  word: { minWidth: '7ch' },
  note: { overflowWrap: 'anywhere' },
  faint: { color: theme.palette.text.secondary },
  state: { marginLeft: 'auto', whiteSpace: 'nowrap' },
}));

/** One change in one line; opens to its attributes. */
export function ChangeRow(props: ChangeRowProps) {
  const { runId, change, progress, expanded, onToggle } = props;
  const classes = useStyles();
  const tones = useTones();
  const { word, tone } = CHANGE_ACTIONS[change.action];
  const Chevron = expanded ? ExpandMoreIcon : ChevronRightIcon;
  return (
    <>
      <ButtonBase
        className={classes.button}
        aria-expanded={expanded}
        data-change={change.index}
        onClick={onToggle}
      >
        <Chevron className={classes.chevron} aria-hidden />
        <span aria-hidden>
          <ChangeSign change={change} />
        </span>
        <span className={`${classes.word} ${tones[tone]}`}>{word}</span>
        <ChangeAddress change={change} />
        {changeNotes(change).map(note => (
          <span
            key={note.text}
            className={`${classes.note} ${
              note.forces ? tones.replace : classes.faint
            }`}
          >
            {note.text}
          </span>
        ))}
        {progress && (
          <span className={classes.state}>
            <ChangeState progress={progress} />
          </span>
        )}
      </ButtonBase>
      {expanded && <ChangeDetail runId={runId} change={change} />}
    </>
  );
}
