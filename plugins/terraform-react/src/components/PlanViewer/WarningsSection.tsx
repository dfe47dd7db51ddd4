import { makeStyles } from '@material-ui/core/styles';
import ReportProblemOutlinedIcon from '@material-ui/icons/ReportProblemOutlined';
import type { Plan } from '@planroom/backstage-plugin-terraform-common';
import { toneBackground, toneColor } from '../../tones';
import { count } from '../../words';
import { failedChecks, realDrift } from './planFacts';

const LISTED_MAX = 200;

const useStyles = makeStyles(theme => ({
  list: { margin: 0, padding: 0, listStyle: 'none' },
  item: {
    padding: theme.spacing(1, 1.5),
    marginBottom: theme.spacing(0.5),
    borderRadius: theme.shape.borderRadius,
    background: toneBackground(theme, 'waiting'),
  },
  summary: { cursor: 'pointer', color: toneColor(theme, 'waiting') },
  icon: {
    fontSize: '1.2em',
    verticalAlign: 'text-bottom',
    marginRight: theme.spacing(0.75),
  },
  lines: {
    margin: theme.spacing(1, 0, 0),
    paddingLeft: theme.spacing(3),
    maxHeight: 240,
    overflow: 'auto',
    fontFamily: 'monospace',
    overflowWrap: 'anywhere',
  },
}));

/** What a reviewer should know besides the changes themselves. */
export function WarningsSection({ plan }: { plan: Plan }) {
  const classes = useStyles();
  const warnings = planWarnings(plan);
  if (warnings.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Warnings">
      {warnings.map(({ text, lines }) => (
        <li key={text} className={classes.item}>
          {lines.length === 0 ? (
            <WarningTitle text={text} />
          ) : (
            <details>
              <summary className={classes.summary}>
                <WarningTitle text={text} />
              </summary>
              <ul className={classes.lines}>
                {lines.slice(0, LISTED_MAX).map((line, index) => (
                  <li key={index}>{line}</li>
                ))}
                {lines.length > LISTED_MAX && (
                  <li>
                    and {count(lines.length - LISTED_MAX, 'more', 'more')}
                  </li>
                )}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function WarningTitle({ text }: { text: string }) {
  const classes = useStyles();
  return (
    <>
      <ReportProblemOutlinedIcon className={classes.icon} aria-hidden />
      {text}
    </>
  );
}

function planWarnings(plan: Plan): Array<{ text: string; lines: string[] }> {
  const { provisioners } = plan;
  const drift = realDrift(plan);
  const checks = failedChecks(plan);
  return [
    {
      shown: !plan.complete,
      text: 'The plan is incomplete: Terraform put some changes off to a later run.',
      lines: [],
    },
    {
      shown: provisioners.length > 0,
      text: `${count(provisioners.length, 'provisioner')} will run commands`,
      lines: provisioners.map(({ address, type }) => `${address} (${type})`),
    },
    {
      shown: drift.length > 0,
      text: `${count(drift.length, 'resource')} changed outside of Terraform`,
      lines: drift.map(({ address, action }) =>
        action === 'delete' ? `${address} (deleted)` : address,
      ),
    },
    {
      shown: checks.length > 0,
      text: `${count(checks.length, 'check')} failed`,
      lines: checks.map(({ address }) => address),
    },
  ].filter(({ shown }) => shown);
}
