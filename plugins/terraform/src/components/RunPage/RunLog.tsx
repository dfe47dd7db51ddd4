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
  FailedState,
  LogView,
  useTerraformQuery,
  type RunEventsState,
} from '@planroom/backstage-plugin-terraform-react';
import { useMemo, useState } from 'react';

/** The log of a phase: from the stream while it lives; what the stream of an ended run does not tell any more, from where logs are kept. */
export const RunLog = (props: { run: Run; events: RunEventsState }) => {
  const { run, events } = props;
  const [chosen, setChosen] = useState<PhaseName>();
  const phase = chosen ?? (run.phases.apply ? 'apply' : 'plan');
  const streamed = events.logs[phase];
  const told = events.linesTold[phase];
  const ended = isFinalStatus(run.status) && !events.connected;
  const rest = useTerraformQuery(
    async (api, signal) =>
      ended ? readLog(api, run.id, phase, told, signal) : undefined,
    [run.id, ended, phase, told],
  );
  const untold = rest.value?.lines;
  const lines = useMemo(
    () => (untold?.length ? streamed.concat(untold) : streamed),
    [streamed, untold],
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
      {(lines.length > 0 || !rest.error) && (
        <LogView
          key={phase}
          lines={lines}
          removedAt={rest.value?.removedAt}
          follow={!isFinalStatus(run.status)}
          emptyText={
            started
              ? `The ${phase} phase has written nothing yet.`
              : `The ${phase} phase has not started.`
          }
        />
      )}
      {rest.error && <FailedState error={rest.error} onRetry={rest.reload} />}
    </Flex>
  );
};

async function readLog(
  api: TerraformApi,
  runId: string,
  phase: PhaseName,
  from: number,
  signal: AbortSignal,
): Promise<Pick<LogPage, 'lines' | 'removedAt'>> {
  const lines: LogLine[] = [];
  let offset = from;
  for (;;) {
    const page = await api.getLog(runId, phase, offset, { signal });
    for (const line of page.lines) lines.push(line);
    if (page.complete || page.nextOffset <= offset) {
      return { lines, removedAt: page.removedAt };
    }
    offset = page.nextOffset;
  }
}
