import { CodeBuildConfig } from './config';

/** A change of a build, as far as it wakes the portal up. */
export interface BuildEvent {
  eventId: string;
  /** `<project>:<uuid>` */
  buildId: string;
}

/**
 * Reads a message that EventBridge has put into the queue: `aws.codebuild`, `CodeBuild Build State Change` or `… Phase Change`.
 *
 * @returns why the message is not about a build of these projects, if it is not
 */
export function readEvent(
  body: string,
  { accountId, region, projects }: CodeBuildConfig,
): BuildEvent | string {
  let event: Record<string, unknown>;
  try {
    event = JSON.parse(body);
  } catch {
    return 'It is not JSON';
  }
  if (typeof event !== 'object' || event === null) return 'It is no event';
  const detail = event.detail as Record<string, unknown> | undefined;
  const arn = detail?.['build-id'];
  if (
    event.source !== 'aws.codebuild' ||
    typeof event.id !== 'string' ||
    typeof arn !== 'string'
  ) {
    return 'It is no event of CodeBuild';
  }
  if (event.account !== accountId || event.region !== region) {
    return `It is about the account ${event.account} and the region ${event.region}, not about ${accountId} and ${region}`;
  }
  const match =
    /^arn:aws[a-z-]*:codebuild:([a-z0-9-]+):(\d{12}):build\/(([^:/]+):[0-9a-f-]+)$/.exec(
      arn,
    );
  if (!match || match[1] !== region || match[2] !== accountId) {
    return 'It names no build of this account and region';
  }
  const own = [projects.plan, projects.apply].flatMap(Object.values);
  if (!own.includes(match[4])) {
    return `It is about the project ${match[4]}, which is not configured`;
  }
  return { eventId: event.id, buildId: match[3] };
}
