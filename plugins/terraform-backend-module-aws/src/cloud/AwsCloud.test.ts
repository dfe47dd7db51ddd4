import { mockServices } from '@backstage/backend-test-utils';
import {
  GetRoleCommand,
  IAMClient,
  NoSuchEntityException,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { AwsCloud } from './AwsCloud';
import { createAwsClients } from './AwsClients';
import { anAccount, aSession, BOUNDARY } from './__testUtils__/accounts';

const sts = mockClient(STSClient);
const iam = mockClient(IAMClient);

const cloud = new AwsCloud({
  clients: createAwsClients(),
  logger: mockServices.logger.mock(),
});
const account = anAccount({
  regions: ['eu-west-1'],
  externalId: 'c0ffee-0001',
  permissionsBoundaryArn: BOUNDARY,
});

const CREDENTIALS = {
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: 'secret',
  SessionToken: 'token',
  Expiration: new Date(0),
};
const denied = () =>
  Object.assign(new Error('User: me is not authorized'), {
    name: 'AccessDenied',
  });

beforeEach(() => {
  sts.reset();
  iam.reset();
  sts.on(AssumeRoleCommand).callsFake(input => {
    if (input.ExternalId !== 'c0ffee-0001') throw denied();
    return { Credentials: CREDENTIALS };
  });
  sts
    .on(GetCallerIdentityCommand)
    .resolves({ Account: '444455556666', Arn: 'arn' });
  iam.on(GetRoleCommand).callsFake(({ RoleName }) => ({
    Role: {
      RoleName,
      MaxSessionDuration: 7_200,
      PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY },
    },
  }));
  iam.on(SimulatePrincipalPolicyCommand).callsFake(({ ActionNames }) => ({
    EvaluationResults: ActionNames.map((action: string) => ({
      EvalActionName: action,
      EvalDecision: 'allowed',
    })),
  }));
});

const statuses = (test: { checks: { name: string; status: string }[] }) =>
  Object.fromEntries(test.checks.map(({ name, status }) => [name, status]));
const messageOf = (
  test: { checks: { name: string; message?: string }[] },
  name: string,
) => test.checks.find(check => check.name === name)?.message;

describe('credentials', () => {
  it('are a session of an hour of the approved role, with names and tags', async () => {
    const access = cloud.access({
      account,
      phase: 'apply',
      module: { name: 'aws-sqs-sns' },
      needs: [{ type: 'aws_sqs_queue', mode: 'managed', action: 'create' }],
    });
    const role = cloud.role(account, access, aSession());

    await expect(cloud.credentials(role)).resolves.toEqual({
      AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'eu-west-1',
    });
    expect(sts.call(0).args[0].input).toEqual({
      RoleArn: account.applyRoleArn,
      RoleSessionName: 'planroom-0f4c1f9e-apply',
      ExternalId: 'c0ffee-0001',
      SourceIdentity: 'user.default.developer',
      Policy: access.policy,
      DurationSeconds: 3_600,
      Tags: expect.arrayContaining([
        { Key: 'run-type', Value: 'apply' },
        { Key: 'requested-by', Value: 'user:default/developer' },
      ]),
    });
  });

  it('are refused without a role, and explained when AWS refuses them', async () => {
    const own = { sessionName: 'planroom-0f4c1f9e-apply', tags: {} };
    await expect(cloud.credentials(own)).rejects.toThrow(
      "This executor cannot give Terraform the role of the machine: name the account's roles for plans and for applies, or run in CodeBuild.",
    );
    await expect(
      cloud.credentials({ ...own, roleArn: account.applyRoleArn }),
    ).rejects.toThrow(/^AWS refused sts:AssumeRole on .* No external id/);
  });
});

