/** The same cloud over HTTP, with the SDKs as they are. */
import { mockServices } from '@backstage/backend-test-utils';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsEmulator } from '@planroom/codebuild-emulator';
import { AwsCloud } from './AwsCloud';
import type { AwsClients } from './AwsClients';
import { anAccount, aSession, BOUNDARY } from './__testUtils__/accounts';

const account = anAccount({
  regions: ['eu-west-1'],
  externalId: 'c0ffee-0001',
  permissionsBoundaryArn: BOUNDARY,
});
const planRole = {
  arn: 'arn:aws:iam::444455556666:role/planroom-plan',
  externalId: 'c0ffee-0001',
  requireTags: ['run-type'],
  maxSessionSeconds: 3_600,
};
const applyRole = {
  ...planRole,
  arn: 'arn:aws:iam::444455556666:role/planroom-apply',
  permissionsBoundary: BOUNDARY,
};

let emulator: AwsEmulator;
let clients: AwsClients;
let cloud: AwsCloud;

beforeAll(async () => {
  emulator = await AwsEmulator.start();
  const { endpoint, credentials: own } = emulator.clientConfig;
  clients = {
    sts: (region, credentials = { ...own, sessionToken: '' }) =>
      new STSClient({ endpoint, region, credentials, maxAttempts: 2 }),
    iam: (region, credentials = { ...own, sessionToken: '' }) =>
      new IAMClient({ endpoint, region, credentials, maxAttempts: 2 }),
  };
  cloud = new AwsCloud({ clients, logger: mockServices.logger.mock() });
});
afterAll(() => emulator.close());
beforeEach(() => {
  emulator.putRole(planRole);
  emulator.putRole(applyRole);
});

it('takes the role that a run was approved for, and says who comes', async () => {
  const access = cloud.access({
    account,
    phase: 'apply',
    module: { name: 'aws-sqs-sns' },
    needs: [{ type: 'aws_sqs_queue', mode: 'managed', action: 'create' }],
  });
  const variables = await cloud.credentials(
    cloud.role(account, access, aSession()),
  );

  const session = emulator.sessions().at(-1);
  expect(session).toMatchObject({
    roleArn: applyRole.arn,
    sessionName: 'planroom-0f4c1f9e-apply',
    sourceIdentity: 'user.default.developer',
    externalId: 'c0ffee-0001',
    durationSeconds: 3_600,
    policy: access.policy,
    tags: {
      'run-type': 'apply',
      'approved-by': 'user:default/platform user:default/reviewer',
    },
  });
  const { Arn } = await clients
    .sts('eu-west-1', {
      accessKeyId: variables.AWS_ACCESS_KEY_ID,
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY,
      sessionToken: variables.AWS_SESSION_TOKEN,
    })
    .send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(
    'arn:aws:sts::444455556666:assumed-role/planroom-apply/planroom-0f4c1f9e-apply',
  );
});

it('is content with an account that is set up well', async () => {
  const test = await cloud.test(account);

  expect(test.checks.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(test.status).toBe('ok');
});

it('says what an account lacks', async () => {
  emulator.putRole({
    ...planRole,
    externalId: undefined,
    deniedActions: ['sqs:List*'],
  });
  emulator.putRole({ ...applyRole, permissionsBoundary: undefined });

  const { status, checks } = await cloud.test(account);

  expect(status).toBe('degraded');
  expect(
    Object.fromEntries(
      checks
        .filter(check => check.status !== 'ok')
        .map(({ name, message }) => [name, message]),
    ),
  ).toEqual({
    'external id of the plan role': expect.stringContaining(
      'does not demand the external id',
    ),
    'actions of the plan role': expect.stringMatching(
      /aws-sqs-sns: sqs:ListQueueTags$/,
    ),
    'permissions boundary of the apply role':
      expect.stringContaining('has no boundary'),
  });
});

it('explains a role whose trust does not let sessions be tagged', async () => {
  emulator.putRole({ ...applyRole, requireTags: [], allowTags: false });

  const { status, checks } = await cloud.test(account);

  expect(status).toBe('error');
  expect(checks.find(({ name }) => name === 'apply role')?.message).toMatch(
    /^AWS refused sts:TagSession on arn:aws:iam::444455556666:role\/planroom-apply to arn:aws:iam::111122223333:user\/emulator\./,
  );
});
