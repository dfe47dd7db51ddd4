import { Box, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  PlanViewer,
  type RunEventsState,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { RunApprovals } from './RunApprovals';
import { RunDetails } from './RunDetails';
import { RunLog } from './RunLog';

/** The tab that answers the question of the moment: the plan once there is one, the log before that and after a failed plan. */
function tabOfTheMoment(run: Run): string {
  return run.plan ? 'plan' : 'log';
}

/** Everything about a run in detail. The reader's own choice of a tab stays. */
export const RunTabs = (props: { run: Run; events: RunEventsState }) => {
  const { run, events } = props;
  const [chosen, setChosen] = useState<string>();
  return (
    <Tabs
      selectedKey={chosen ?? tabOfTheMoment(run)}
      onSelectionChange={key => setChosen(String(key))}
    >
      <TabList aria-label="About this run">
        <Tab id="plan">Plan</Tab>
        <Tab id="log">Log</Tab>
        <Tab id="approvals">Approvals</Tab>
        <Tab id="details">Details</Tab>
      </TabList>
      <TabPanel id="plan">
        <Box pt="4">
          {run.plan ? (
            <PlanViewer runId={run.id} progress={events.progress} hideSummary />
          ) : (
            <EmptyState
              title="No plan yet"
              text="The changes stand here as soon as Terraform has planned them."
            />
          )}
        </Box>
      </TabPanel>
      <TabPanel id="log">
        <Box pt="4">
          <RunLog run={run} events={events} />
        </Box>
      </TabPanel>
      <TabPanel id="approvals">
        <Box pt="4">
          <RunApprovals run={run} />
        </Box>
      </TabPanel>
      <TabPanel id="details">
        <Box pt="4">
          <RunDetails run={run} />
        </Box>
      </TabPanel>
    </Tabs>
  );
};
