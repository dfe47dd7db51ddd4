import { Flex, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  isFinalStatus,
  type LogLine,
  type LogPage,
  type PhaseName,
  type Run,
  type TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
import {
  LogView,
  useTerraformQuery,
  type RunEventsState,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';

/** The log of a phase: from the stream while it lives, from what is kept where no stream is told any more. */
export const RunLog = (props: { run: Run; events: RunEventsState }) => {
  const { run, events } = props;
  const [chosen, setChosen] = useState<PhaseName>();
  const phase = chosen ?? (run.phases.apply ? 'apply' : 'plan');
  const streamed = events.logs[phase];
  const stored = useTerraformQuery(
    async (api, signal) =>
      streamed.length === 0 && isFinalStatus(run.status) && !events.connected
        ? readLog(api, run.id, phase, signal)
        : undefined,
    [run.id, run.status, phase, streamed.length === 0, events.connected],
  );
  const started = run.phases[phase] !== undefined;
  return (
    <Flex direction="column" gap="3">
      <ToggleButtonGroup
        aria-label="Phase"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[phase]}
        onSelectionChange={keys =>
          setChosen(keys.has('apply') ? 'apply' : 'plan')
        }
      >
        <ToggleButton id="plan">Plan phase</ToggleButton>
        <ToggleButton id="apply">Apply phase</ToggleButton>
      </ToggleButtonGroup>
      <LogView
        key={phase}
        lines={streamed.length > 0 ? streamed : stored.value?.lines ?? []}
        removedAt={stored.value?.removedAt}
        follow={!isFinalStatus(run.status)}
        emptyText={
          started
            ? `The ${phase} phase has written nothing yet.`
            : `The ${phase} phase has not started.`
        }
      />
    </Flex>
  );
};

async function readLog(
  api: TerraformApi,
  runId: string,
  phase: PhaseName,
  signal: AbortSignal,
): Promise<Pick<LogPage, 'lines' | 'removedAt'>> {
  const lines: LogLine[] = [];
  let offset = 0;
  for (;;) {
    const page = await api.getLog(runId, phase, offset, { signal });
    for (const line of page.lines) lines.push(line);
    if (page.complete || page.nextOffset <= offset) {
      return { lines, removedAt: page.removedAt };
    }
    offset = page.nextOffset;
  }
}
