import { ButtonLink, Card, Link, Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import {
  shortName,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import {
  PlanSummary,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { PlainTable } from '../PlainTable';
import { RISKS, riskOf } from './risk';

const useStyles = makeStyles({
  card: { padding: 0 },
  current: {
    backgroundColor: 'var(--bui-bg-neutral-2)',
    boxShadow: 'inset 3px 0 0 var(--bui-accent-bg)',
  },
  risk: { '&&': { whiteSpace: 'nowrap', fontWeight: 600 } },
  destroys: { '&&': { color: 'var(--bui-negative-fg-subdued, #c0392b)' } },
  replaces: { '&&': { color: '#8e44ad' } },
  button: { whiteSpace: 'nowrap', minWidth: 72 },
  review: { '&&': { textAlign: 'right', whiteSpace: 'nowrap' } },
});

const COLUMNS = [
  'Risk',
  'Workspace',
  'Asked by',
  'Plan',
  'Waiting',
  'Already said yes',
  '',
];

/** One row per run: what it risks, who asks and why, how long it waits and who already said yes. */
export const ApprovalsTable = (props: { runs: Run[]; currentId?: string }) => {
  const classes = useStyles();
  return (
    <Card className={classes.card}>
      <PlainTable label="Runs that wait for you" columns={COLUMNS}>
        {props.runs.map(run => (
          <ApprovalRow
            key={run.id}
            run={run}
            current={run.id === props.currentId}
          />
        ))}
        {props.runs.length === 0 && (
          <TableRow>
            <TableCell colSpan={7}>No run matches these filters.</TableCell>
          </TableRow>
        )}
      </PlainTable>
    </Card>
  );
};

function ApprovalRow({ run, current }: { run: Run; current: boolean }) {
  const classes = useStyles();
  const links = useTerraformLinks();
  const id = riskOf(run);
  const risk = RISKS.find(candidate => candidate.id === id);
  const approvers = run.approvals.given
    .filter(({ decision }) => decision === 'approve')
    .map(({ by }) => shortName(by));
  const tone =
    (id === 'destroys' && classes.destroys) ||
    (id === 'replaces' && classes.replaces) ||
    '';
  return (
    <TableRow
      className={current ? classes.current : undefined}
      aria-current={current}
    >
      <TableCell className={`${classes.risk} ${tone}`}>
        {risk?.sign} {risk?.label}
      </TableCell>
      <TableCell>
        <Link href={links.run(run.id)} weight="bold">
          {run.workspaceName}
        </Link>
        <Text as="div" color="secondary">
          {run.environment} · run {run.number}
        </Text>
      </TableCell>
      <TableCell>
        {shortName(run.requestedBy)}
        {run.message && (
          <Text as="div" color="secondary">
            "{run.message}"
          </Text>
        )}
      </TableCell>
      <TableCell>
        {run.plan && <PlanSummary counts={run.plan} size="small" />}
      </TableCell>
      <TableCell>
        <TimeAgo at={run.createdAt} />
        {run.plan?.expiresAt && (
          <Text as="div" color="secondary">
            {'expires '}
            <TimeAgo at={run.plan.expiresAt} />
          </Text>
        )}
      </TableCell>
      <TableCell>
        {approvers.length} of {run.approvals.required}
        {approvers.length > 0 && (
          <Text as="div" color="secondary">
            {approvers.join(', ')}
          </Text>
        )}
      </TableCell>
      <TableCell className={classes.review}>
        <ButtonLink
          size="small"
          href={links.run(run.id)}
          className={classes.button}
        >
          Review
        </ButtonLink>
      </TableCell>
    </TableRow>
  );
}
