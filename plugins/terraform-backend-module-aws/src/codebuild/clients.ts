import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { PortalCredentials } from '../portalCredentials';
import { CodeBuildConfig } from './config';

/** The services that the executor talks to. */
export interface CodeBuildClients {
  codebuild: CodeBuildClient;
  logs: CloudWatchLogsClient;
  s3: S3Client;
  sqs: SQSClient;
}

export function createClients(
  { region }: Pick<CodeBuildConfig, 'region'>,
  portal: PortalCredentials,
): CodeBuildClients {
  const options = { region, credentials: portal, maxAttempts: 5 };
  return {
    codebuild: new CodeBuildClient(options),
    logs: new CloudWatchLogsClient(options),
    s3: new S3Client(options),
    sqs: new SQSClient(options),
  };
}
