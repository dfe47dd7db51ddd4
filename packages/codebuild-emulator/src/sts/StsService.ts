import type { Operations } from '../http/messages';
import type { Roles } from '../iam/Roles';
import { assumeRole, type AssumeRoleInput } from './assumeRole';
import type { Identities } from './Identities';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
export function stsOperations(
  identities: Identities,
  roles: Roles,
): Operations {
  return {
    GetCallerIdentity: (_input, { caller }) => ({
      Arn: caller.arn,
      UserId: caller.userId,
      Account: caller.accountId,
    }),
    AssumeRole: (input: AssumeRoleInput, { caller }) => {
      const session = identities.issue(
        assumeRole(input, roles.get(input.RoleArn ?? ''), caller),
      );
      return {
        Credentials: {
          AccessKeyId: session.accessKeyId,
          SecretAccessKey: session.secretAccessKey,
          SessionToken: session.sessionToken,
          Expiration: new Date(session.expiresAt).toISOString(),
        },
        AssumedRoleUser: {
          AssumedRoleId: `AROAEMULATOR:${session.sessionName}`,
          Arn: session.arn,
        },
        PackedPolicySize: session.policy
          ? Math.ceil(session.policy.length / 40)
          : undefined,
        SourceIdentity: session.sourceIdentity,
      };
    },
  };
}
