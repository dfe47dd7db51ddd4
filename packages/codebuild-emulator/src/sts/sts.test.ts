import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { AwsEmulator } from '../AwsEmulator';

const TARGET = 'arn:aws:iam::444455556666:role/team/apply';
const BUILD = 'arn:aws:iam::111122223333:role/build';

let emulator: AwsEmulator;
let sts: STSClient;

beforeAll(async () => {
  emulator = await AwsEmulator.start();
  sts = new STSClient(emulator.clientConfig);
  emulator.putRole({
    arn: TARGET,
    externalId: 'secret-4711',
    maxSessionSeconds: 7200,
    requireTags: ['run-type'],
    deniedActions: ['s3:Put*', 'iam:PassRole'],
    permissionsBoundary: 'arn:aws:iam::444455556666:policy/boundary',
    inlinePolicies: { 'apply & more': { Version: '2012-10-17' } },
  });
  emulator.putRole({ arn: BUILD });
});

afterAll(async () => {
  sts.destroy();
  await emulator.close();
});

const assume = (
  more: Partial<AssumeRoleCommandInput> = {},
  client: STSClient = sts,
) =>
  client.send(
    new AssumeRoleCommand({
      RoleArn: TARGET,
      RoleSessionName: 'run-1',
      ExternalId: 'secret-4711',
      Tags: [{ Key: 'run-type', Value: 'apply' }],
      ...more,
    }),
  );

