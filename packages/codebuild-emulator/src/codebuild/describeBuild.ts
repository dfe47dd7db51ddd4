import type { Account } from '../Account';
import type { BuildPhase, EmulatedBuild } from './types';

/** A build in the words of AWS's API; times are seconds since the epoch. */
export function describeBuild(build: EmulatedBuild, account: Account) {
  return {
    id: build.id,
    arn: build.arn,
    buildNumber: build.number,
    projectName: build.project,
    buildStatus: build.status,
    buildComplete: build.complete,
    currentPhase: build.currentPhase,
    phases: build.phases.map(describePhase),
    startTime: build.startedAt / 1000,
    endTime: build.endedAt === undefined ? undefined : build.endedAt / 1000,
    initiator: build.initiator,
    serviceRole: build.serviceRole,
    source: build.source,
    sourceVersion: build.sourceVersion,
    secondarySources: [],
    artifacts: { location: '' },
    cache: { type: 'NO_CACHE' },
    encryptionKey: `arn:aws:kms:${account.region}:${account.id}:alias/aws/s3`,
    environment: {
      type: 'LINUX_CONTAINER',
      image: build.image,
      computeType: 'BUILD_GENERAL1_SMALL',
      environmentVariables: build.environmentVariables,
      privilegedMode: false,
      imagePullCredentialsType: 'CODEBUILD',
    },
    exportedEnvironmentVariables: build.exportedEnvironmentVariables,
    timeoutInMinutes: build.timeoutInMinutes,
    queuedTimeoutInMinutes: build.queuedTimeoutInMinutes,
    logs: describeLogs(build, account),
  };
}

/** Seconds between the ends of a phase; undefined while it lasts. */
export function phaseSeconds({
  startedAt,
  endedAt,
}: BuildPhase): number | undefined {
  return endedAt === undefined
    ? undefined
    : Math.round((endedAt - startedAt) / 1000);
}

/** The page that shows a build's log; before the build has a machine it shows none. */
export function deepLink(build: EmulatedBuild, { region }: Account): string {
  const [group, stream] = hasLog(build)
    ? [build.logGroup, build.logStream]
    : ['null', 'null'];
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${consoleEscape(
    group,
  )}/log-events/${consoleEscape(stream)}`;
}

/** From PROVISIONING on a build says where its log will be. */
export function hasLog(build: EmulatedBuild): boolean {
  return build.phases.some(({ type }) => type === 'PROVISIONING');
}

function describeLogs(build: EmulatedBuild, account: Account) {
  const link = { deepLink: deepLink(build, account) };
  if (!hasLog(build)) return link;
  return {
    ...link,
    groupName: build.logGroup,
    streamName: build.logStream,
    cloudWatchLogsArn: account.arn(
      'logs',
      `log-group:${build.logGroup}:log-stream:${build.logStream}`,
    ),
    cloudWatchLogs: { status: 'ENABLED', groupName: build.logGroup },
  };
}

function describePhase(phase: BuildPhase) {
  return {
    phaseType: phase.type,
    phaseStatus: phase.status,
    startTime: phase.startedAt / 1000,
    endTime: phase.endedAt === undefined ? undefined : phase.endedAt / 1000,
    durationInSeconds: phaseSeconds(phase),
    contexts: phase.contexts,
  };
}

function consoleEscape(text: string): string {
  return encodeURIComponent(text).replace(/%/g, '$25');
}