describe('test', () => {
  it('takes both roles as runs do, and is content', async () => {
    const test = await cloud.test(account);

    expect(test.status).toBe('ok');
    expect(statuses(test)).toEqual({
      'plan role': 'ok',
      'external id of the plan role': 'ok',
      'apply role': 'ok',
      'external id of the apply role': 'ok',
      'actions of the plan role': 'ok',
      'sessions of the plan role': 'ok',
      'actions of the apply role': 'ok',
      'permissions boundary of the apply role': 'ok',
      'sessions of the apply role': 'ok',
    });
    expect(messageOf(test, 'sessions of the apply role')).toContain('(2 h)');
    // All that the account lets the test do is looking.
    for (const call of sts.commandCalls(AssumeRoleCommand)) {
      expect(call.args[0].input).toMatchObject({
        DurationSeconds: 900,
        SourceIdentity: 'planroom-test',
        Policy: expect.stringMatching(
          /"iam:GetRole","iam:SimulatePrincipalPolicy"|"Deny","Action":"\*"/,
        ),
      });
    }
    for (const call of iam.commandCalls(SimulatePrincipalPolicyCommand)) {
      expect(
        call.args[0].input.ActionNames?.filter(name => name.includes('*')),
      ).toEqual([]);
    }
  });

  it('notices roles that let everybody in, and boundaries that are missing', async () => {
    sts.on(AssumeRoleCommand).resolves({ Credentials: CREDENTIALS });
    iam.on(GetRoleCommand).resolves({ Role: {} as never });

    const test = await cloud.test(account);

    expect(test.status).toBe('degraded');
    expect(messageOf(test, 'external id of the plan role')).toContain(
      'does not demand the external id: a wrong one was let in',
    );
    expect(messageOf(test, 'permissions boundary of the apply role')).toContain(
      `has no boundary rather than the account's ${BOUNDARY}`,
    );
    expect(messageOf(test, 'sessions of the plan role')).toContain('(unknown)');
  });

  it('tells actions that are refused from those that are limited to some resources', async () => {
    iam.on(SimulatePrincipalPolicyCommand).callsFake(input => ({
      EvaluationResults: input.ActionNames.map((action: string) => ({
        EvalActionName: action,
        EvalDecision: verdict(action),
        MissingContextValues:
          action === 'kms:CreateKey' ? ['aws:RequestTag/managed-by'] : [],
      })),
    }));
    function verdict(action: string) {
      if (action === 'sqs:CreateQueue' || action === 'kms:CreateKey') {
        return 'explicitDeny';
      }
      return action === 's3:GetBucketAcl' ? 'implicitDeny' : 'allowed';
    }

    const test = await cloud.test(account);

    expect(statuses(test)).toMatchObject({
      'actions of the plan role': 'unknown',
      'actions of the apply role': 'degraded',
    });
    expect(messageOf(test, 'actions of the plan role')).toMatch(
      /missing or limited .* aws-s3-bucket: s3:GetBucketAcl$/,
    );
    expect(messageOf(test, 'actions of the apply role')).toMatch(
      /refuse what they need\. aws-sqs-sns: sqs:CreateQueue$/,
    );
  });

  it('says what it was not let see is unknown, and stays content', async () => {
    iam.on(SimulatePrincipalPolicyCommand).rejects(denied());
    iam
      .on(GetRoleCommand)
      .rejects(new NoSuchEntityException({ message: 'gone', $metadata: {} }));

    const test = await cloud.test(account);

    expect(test.status).toBe('ok');
    expect(messageOf(test, 'actions of the plan role')).toContain(
      '(AccessDenied): allow the account',
    );
    expect(statuses(test)).toMatchObject({
      'actions of the apply role': 'unknown',
      'description of the apply role': 'unknown',
    });
  });

  it('goes through all pages of the simulator', async () => {
    iam.on(SimulatePrincipalPolicyCommand).callsFake(input => {
      const half = Math.ceil(input.ActionNames.length / 2);
      const names: string[] = input.Marker
        ? input.ActionNames.slice(half)
        : input.ActionNames.slice(0, half);
      return {
        IsTruncated: !input.Marker,
        Marker: input.Marker ? undefined : 'next',
        EvaluationResults: names.map(EvalActionName => ({
          EvalActionName,
          EvalDecision:
            EvalActionName === 'sqs:ListQueueTags' ? 'explicitDeny' : 'allowed',
        })),
      };
    });

    const test = await cloud.test(account);

    expect(messageOf(test, 'actions of the plan role')).toContain(
      'aws-sqs-sns: sqs:ListQueueTags',
    );
  });

  it('explains wrong accounts, wrong roles and missing ones', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: '777788889999' });
    const elsewhere = await cloud.test(account);
    expect(elsewhere.status).toBe('error');
    expect(messageOf(elsewhere, 'plan role')).toContain(
      'leads to the account 777788889999 rather than 444455556666',
    );

    const wrongArn = await cloud.test(
      anAccount({ planRoleArn: 'arn:aws:iam::777788889999:role/plan' }),
    );
    expect(messageOf(wrongArn, 'plan role')).toContain(
      'is not a role of the account 444455556666',
    );

    const denying = await cloud.test(anAccount({ externalId: 'other' }));
    expect(denying.status).toBe('error');
    expect(messageOf(denying, 'apply role')).toMatch(
      /The external id "other" was sent.*Runs in CodeBuild enter as the role of the build/,
    );

    const bare = await cloud.test(
      anAccount({ planRoleArn: undefined, applyRoleArn: undefined }),
    );
    expect(bare).toEqual({
      status: 'degraded',
      checks: [
        expect.objectContaining({ name: 'plan role', status: 'degraded' }),
        expect.objectContaining({ name: 'apply role', status: 'degraded' }),
      ],
    });
  });
});
