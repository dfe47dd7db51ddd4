import { Flex, Link, Text } from '@backstage/ui';
import {
  describeKind,
  shortName,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import {
  hasOutdatedPlan,
  RunActions,
  RunStatus,
  StatusSentence,
  TimeAgo,
  type RunEventsState,
} from '@planroom/backstage-plugin-terraform-react';
import { useAfterRunAction } from '../../hooks/useAfterRunAction';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { ViewHeader } from '../ViewHeader';
import { placeWait } from './placeWait';
import { RunWaiting } from './RunWaiting';

/** Which run this is, who wants it and why, how it stands and what can be done with it. */
export const RunHeader = (props: {
  run: Run;
  events: RunEventsState;
  onChanged: () => void;
}) => {
  const { run } = props;
  const wait = placeWait(run, props.events.logs);
  const links = useTerraformLinks();
  const onDone = useAfterRunAction(run, props.onChanged);
  return (
    <Flex direction="column" gap="2">
      <ViewHeader
        title={`${run.workspaceName} · ${run.environment} · run ${run.number}`}
        description={
          <>
            {describeKind(run.kind)} by {shortName(run.requestedBy)}
            {run.actor === 'agent' ? ' (an agent)' : ''},{' '}
            <TimeAgo at={run.createdAt} />
            {run.message ? `: "${run.message}"` : ''}
            {' · '}
            <Link href={links.workspace(run.workspaceId)}>
              Open the workspace
            </Link>
          </>
        }
        // What a failed run or an outdated plan needs stands next to the reason.
        actions={
          run.status !== 'errored' &&
          !hasOutdatedPlan(run) && <RunActions run={run} onDone={onDone} />
        }
      />
      <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
        <RunStatus run={run} />
        <StatusSentence run={run} />
      </Flex>
      {wait && (
        <Text as="p" color="secondary">
          {wait}
        </Text>
      )}
      <RunWaiting run={run} />
    </Flex>
  );
};
