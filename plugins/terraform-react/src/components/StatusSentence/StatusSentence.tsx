import {
  describeStatus,
  isFinalStatus,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import { Duration } from '../Duration';
import { hasOutdatedPlan } from '../RunActions';
import { TimeAgo } from '../TimeAgo';

/** Properties of {@link StatusSentence}. @public */
export interface StatusSentenceProps {
  /** The run whose status is told. */
  run: Run;
}

/** The status of a run as a sentence: "Planning, 14 s", "Waiting for 1 of 2 approvals · expires in 2 d". @public */
export function StatusSentence({ run }: StatusSentenceProps) {
  return (
    <span>
      {hasOutdatedPlan(run) ? 'Its plan is outdated' : describeStatus(run)}
      <Time run={run} />
    </span>
  );
}

function Time({ run }: StatusSentenceProps) {
  const phase = run.status === 'applying' ? run.phases.apply : run.phases.plan;
  if (run.status === 'planning' || run.status === 'applying') {
    return (
      <>
        {', '}
        <Duration from={phase?.startedAt ?? run.statusAt} />
      </>
    );
  }
  if (isFinalStatus(run.status)) {
    return (
      <>
        {' · '}
        <TimeAgo at={run.finishedAt ?? run.statusAt} />
      </>
    );
  }
  if (hasOutdatedPlan(run)) return null;
  if (run.status === 'planned' && run.plan?.expiresAt) {
    return (
      <>
        {' · expires '}
        <TimeAgo at={run.plan.expiresAt} />
      </>
    );
  }
  return (
    <>
      {' · since '}
      <TimeAgo at={run.statusAt} />
    </>
  );
}
