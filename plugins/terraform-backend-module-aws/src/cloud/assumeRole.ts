import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { AssumedRole } from '@planroom/terraform-runner';
import {
  homeRegionOf,
  type AwsClients,
  type AwsSessionCredentials,
} from './AwsClients';

/** What AWS gives at most when the caller is a role itself. */
export const SESSION_SECONDS = 3_600;

/**
 * A session of the role.
 *
 * @throws errors of the SDK
 */
export async function assumeRole(
  clients: AwsClients,
  role: AssumedRole & { roleArn: string },
  seconds: number = SESSION_SECONDS,
): Promise<AwsSessionCredentials> {
  const region = role.region ?? homeRegionOf(role.roleArn);
  const { Credentials: session } = await clients.sts(region).send(
    new AssumeRoleCommand({
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      ExternalId: role.externalId,
      SourceIdentity: role.sourceIdentity,
      Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
      Policy: role.policy,
      DurationSeconds: seconds,
    }),
  );
  if (
    !session?.AccessKeyId ||
    !session.SecretAccessKey ||
    !session.SessionToken
  ) {
    throw new Error('STS answered without credentials');
  }
  return {
    accessKeyId: session.AccessKeyId,
    secretAccessKey: session.SecretAccessKey,
    sessionToken: session.SessionToken,
  };
}
