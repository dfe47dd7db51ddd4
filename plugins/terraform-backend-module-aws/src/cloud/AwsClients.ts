import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { PortalCredentials } from '../portalCredentials';

/** Of a session; the clients take the portal's own without them. */
export interface AwsSessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** Makes the clients that accounts are entered and looked at with. */
export interface AwsClients {
  sts(region: string, credentials?: AwsSessionCredentials): STSClient;
  iam(region: string, credentials?: AwsSessionCredentials): IAMClient;
}

/** Throttling ends by itself; each further attempt waits longer. */
const ATTEMPTS = 5;

export function createAwsClients(portal?: PortalCredentials): AwsClients {
  const options = (region: string, credentials?: AwsSessionCredentials) => ({
    region,
    credentials: credentials ?? portal,
    maxAttempts: ATTEMPTS,
  });
  return {
    sts: (region, credentials) => new STSClient(options(region, credentials)),
    iam: (region, credentials) => new IAMClient(options(region, credentials)),
  };
}

/** Where IAM and STS of a partition answer, whatever regions an account switched on. */
export function homeRegionOf(roleArn: string): string {
  switch (roleArn.split(':')[1]) {
    case 'aws-cn':
      return 'cn-north-1';
    case 'aws-us-gov':
      return 'us-gov-west-1';
    default:
      return 'us-east-1';
  }
}
