import ButtonBase from '@material-ui/core/ButtonBase';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  CHANGE_ACTIONS,
  type ChangeAction,
  type PlanCounts,
} from '@planroom/backstage-plugin-terraform-common';
import { eachTone, toneBackground, toneColor } from '../../../tones';
import { countsByAction } from '../../PlanSummary/PlanSummary';

interface ChangeFiltersProps {
  counts: PlanCounts;
  search: string;
  onSearch(search: string): void;
  actions: ChangeAction[];
  onActions(actions: ChangeAction[]): void;
  grouped: boolean;
  onGrouped(grouped: boolean): void;
  unchanged: boolean;
  onUnchanged(unchanged: boolean): void;
}

/** Shown even when there is none: a reviewer looks for the zero. */
const ALWAYS_SHOWN: readonly ChangeAction[] = [
  'delete',
  'replace',
  'update',
  'create',
];

const useTones = makeStyles(theme =>
  eachTone(tone => ({
    color: toneColor(theme, tone),
    '&[aria-pressed="true"]': {
      borderColor: toneColor(theme, tone),
      background: toneBackground(theme, tone),
    },
  })),
);

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    paddingBottom: theme.spacing(1),
  },
  search: { minWidth: 280 },
  chip: {
    padding: theme.spacing(0.25, 1.25),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: 999,
    fontSize: theme.typography.body2.fontSize,
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
    '&:disabled': { color: theme.palette.text.disabled },
  },
  sign: { fontFamily: 'monospace', fontWeight: 700, marginRight: '0.75ch' },
}));

export function ChangeFilters(props: ChangeFiltersProps) {
  const classes = useStyles();
  const { actions, onActions } = props;
  const chips = countsByAction(props.counts).filter(
    ({ action, count }) => count > 0 || ALWAYS_SHOWN.includes(action),
  );
  return (
    <div className={classes.root} role="search">
      <TextField
        className={classes.search}
        size="small"
        variant="outlined"
        type="search"
        placeholder="Search address, attribute, value"
        inputProps={{ 'aria-label': 'Search changes', maxLength: 200 }}
        value={props.search}
        onChange={event => props.onSearch(event.target.value)}
      />
      {chips.map(({ action, count }) => (
        <ActionChip
          key={action}
          action={action}
          count={count}
          pressed={actions.includes(action)}
          onPressed={pressed =>
            onActions(
              pressed
                ? [...actions, action]
                : actions.filter(other => other !== action),
            )
          }
        />
      ))}
      <Toggle
        label="Group by module"
        checked={props.grouped}
        onChecked={props.onGrouped}
      />
      <Toggle
        label="Show unchanged"
        checked={props.unchanged}
        onChecked={props.onUnchanged}
      />
    </div>
  );
}

function ActionChip(props: {
  action: ChangeAction;
  count: number;
  pressed: boolean;
  onPressed(pressed: boolean): void;
}) {
  const { action, count, pressed, onPressed } = props;
  const classes = useStyles();
  const tones = useTones();
  const { sign, word, tone } = CHANGE_ACTIONS[action];
  return (
    <ButtonBase
      className={`${classes.chip} ${count > 0 ? tones[tone] : ''}`}
      aria-pressed={pressed}
      disabled={count === 0 && !pressed}
      onClick={() => onPressed(!pressed)}
    >
      <span className={classes.sign} aria-hidden>
        {sign}
      </span>
      {word} {count.toLocaleString('en')}
    </ButtonBase>
  );
}

function Toggle(props: {
  label: string;
  checked: boolean;
  onChecked(checked: boolean): void;
}) {
  return (
    <FormControlLabel
      label={props.label}
      control={
        <Checkbox
          size="small"
          color="primary"
          checked={props.checked}
          onChange={event => props.onChecked(event.target.checked)}
        />
      }
    />
  );
}
