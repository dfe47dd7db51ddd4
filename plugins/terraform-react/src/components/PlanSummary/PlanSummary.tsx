import { makeStyles } from '@material-ui/core/styles';
import {
  CHANGE_ACTIONS,
  type ChangeAction,
  type PlanCounts,
} from '@planroom/backstage-plugin-terraform-common';
import { toneClasses } from '../../tones';

/** Properties of {@link PlanSummary}. @public */
export interface PlanSummaryProps {
  /** Of a plan, or of a run that has one. */
  counts: PlanCounts;
  /** Of the text; medium unless said otherwise. */
  size?: 'small' | 'medium';
}

const FIELDS: Partial<Record<ChangeAction, keyof PlanCounts>> = {
  delete: 'destroy',
  replace: 'replace',
  forget: 'forget',
  update: 'change',
  create: 'add',
  import: 'import',
  move: 'move',
};

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(2),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  small: {
    columnGap: theme.spacing(1.25),
    fontSize: theme.typography.body2.fontSize,
  },
  medium: { fontSize: theme.typography.body1.fontSize, fontWeight: 600 },
  sign: { fontFamily: 'monospace', fontWeight: 700, marginRight: '0.75ch' },
}));

/** How many resources a plan destroys, replaces, changes and creates; what destroys comes first. @public */
export function PlanSummary({ counts, size = 'medium' }: PlanSummaryProps) {
  const classes = useStyles();
  const tones = useTones();
  const parts = countsByAction(counts).filter(({ count }) => count > 0);
  if (parts.length === 0) return <span>No changes</span>;
  return (
    <ul className={`${classes.root} ${classes[size]}`}>
      {parts.map(({ action, count }) => {
        const { sign, word, tone } = CHANGE_ACTIONS[action];
        return (
          <li key={action} className={tones[tone]}>
            <span className={classes.sign} aria-hidden>
              {sign}
            </span>
            {count.toLocaleString('en')} to {word}
          </li>
        );
      })}
    </ul>
  );
}

/** The counts of a plan in the order in which a reviewer should see them. */
export function countsByAction(
  counts: PlanCounts,
): Array<{ action: ChangeAction; count: number }> {
  return (Object.keys(CHANGE_ACTIONS) as ChangeAction[]).flatMap(action => {
    const field = FIELDS[action];
    return field ? [{ action, count: counts[field] ?? 0 }] : [];
  });
}
