import { randomUUID } from 'node:crypto';
import type { Account } from '../Account';
import { deepLink, hasLog, phaseSeconds } from './describeBuild';
import type { BuildPhase, EmulatedBuild } from './types';

/**
 * What EventBridge says when the status of a build changes, as it comes out of a queue.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
 */
export function stateChangeMessage(
  build: EmulatedBuild,
  account: Account,
  now: number,
): string {
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'CodeBuild Build State Change',
    source: 'aws.codebuild',
    account: account.id,
    time: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: account.region,
    resources: [build.arn],
    detail: {
      'build-status': build.status,
      'project-name': build.project,
      'build-id': build.arn,
      'current-phase': build.currentPhase,
      'current-phase-context': '[]',
      version: '1',
      'additional-information': {
        'build-complete': build.complete,
        'build-number': build.number,
        'build-start-time': eventTime(build.startedAt),
        initiator: build.initiator,
        'timeout-in-minutes': build.timeoutInMinutes,
        'queued-timeout-in-minutes': build.queuedTimeoutInMinutes,
        environment: {
          image: build.image,
          'compute-type': 'BUILD_GENERAL1_SMALL',
          type: 'LINUX_CONTAINER',
          'privileged-mode': false,
          'environment-variables': build.environmentVariables,
        },
        source: { type: build.source.type, location: build.source.location },
        ...(hasLog(build) && {
          logs: {
            'group-name': build.logGroup,
            'stream-name': build.logStream,
            'deep-link': deepLink(build, account),
          },
        }),
        phases: build.phases.map(describePhase),
      },
    },
  });
}

function describePhase(phase: BuildPhase) {
  return {
    'phase-type': phase.type,
    'phase-status': phase.status,
    'start-time': eventTime(phase.startedAt),
    ...(phase.endedAt !== undefined && {
      'end-time': eventTime(phase.endedAt),
      'duration-in-seconds': phaseSeconds(phase),
      'phase-context': phase.contexts.map(
        ({ statusCode, message }) => `${statusCode}: ${message}`,
      ),
    }),
  };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Sep 1, 2017 4:12:29 PM`, without a zone; it is UTC. */
function eventTime(at: number): string {
  const date = new Date(at);
  const hour = date.getUTCHours();
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`;
  const time = [
    String(hour % 12 || 12),
    twoDigits(date.getUTCMinutes()),
    twoDigits(date.getUTCSeconds()),
  ].join(':');
  return `${day}, ${date.getUTCFullYear()} ${time} ${hour < 12 ? 'AM' : 'PM'}`;
}
