import { Build } from '@aws-sdk/client-codebuild';
import { TerraformPhaseOutcome } from '@planroom/backstage-plugin-terraform-node';
import type { PhaseResult } from '@planroom/terraform-runner';

/** What is known of a build that ended without a result. */
export interface BuildEnd {
  phaseId: string;
  /** undefined when CodeBuild does not know the build */
  build: Build | undefined;
  /** the runner has made its mark: Terraform may have run */
  begun: boolean;
  /** somebody asked the portal to stop it */
  canceled: boolean;
}

/**
 * How a phase ended whose build left no result. Where the runner never began, nothing was run, and the phase has failed or was canceled;
 * where it did, nobody can say how far it came.
 */
export function explainEnd(end: BuildEnd): TerraformPhaseOutcome {
  const reason = whyEnded(end);
  if (end.begun || !end.build) return { kind: 'lost', reason };
  const result: PhaseResult = {
    v: 1,
    phaseId: end.phaseId,
    outcome: end.canceled ? 'canceled' : 'failed',
    step: 'start',
    message: `${reason}. Terraform was never started, and nothing was changed`,
    diagnostics: [],
    startedAt: toTime(end.build.startTime),
    finishedAt: toTime(end.build.endTime),
  };
  return { kind: 'ended', result };
}

function whyEnded({ build, begun, canceled }: BuildEnd): string {
  if (!build) {
    return 'CodeBuild does not know the build any more: its project was removed, or a year has passed';
  }
  const { id, buildStatus } = build;
  const { phase, message } = whatFailed(build);
  const said = message ? ` (${message})` : '';
  switch (buildStatus) {
    case 'TIMED_OUT':
      return begun
        ? `The build ${id} was ended by CodeBuild after ${build.timeoutInMinutes} minutes, the timeout of its project${said}; raise timeouts in the module codebuild-runner, or make the workspace smaller`
        : `The build ${id} waited longer than ${build.queuedTimeoutInMinutes} minutes for a free place in CodeBuild and never ran${said}; raise the quota of concurrent builds, or timeouts.queued in the module codebuild-runner`;
    case 'STOPPED':
      return canceled
        ? `The build ${id} was stopped`
        : `The build ${id} was stopped by somebody in AWS, outside Planroom${said}; CloudTrail knows who`;
    case 'FAULT':
      return `AWS had a fault of its own in the phase ${phase} of the build ${id}${said}; try again`;
    case 'SUCCEEDED':
      return `The build ${id} came to its end and handed over nothing; the image of its project holds another version of the runner`;
    default:
      return explainFailure({ build, phase, message, begun });
  }
}

function explainFailure({
  build,
  phase,
  message,
  begun,
}: {
  build: Build;
  phase: string;
  message: string;
  begun: boolean;
}): string {
  const said = message ? `: ${message}` : '';
  if (/pull|image|manifest unknown|ecr/i.test(message)) {
    return `The image of the build ${build.id} cannot be had${said}; check the image of this version in the module codebuild-runner (${build.environment?.image}) and that its role may pull it`;
  }
  if (/assume|credential|service role|sts/i.test(message)) {
    return `CodeBuild could not take the role of the build ${build.id}${said}; check the role of the project`;
  }
  if (
    !begun &&
    (phase === 'BUILD' || phase === 'PRE_BUILD' || phase === 'INSTALL')
  ) {
    return `The build ${build.id} failed in the phase ${phase} before the runner began${said}; its log says why`;
  }
  return begun
    ? `The build ${build.id} was ended in the phase ${phase} before it could say how Terraform ended${said}`
    : `The build ${build.id} failed in the phase ${phase}${said}`;
}

/** The phase that did not succeed, and what CodeBuild says about it. */
function whatFailed({ phases = [], currentPhase = '' }: Build): {
  phase: string;
  message: string;
} {
  const failed = phases.find(
    ({ phaseStatus }) => phaseStatus && phaseStatus !== 'SUCCEEDED',
  );
  return {
    phase: failed?.phaseType ?? currentPhase,
    message:
      failed?.contexts
        ?.flatMap(context => context.message || [])
        .join('; ')
        .slice(0, 1_000) ?? '',
  };
}

function toTime(date: Date | undefined): string {
  return (date ?? new Date()).toISOString();
}