function clientOf({
  Credentials,
}: Awaited<ReturnType<typeof assume>>): STSClient {
  return new STSClient({
    ...emulator.clientConfig,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
}

describe('AssumeRole', () => {
  it('gives a session that calls under its own name', async () => {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const answer = await assume({
      DurationSeconds: 7200,
      SourceIdentity: 'developer',
      TransitiveTagKeys: ['run-type'],
      Policy: policy,
      PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
    });
    expect(answer.AssumedRoleUser!.Arn).toBe(
      'arn:aws:sts::444455556666:assumed-role/apply/run-1',
    );
    expect(answer.SourceIdentity).toBe('developer');
    const seconds =
      (answer.Credentials!.Expiration!.getTime() - Date.now()) / 1000;
    expect(Math.abs(seconds - 7200)).toBeLessThan(5);
    const client = clientOf(answer);
    expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: answer.AssumedRoleUser!.Arn,
      Account: '444455556666',
    });
    expect(emulator.sessions()).toMatchObject([
      {
        accessKeyId: answer.Credentials!.AccessKeyId,
        roleArn: TARGET,
        sessionName: 'run-1',
        issuedTo: 'arn:aws:iam::111122223333:user/emulator',
        externalId: 'secret-4711',
        tags: { 'run-type': 'apply' },
        sourceIdentity: 'developer',
        policy,
        policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        durationSeconds: 7200,
      },
    ]);
    expect(emulator.journal.of('sts', 'GetCallerIdentity')).toMatchObject([
      { status: 200, caller: answer.AssumedRoleUser!.Arn },
    ]);
    client.destroy();
  });

  const denied =
    'User: arn:aws:iam::111122223333:user/emulator is not authorized to perform: sts:AssumeRole on resource: ';

  it.each<[string, Partial<AssumeRoleCommandInput>, string, string]>([
    ['another external id', { ExternalId: 'wrong' }, 'AccessDenied', denied],
    ['no external id', { ExternalId: undefined }, 'AccessDenied', denied],
    ['no tag', { Tags: [] }, 'AccessDenied', denied],
    [
      'an unknown role',
      { RoleArn: 'arn:aws:iam::444455556666:role/unknown' },
      'AccessDenied',
      `${denied}arn:aws:iam::444455556666:role/unknown`,
    ],
    [
      'too long a session',
      { DurationSeconds: 7201 },
      'ValidationError',
      'exceeds the MaxSessionDuration set for this role',
    ],
    ['too short a session', { DurationSeconds: 60 }, 'ValidationError', '900'],
    [
      'a bad session name',
      { RoleSessionName: 'user:default/developer' },
      'ValidationError',
      'roleSessionName',
    ],
    [
      'a long policy',
      { Policy: 'x'.repeat(2049) },
      'PackedPolicyTooLargeException',
      '2049 characters',
    ],
  ])('refuses %s', async (_name, input, name, message) => {
    await expect(assume(input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('keeps the rules of trust and of chains', async () => {
    const arn = 'arn:aws:iam::444455556666:role/strict';
    emulator.putRole({ arn, trustedArns: [BUILD], allowTags: false });
    const plain = { RoleArn: arn, Tags: undefined, ExternalId: undefined };
    await expect(assume(plain)).rejects.toMatchObject({ name: 'AccessDenied' });
    const build = clientOf(
      await assume({
        RoleArn: BUILD,
        SourceIdentity: 'developer',
        TransitiveTagKeys: ['run-type'],
      }),
    );
    await assume(plain, build);
    const sessions = emulator.sessions();
    expect(sessions[sessions.length - 1]).toMatchObject({
      roleArn: arn,
      issuedTo: 'arn:aws:sts::111122223333:assumed-role/build/run-1',
      sourceIdentity: 'developer',
      tags: { 'run-type': 'apply' },
    });
    await expect(
      assume({ ...plain, Tags: [{ Key: 'a', Value: 'b' }] }, build),
    ).rejects.toMatchObject({
      message: expect.stringContaining('sts:TagSession'),
    });
    await expect(
      assume({ SourceIdentity: 'another' }, build),
    ).rejects.toMatchObject({
      message: expect.stringContaining('sts:SetSourceIdentity'),
    });
    await expect(
      assume({ DurationSeconds: 7200 }, build),
    ).rejects.toMatchObject({
      message: expect.stringContaining('role chaining'),
    });
    build.destroy();
    emulator.putRole({ arn, denyAssume: true });
    await expect(assume(plain)).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('credentials', () => {
  it('refuses those that it did not hand out, and those without their token', async () => {
    const { Credentials } = await assume();
    for (const credentials of [
      { accessKeyId: 'AKIAMADEUP', secretAccessKey: 'x' },
      { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: 'x' },
    ]) {
      const client = new STSClient({ ...emulator.clientConfig, credentials });
      await expect(
        client.send(new GetCallerIdentityCommand({})),
      ).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
      client.destroy();
    }
  });

  it('refuses sessions whose time is over', async () => {
    const client = clientOf(await assume({ DurationSeconds: 900 }));
    emulator.clock.advance(899_000);
    await client.send(new GetCallerIdentityCommand({}));
    emulator.clock.advance(1_000);
    await expect(
      client.send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({ name: 'ExpiredToken' });
    client.destroy();
  });
});

describe('IAM', () => {
  it('describes roles and simulates what they may do', async () => {
    const iam = new IAMClient(emulator.clientConfig);
    await expect(
      iam.send(new GetRoleCommand({ RoleName: 'apply' })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const { Credentials } = await assume();
    const member = new IAMClient({
      ...emulator.clientConfig,
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    });
    const { Role } = await member.send(
      new GetRoleCommand({ RoleName: 'apply' }),
    );
    expect(Role).toMatchObject({
      Arn: TARGET,
      Path: '/team/',
      MaxSessionDuration: 7200,
      PermissionsBoundary: {
        PermissionsBoundaryArn: 'arn:aws:iam::444455556666:policy/boundary',
      },
    });
    expect(
      JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!))
        .Statement[0].Condition,
    ).toEqual({ StringEquals: { 'sts:ExternalId': 'secret-4711' } });

    expect(
      (await member.send(new ListRolePoliciesCommand({ RoleName: 'apply' })))
        .PolicyNames,
    ).toEqual(['apply & more']);
    const { PolicyDocument } = await member.send(
      new GetRolePolicyCommand({
        RoleName: 'apply',
        PolicyName: 'apply & more',
      }),
    );
    expect(JSON.parse(decodeURIComponent(PolicyDocument!))).toEqual({
      Version: '2012-10-17',
    });

    const pages = [];
    for await (const page of paginateSimulatePrincipalPolicy(
      { client: iam },
      {
        PolicySourceArn: TARGET,
        ActionNames: [
          's3:GetObject',
          's3:PutObject',
          'iam:passrole',
          ...Array.from({ length: 100 }, (_, i) => `ec2:Action${i}`),
        ],
      },
    )) {
      pages.push(page.EvaluationResults!);
    }
    expect(pages.map(page => page.length)).toEqual([100, 3]);
    expect(pages[0].slice(0, 4).map(result => result.EvalDecision)).toEqual([
      'allowed',
      'implicitDeny',
      'implicitDeny',
      'allowed',
    ]);
    iam.destroy();
    member.destroy();
  });
});
