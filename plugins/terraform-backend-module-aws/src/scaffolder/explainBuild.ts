import { Build } from '@aws-sdk/client-codebuild';

/** Why a build did not succeed, in a sentence for whoever started the task. */
export function explainBuild(build: Build, logsUrl: string): string {
  const { id, buildStatus, timeoutInMinutes } = build;
  const failed = build.phases?.find(
    ({ phaseStatus }) => phaseStatus && phaseStatus !== 'SUCCEEDED',
  );
  const phase = failed?.phaseType ?? build.currentPhase ?? 'unknown';
  const context = failed?.contexts
    ?.flatMap(({ message }) => message || [])
    .join('; ')
    .slice(0, 1_000);
  const said = context ? `: ${context}` : '';
  const see = `See ${logsUrl}`;
  switch (buildStatus) {
    case 'STOPPED':
      return `The build ${id} was stopped in AWS in the phase ${phase}${said}. CloudTrail knows who did it`;
    case 'TIMED_OUT':
      return phase === 'QUEUED' || phase === 'SUBMITTED'
        ? `The build ${id} waited too long for a place in CodeBuild and never ran${said}. Start the task again, or raise the limit of concurrent builds`
        : `The build ${id} was ended in the phase ${phase} after ${timeoutInMinutes} minutes, the timeout of its project${said}. ${see}`;
    case 'FAULT':
      return `AWS had a fault of its own in the phase ${phase} of the build ${id}${said}. Find out what it has done before you start the task again. ${see}`;
    default:
      return `The build ${id} failed in the phase ${phase}${said}. ${see}`;
  }
}

/** By partition; that of `aws` has the region in it. */
const CONSOLES: Record<string, string | undefined> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where a person finds the build: its log once there is one, else its page. */
export function logsUrlOf({ arn = '', id = '', logs }: Build): string {
  if (logs?.streamName && logs.deepLink) return logs.deepLink;
  const [, partition, , region, account] = arn.split(':');
  const [project] = id.split(':');
  const console = CONSOLES[partition] ?? `${region}.console.aws.amazon.com`;
  return `https://${console}/codesuite/codebuild/${account}/projects/${project}/build/${encodeURIComponent(
    id,
  )}/?region=${region}`;
}
