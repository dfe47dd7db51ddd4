import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { Config } from '@backstage/config';

/** Credentials as the SDK's clients take them; the machine's own when undefined. */
export type PortalCredentials =
  | ReturnType<typeof fromTemporaryCredentials>
  | undefined;

/** Those of a role that the portal takes; the machine's own without one. */
export function roleCredentials(given: {
  region: string;
  roleArn?: string;
}): PortalCredentials {
  const { region, roleArn } = given;
  if (!roleArn) return undefined;
  return fromTemporaryCredentials({
    clientConfig: { region },
    params: { RoleArn: roleArn, RoleSessionName: 'planroom-portal' },
  });
}

/** As whom the portal works in AWS: in one role for builds, accounts and keys, or as its machine. */
export function portalCredentials(config: Config): PortalCredentials {
  const codebuild = config.getOptionalConfig('terraform.executors.codebuild');
  return (
    codebuild &&
    roleCredentials({
      region: codebuild.getString('region'),
      roleArn: codebuild.getOptionalString('roleArn'),
    })
  );
}
