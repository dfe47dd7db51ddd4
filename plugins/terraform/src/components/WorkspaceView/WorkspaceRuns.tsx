import { Link } from '@backstage/ui';
import { makeStyles } from '@material-ui/core/styles';
import {
  describeKind,
  shortName,
  type Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  PlanSummary,
  RunStatus,
  TimeAgo,
  usePagedQuery,
  useTerraformSignal,
} from '@planroom/backstage-plugin-terraform-react';
import { useListReady } from '../../hooks/useListReady';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { LoadMore } from '../LoadMore';
import { Section } from '../Section';

const PAGE_SIZE = 10;

const useStyles = makeStyles({
  timeline: {
    listStyle: 'none',
    margin: 0,
    padding: '0 0 0 18px',
    borderLeft: '2px solid var(--bui-border-1)',
    '& > li': { position: 'relative', padding: '0 0 18px' },
    '& > li:last-child': { paddingBottom: 0 },
    '& > li::before': {
      content: '""',
      position: 'absolute',
      left: -24,
      top: 6,
      width: 10,
      height: 10,
      borderRadius: 5,
      backgroundColor: 'var(--bui-border-2)',
    },
  },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 },
  secondary: { color: 'var(--bui-fg-secondary)', margin: '4px 0' },
});

/** The history of the workspace, newest first. */
export const WorkspaceRuns = ({ workspace }: { workspace: Workspace }) => {
  const classes = useStyles();
  const links = useTerraformLinks();
  const query = usePagedQuery(
    (api, cursor, signal) =>
      api.listRuns(
        { workspace: workspace.id, cursor, limit: PAGE_SIZE },
        { signal },
      ),
    [workspace.id],
  );
  const ready = useListReady(query);
  useTerraformSignal(
    query.reload,
    message => message.workspaceId === workspace.id,
  );
  return (
    <Section
      title="Runs"
      action={
        <Link href={links.runs({ workspace: workspace.id })}>Show all</Link>
      }
    >
      <DataState query={query} ready={ready} what="The list of runs">
        {query.items.length === 0 && (
          <EmptyState
            title="No runs yet"
            text="A new run plans what Terraform would change."
          />
        )}
        <ol className={classes.timeline}>
          {query.items.map(run => (
            <li key={run.id}>
              <div className={classes.line}>
                <Link href={links.run(run.id)} weight="bold">
                  {`Run ${run.number}`}
                </Link>
                <RunStatus run={run} />
                {run.plan && <PlanSummary counts={run.plan} size="small" />}
              </div>
              <div className={classes.secondary}>
                {describeKind(run.kind)} by {shortName(run.requestedBy)},{' '}
                <TimeAgo at={run.createdAt} />
                {run.message ? `: "${run.message}"` : ''}
              </div>
            </li>
          ))}
        </ol>
        <LoadMore query={query} />
      </DataState>
    </Section>
  );
};
