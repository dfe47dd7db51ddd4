import { makeStyles } from '@material-ui/core/styles';
import CheckCircleOutlineIcon from '@material-ui/icons/CheckCircleOutline';
import HighlightOffIcon from '@material-ui/icons/HighlightOff';
import {
  shortName,
  type Approval,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import { toneClasses } from '../../tones';
import { TimeAgo } from '../TimeAgo';

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles(theme => ({
  list: { margin: 0, padding: 0, listStyle: 'none' },
  item: {
    display: 'flex',
    columnGap: theme.spacing(1),
    padding: theme.spacing(0.5, 0),
  },
  comment: {
    margin: 0,
    color: theme.palette.text.secondary,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  faint: { color: theme.palette.text.secondary },
}));

/** Who decided what, with their comments. */
export function ApprovalList({ run }: { run: Run }) {
  const classes = useStyles();
  if (run.approvals.given.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Decisions">
      {run.approvals.given.map(approval => (
        <Decision key={approval.id} approval={approval} run={run} />
      ))}
    </ul>
  );
}

function Decision({ approval, run }: { approval: Approval; run: Run }) {
  const classes = useStyles();
  const tones = useTones();
  const approved = approval.decision === 'approve';
  const Icon = approved ? CheckCircleOutlineIcon : HighlightOffIcon;
  const outdated = run.plan && run.plan.digest !== approval.digest;
  return (
    <li className={classes.item}>
      <Icon
        fontSize="small"
        aria-hidden
        className={approved ? tones.good : tones.bad}
      />
      <div>
        <div>
          {approved ? 'Approved' : 'Rejected'} by{' '}
          <strong title={approval.by}>{shortName(approval.by)}</strong>{' '}
          <span className={classes.faint}>
            <TimeAgo at={approval.at} />
            {outdated && ' · for an earlier plan, no longer counts'}
          </span>
        </div>
        {approval.comment && (
          <p className={classes.comment}>{approval.comment}</p>
        )}
      </div>
    </li>
  );
}
