import { Cell, CellText, Table, type ColumnConfig } from '@backstage/ui';
import {
  describeKind,
  shortName,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import {
  PlanSummary,
  RunStatus,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { useMemo, type ReactNode } from 'react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';

/** Runs, one row each; a row leads to the run. */
export const RunsTable = (props: {
  runs: Run[];
  /** For a list inside its workspace. */
  hideWorkspace?: boolean;
  emptyState?: ReactNode;
}) => {
  const links = useTerraformLinks();
  const { hideWorkspace = false } = props;
  const columns = useMemo<ColumnConfig<Run>[]>(
    () => [
      {
        id: 'run',
        label: 'Run',
        isRowHeader: true,
        defaultWidth: '2fr',
        cell: run => (
          <CellText
            title={
              hideWorkspace
                ? `Run ${run.number}`
                : `${run.workspaceName} · run ${run.number}`
            }
            description={run.message}
            href={links.run(run.id)}
          />
        ),
      },
      {
        id: 'environment',
        label: 'Environment',
        isHidden: hideWorkspace,
        cell: run => <CellText title={run.environment} />,
      },
      {
        id: 'kind',
        label: 'Kind',
        cell: run => <CellText title={describeKind(run.kind)} />,
      },
      {
        id: 'status',
        label: 'Status',
        cell: run => (
          <Cell>
            <RunStatus run={run} />
          </Cell>
        ),
      },
      {
        id: 'plan',
        label: 'Plan',
        defaultWidth: '2fr',
        cell: run => (
          <Cell>
            {run.plan && <PlanSummary counts={run.plan} size="small" />}
          </Cell>
        ),
      },
      {
        id: 'by',
        label: 'Requested by',
        cell: run => <CellText title={shortName(run.requestedBy)} />,
      },
      {
        id: 'at',
        label: 'When',
        cell: run => (
          <Cell>
            <TimeAgo at={run.createdAt} />
          </Cell>
        ),
      },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the addresses of a mounted plugin do not change
    [hideWorkspace],
  );
  return (
    <Table
      columnConfig={columns}
      data={props.runs}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: run => links.run(run.id) }}
      emptyState={props.emptyState}
    />
  );
};
