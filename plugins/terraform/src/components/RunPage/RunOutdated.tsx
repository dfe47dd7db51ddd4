import { Alert } from '@backstage/ui';
import type { Run } from '@planroom/backstage-plugin-terraform-common';
import { RunActions } from '@planroom/backstage-plugin-terraform-react';
import { useAfterRunAction } from '../../hooks/useAfterRunAction';

/** Why a plan that waits can no longer be applied, with the way on next to it. */
export const RunOutdated = (props: { run: Run; onChanged: () => void }) => {
  const { run } = props;
  const onDone = useAfterRunAction(run, props.onChanged);
  return (
    <Alert
      status="warning"
      icon
      title="This plan is outdated"
      description={run.plan?.outdated && asSentence(run.plan.outdated)}
      customActions={<RunActions run={run} onDone={onDone} />}
    />
  );
};

/** The backend's words, which follow others elsewhere, as a sentence of their own. */
function asSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
