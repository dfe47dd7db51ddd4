import {
  BreadcrumbEntry,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { Container, Flex } from '@backstage/ui';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import {
  ApprovalPanel,
  hasOutdatedPlan,
  Outputs,
  PlanSummary,
  RunSteps,
  useRun,
  type RunQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useAfterRunAction } from '../../hooks/useAfterRunAction';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { runRouteRef } from '../../routes';
import { DataState } from '../DataState';
import { Section } from '../Section';
import { RunFailure } from './RunFailure';
import { RunHeader } from './RunHeader';
import { RunOutdated } from './RunOutdated';
import { RunStopped, wasStopped } from './RunStopped';
import { RunTabs } from './RunTabs';

/** One run: what it is, whether it is safe, what to do now. Live without a reload. */
export const RunPage = () => {
  const { runId } = useRouteRefParams(runRouteRef);
  const links = useTerraformLinks();
  const query = useRun(runId);
  return (
    <Container>
      <DataState query={query} ready={query.run !== undefined} what="This run">
        {query.run && (
          <BreadcrumbEntry
            entry={{
              label: `${query.run.workspaceName} · run ${query.run.number}`,
              href: links.run(runId),
            }}
          >
            <RunView key={runId} run={query.run} query={query} />
          </BreadcrumbEntry>
        )}
      </DataState>
    </Container>
  );
};

function RunView({ run, query }: { run: Run; query: RunQuery }) {
  const afterAction = useAfterRunAction(run, query.reload);
  return (
    <Flex direction="column" gap="4">
      <RunHeader run={run} events={query.events} onChanged={query.reload} />
      <RunSteps run={run} />
      {run.status === 'errored' && (
        <RunFailure run={run} onChanged={query.reload} />
      )}
      {wasStopped(run) && <RunStopped run={run} />}
      {hasOutdatedPlan(run) && (
        <RunOutdated run={run} onChanged={query.reload} />
      )}
      {run.plan && <PlanSummary counts={run.plan} />}
      {run.status === 'planned' && (
        <Section title="Approval">
          <ApprovalPanel
            run={run}
            onDecided={query.reload}
            onReplanned={next => afterAction(next, 'retry')}
          />
        </Section>
      )}
      {run.status === 'applied' && run.outputs && run.outputs.length > 0 && (
        <Section title="What exists now">
          <Outputs outputs={run.outputs} />
        </Section>
      )}
      <RunTabs run={run} events={query.events} />
    </Flex>
  );
}
