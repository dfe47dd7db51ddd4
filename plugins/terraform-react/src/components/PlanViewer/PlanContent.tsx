import { makeStyles } from '@material-ui/core/styles';
import type { Plan } from '@planroom/backstage-plugin-terraform-common';
import type { ChangeProgress } from '../../hooks';
import { formatDay } from '../../words';
import { EmptyState } from '../EmptyState';
import { PlanAccessPanel } from '../PlanAccessPanel';
import { PlanSummary } from '../PlanSummary';
import { ChangesSection } from './changes/ChangesSection';
import { OutputsSection } from './OutputsSection';
import { ProgressTally } from './ProgressTally';
import { hasNothingToDo } from './planFacts';
import { WarningsSection } from './WarningsSection';

interface PlanContentProps {
  plan: Plan;
  progress?: Record<string, ChangeProgress>;
  hideSummary?: boolean;
}

const useStyles = makeStyles(theme => ({
  root: {
    color: theme.palette.text.primary,
    '& > * + *': { marginTop: theme.spacing(2) },
  },
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(1, 3),
  },
}));

export function PlanContent(props: PlanContentProps) {
  const { plan, progress = {}, hideSummary = false } = props;
  const classes = useStyles();
  const empty = hasNothingToDo(plan);
  return (
    <div className={classes.root}>
      {empty ? (
        <EmptyState title="No changes. What exists matches the configuration." />
      ) : (
        <div className={classes.header}>
          {!hideSummary && <PlanSummary counts={plan} />}
          <ProgressTally progress={progress} />
        </div>
      )}
      <WarningsSection plan={plan} />
      {plan.access && <PlanAccessPanel access={plan.access} />}
      {plan.changesRemovedAt && (
        <EmptyState
          title={`The single changes of this plan were removed on ${formatDay(
            plan.changesRemovedAt,
          )}`}
          text="The environment keeps them only for a time. Their counts, the decisions and the history of the run stay."
        />
      )}
      {plan.changes > 0 && !plan.changesRemovedAt && (
        <ChangesSection plan={plan} progress={progress} empty={empty} />
      )}
      <OutputsSection plan={plan} />
    </div>
  );
}
