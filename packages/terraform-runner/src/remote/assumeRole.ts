import type { AssumedRole } from '../index';
import type { AwsCredentials } from './renewedCredentials';

/** From one role to another AWS gives no more. */
const LONGEST_CHAINED_SECONDS = 3_600;

const ATTEMPTS = 6;
const CONNECTION_TIMEOUT_MS = 5_000;
const SILENCE_TIMEOUT_MS = 20_000;

/** A session of the role for an hour. Throws errors of the SDK. */
export async function assumeRole(
  role: AssumedRole,
  own: { region: string; credentials: () => Promise<AwsCredentials> },
): Promise<AwsCredentials> {
  // Part of the bundle, so it is no dependency of the installed package.
  // eslint-disable-next-line @backstage/no-undeclared-imports
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({
    region: role.region ?? own.region,
    credentials: own.credentials,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
    },
  });
  try {
    const { Credentials: session } = await client.send(
      new AssumeRoleCommand({
        RoleArn: role.roleArn,
        RoleSessionName: role.sessionName,
        ExternalId: role.externalId,
        SourceIdentity: role.sourceIdentity,
        Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
        Policy: role.policy,
        DurationSeconds: LONGEST_CHAINED_SECONDS,
      }),
    );
    if (!session?.AccessKeyId || !session.SecretAccessKey) {
      throw new Error('STS answered without credentials');
    }
    return {
      accessKeyId: session.AccessKeyId,
      secretAccessKey: session.SecretAccessKey,
      sessionToken: session.SessionToken,
      expiration: session.Expiration,
    };
  } finally {
    client.destroy();
  }
}
