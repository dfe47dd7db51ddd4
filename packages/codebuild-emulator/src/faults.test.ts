import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  ListProjectsCommand,
  ListSandboxesCommand,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsEmulator } from './AwsEmulator';
import { endOf } from './__testUtils__/endOf';

const ROLE = 'arn:aws:iam::111122223333:role/build';

let emulator: AwsEmulator;
let codebuild: CodeBuildClient;
let s3: S3Client;

beforeEach(async () => {
  emulator = await AwsEmulator.start();
  emulator.createBucket('plans');
  emulator.putProject({
    name: 'plan',
    serviceRole: ROLE,
    run: async () => 'SUCCEEDED',
  });
  codebuild = new CodeBuildClient(emulator.clientConfig);
  s3 = new S3Client(emulator.clientConfig);
});

afterEach(async () => {
  codebuild.destroy();
  s3.destroy();
  await emulator.close();
});

const start = (idempotencyToken?: string) =>
  codebuild.send(
    new StartBuildCommand({ projectName: 'plan', idempotencyToken }),
  );

it('throttles, so that clients try again', async () => {
  emulator.faults.throttle('codebuild', 'ListProjects', 2);
  emulator.faults.throttle('s3', 'PutObject');
  await codebuild.send(new ListProjectsCommand({}));
  await s3.send(new PutObjectCommand({ Bucket: 'plans', Key: 'a', Body: 'a' }));
  const told = (service: 'codebuild' | 's3') =>
    emulator.journal
      .of(service)
      .map(({ operation, status, errorName }) => [
        operation,
        status,
        errorName,
      ]);
  expect(told('codebuild')).toEqual([
    ['ListProjects', 400, 'ThrottlingException'],
    ['ListProjects', 400, 'ThrottlingException'],
    ['ListProjects', 200, undefined],
  ]);
  expect(told('s3')).toEqual([
    ['PutObject', 503, 'SlowDown'],
    ['PutObject', 200, undefined],
  ]);
});

it('fails as it is told, in any protocol, until that is taken back', async () => {
  emulator.faults.failNext(
    'codebuild',
    'StartBuild',
    'InvalidInputException',
    'because',
  );
  await expect(start()).rejects.toMatchObject({
    name: 'InvalidInputException',
    message: 'because',
  });
  emulator.faults.failNext('s3', 'PutObject', 'AccessDenied', 'no', 1, 403);
  const put = () =>
    s3.send(new PutObjectCommand({ Bucket: 'plans', Key: 'a', Body: 'a' }));
  await expect(put()).rejects.toMatchObject({ name: 'AccessDenied' });
  emulator.faults.failNext('s3', 'PutObject', 'AccessDenied', 'no', 5, 403);
  emulator.faults.clear();
  await put();
  await start();
  expect(emulator.builds()).toHaveLength(1);
});

it('loses answers of what it did', async () => {
  emulator.faults.loseAnswer('codebuild', 'StartBuild');
  const { build } = await start('token-1');
  expect(emulator.journal.of('codebuild').map(({ status }) => status)).toEqual([
    0, 200,
  ]);
  // The client tried again by itself; the token kept that from being a second build.
  expect(emulator.builds().map(({ id }) => id)).toEqual([build!.id]);

  const impatient = new CodeBuildClient({
    ...emulator.clientConfig,
    maxAttempts: 1,
  });
  emulator.faults.loseAnswer('codebuild', 'StartBuild');
  await expect(
    impatient.send(new StartBuildCommand({ projectName: 'plan' })),
  ).rejects.toThrow();
  expect(emulator.builds()).toHaveLength(2);
  impatient.destroy();
});

it.each([
  ['FAILED', 'CLIENT_ERROR'],
  ['FAULT', 'INTERNAL_ERROR'],
] as const)(
  'lets builds end as %s in PROVISIONING',
  async (status, statusCode) => {
    const message = "Unable to pull customer's container image";
    emulator.faults.provisioningFault('plan', message, { status });
    const failed = await endOf(codebuild, (await start()).build!.id!);
    expect(failed.buildStatus).toBe(status);
    const provisioning = failed.phases!.find(
      ({ phaseType }) => phaseType === 'PROVISIONING',
    );
    expect(provisioning).toMatchObject({
      phaseStatus: status,
      contexts: [{ statusCode, message }],
    });
    const next = await endOf(codebuild, (await start()).build!.id!);
    expect(next.buildStatus).toBe('SUCCEEDED');
  },
);

it('breaks off objects', async () => {
  const object = { Bucket: 'plans', Key: 'large' };
  await s3.send(
    new PutObjectCommand({ ...object, Body: Buffer.alloc(1_000_000, 'x') }),
  );
  emulator.faults.cutStream();
  const cut = await s3.send(new GetObjectCommand(object));
  expect(cut.ContentLength).toBe(1_000_000);
  await expect(cut.Body!.transformToByteArray()).rejects.toThrow('aborted');
  const whole = await s3.send(new GetObjectCommand(object));
  expect(await whole.Body!.transformToByteArray()).toHaveLength(1_000_000);
});

it('expires credentials for every service', async () => {
  emulator.putRole({ arn: ROLE });
  const sts = new STSClient(emulator.clientConfig);
  const session = async () => {
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'test' }),
    );
    return {
      ...emulator.clientConfig,
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    };
  };
  const [first, second] = [await session(), await session()];
  const list = async (config: typeof first) => {
    const client = new CodeBuildClient(config);
    try {
      return await client.send(new ListProjectsCommand({}));
    } finally {
      client.destroy();
    }
  };
  emulator.faults.expireCredentials(first.credentials.accessKeyId);
  await expect(list(first)).rejects.toMatchObject({
    name: 'ExpiredTokenException',
  });
  await list(second);
  emulator.faults.expireCredentials('all-sessions');
  await expect(list(second)).rejects.toMatchObject({
    name: 'ExpiredTokenException',
  });
  const expired = new S3Client(second);
  await expect(
    expired.send(new GetObjectCommand({ Bucket: 'plans', Key: 'a' })),
  ).rejects.toMatchObject({ name: 'ExpiredToken' });
  expired.destroy();
  sts.destroy();
  await codebuild.send(new ListProjectsCommand({}));
});

it('says what it does not have', async () => {
  await expect(
    codebuild.send(new ListSandboxesCommand({})),
  ).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('ListSandboxes'),
  });
  const answer = await fetch(emulator.endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    body: '{}',
  });
  expect(await answer.text()).toContain('DynamoDB_20120810');
  // What the journal has is what was asked.
  await codebuild.send(new BatchGetBuildsCommand({ ids: ['plan:x'] }));
  expect(emulator.journal.of('codebuild', 'BatchGetBuilds')).toMatchObject([
    {
      input: { ids: ['plan:x'] },
      status: 200,
      caller: 'arn:aws:iam::111122223333:user/emulator',
    },
  ]);
  emulator.journal.clear();
  expect(emulator.journal.entries).toEqual([]);
});
