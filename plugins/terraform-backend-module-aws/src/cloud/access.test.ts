import type {
  TerraformAccessRequest,
  TerraformNeed,
} from '@planroom/backstage-plugin-terraform-node';
import { accessFor, PERMISSION_SETS } from './access';
import { ACTIONS } from './actions';
import { anAccount, BOUNDARY } from './__testUtils__/accounts';
import { isAllowed } from './__testUtils__/policies';

const request = (
  changes: Partial<TerraformAccessRequest> = {},
): TerraformAccessRequest => ({
  account: anAccount(),
  phase: 'apply',
  module: { name: 'aws-s3-bucket', permissionSet: 'aws-s3-bucket' },
  needs: [],
  ...changes,
});

const need = (
  type: string,
  action: TerraformNeed['action'],
  mode: TerraformNeed['mode'] = 'managed',
): TerraformNeed => ({ type, action, mode });

const ALWAYS = { for: 'provider aws', actions: ['sts:GetCallerIdentity'] };

describe('access of a plan', () => {
  it('is what the permission set of the module lets plans read', () => {
    const access = accessFor(request({ phase: 'plan' }));

    expect(access).toMatchObject({
      account: 'payments-staging',
      accountId: '444455556666',
      roleArn: 'arn:aws:iam::444455556666:role/planroom-plan',
      grants: [
        ALWAYS,
        {
          for: 'module aws-s3-bucket',
          actions: PERMISSION_SETS['aws-s3-bucket'].plan,
        },
      ],
      warnings: [],
    });
    const { policy = '' } = access;
    expect(isAllowed(policy, 's3:GetBucketPolicy')).toBe(true);
    expect(isAllowed(policy, 's3:PutBucketPolicy')).toBe(false);
    expect(isAllowed(policy, 's3:GetObject')).toBe(false);
    expect(isAllowed(policy, 'ec2:DescribeVpcs')).toBe(false);
  });

  it.each([
    [{ name: 'own' }, 'The module own has no permission set: its plans may'],
    [
      { name: 'own', permissionSet: 'toString' },
      'The module own has the permission set toString, of which nothing is known here: its plans may',
    ],
  ])('without a known permission set reads in general: %j', (module, said) => {
    const { policy = '', warnings } = accessFor(
      request({ phase: 'plan', module }),
    );

    expect(warnings).toEqual([expect.stringContaining(said)]);
    expect(isAllowed(policy, 'lambda:GetFunction')).toBe(true);
    expect(isAllowed(policy, 'lambda:UpdateFunctionCode')).toBe(false);
    expect(isAllowed(policy, 'glue:GetJob')).toBe(false);
  });

  it('reads what is known to be there, and calls nothing', () => {
    const { policy = '', warnings } = accessFor(
      request({
        phase: 'plan',
        needs: [
          need('aws_sqs_queue', 'create'),
          need('aws_lambda_invocation', 'read', 'data'),
          need('aws_quantum_ledger', 'update'),
        ],
      }),
    );

    expect(isAllowed(policy, 'sqs:GetQueueAttributes')).toBe(true);
    expect(isAllowed(policy, 'sqs:CreateQueue')).toBe(false);
    expect(isAllowed(policy, 'lambda:InvokeFunction')).toBe(false);
    expect(warnings).toEqual(
      [
        'Nothing is known about aws_quantum_ledger, not even its service: a plan gets nothing for it, and can fail there.',
        'data.aws_lambda_invocation needs lambda:InvokeFunction, which a plan does not get since it does more than read: the plan can fail there.',
      ].sort(),
    );
  });
});

describe('access of an apply', () => {
  const queue = ACTIONS.aws_sqs_queue;

  it.each<[TerraformNeed['action'], string[]]>([
    ['create', [...queue.read, ...queue.create]],
    ['update', [...queue.read, ...queue.update]],
    ['delete', [...queue.read, ...queue.delete]],
    ['replace', [...queue.read, ...queue.create, ...queue.delete]],
    ['no-op', queue.read],
    ['read', queue.read],
    ['import', queue.read],
    ['move', queue.read],
  ])('%s needs just its calls', (action, actions) => {
    const access = accessFor(
      request({ needs: [need('aws_sqs_queue', action)] }),
    );

    expect(access.roleArn).toBe(anAccount().applyRoleArn);
    expect(access.grants).toEqual([
      ALWAYS,
      { for: 'aws_sqs_queue', actions: [...new Set(actions)].sort() },
    ]);
    expect(access.warnings).toEqual([]);
  });

  it('takes together what is asked of a type, and asks nothing for what is forgotten or of other providers', () => {
    const { grants } = accessFor(
      request({
        needs: [
          need('aws_sns_topic', 'forget'),
          need('aws_sqs_queue', 'no-op'),
          need('random_password', 'create'),
          need('aws_sqs_queue', 'delete'),
          need('aws_vpcs', 'read', 'data'),
          need('aws_partition', 'read', 'data'),
        ],
      }),
    );

    expect(grants).toEqual([
      ALWAYS,
      {
        for: 'aws_sqs_queue',
        actions: [...queue.read, ...queue.delete].sort(),
      },
      { for: 'data.aws_vpcs', actions: ['ec2:DescribeVpcs'] },
    ]);
  });

  it('guesses the service of types of which nothing is kept, and says so', () => {
    const {
      grants,
      policy = '',
      warnings,
    } = accessFor(
      request({
        needs: [
          need('aws_glue_job', 'create'),
          need('aws_glue_script', 'read', 'data'),
          need('aws_redshift_cluster', 'no-op'),
          need('constructor', 'create'),
        ],
      }),
    );

    expect(grants.slice(1)).toEqual([
      { for: 'aws_glue_job', actions: ['glue:*'] },
      // Redshift's Get* would also give credentials of clusters away.
      {
        for: 'aws_redshift_cluster',
        actions: ['redshift:BatchGet*', 'redshift:Describe*', 'redshift:List*'],
      },
      {
        for: 'data.aws_glue_script',
        actions: [
          'glue:BatchGet*',
          'glue:Describe*',
          'glue:Get*',
          'glue:List*',
        ],
      },
    ]);
    expect(warnings).toEqual([
      'Nothing is kept about aws_glue_job: it gets glue:*, guessed from its name.',
      'Nothing is kept about aws_redshift_cluster: it gets redshift:BatchGet*, redshift:Describe*, redshift:List*, guessed from its name.',
      'Nothing is kept about data.aws_glue_script: it gets glue:BatchGet*, glue:Describe*, glue:Get*, glue:List*, guessed from its name.',
    ]);
    expect(isAllowed(policy, 'glue:CreateJob')).toBe(true);
    expect(isAllowed(policy, 's3:GetObject')).toBe(false);
  });

  it('of a type whose service is unknown is limited by the role, regions and boundary', () => {
    const { policy = '', warnings } = accessFor(
      request({
        account: anAccount({
          regions: ['eu-west-1'],
          permissionsBoundaryArn: BOUNDARY,
        }),
        needs: [need('aws_quantum_ledger', 'create')],
      }),
    );
    const there = { 'aws:RequestedRegion': 'eu-west-1' };

    expect(warnings).toEqual([
      'Nothing is known about aws_quantum_ledger, not even its service: the session may do whatever the role may, beside what regions and boundary of the account forbid.',
    ]);
    expect(isAllowed(policy, 'quantum:CreateLedger', there)).toBe(true);
    expect(isAllowed(policy, 'quantum:CreateLedger')).toBe(false);
    expect(isAllowed(policy, 'iam:CreateRole', there)).toBe(false);
  });
});

it('is not narrowed where the account names no role', () => {
  const access = accessFor(
    request({ account: anAccount({ applyRoleArn: undefined }) }),
  );
  expect(access).not.toHaveProperty('policy');
  expect(access).not.toHaveProperty('roleArn');
  expect(access.warnings).toEqual([
    'The account payments-staging names no role for the phase apply: Terraform works as the machine that it runs on, and may do what that may.',
  ]);
});

describe('whatever is asked', () => {
  const TYPES = [
    ...Object.keys(ACTIONS),
    'aws_glue_job',
    'aws_redshift_cluster',
    'aws_sagemaker_model',
    'aws_backup_plan',
  ];
  const CHANGES: TerraformNeed['action'][] = [
    'create',
    'update',
    'delete',
    'replace',
    'no-op',
    'forget',
  ];
  const READS = /:(BatchGet|Describe|Get|List|GET$|Search|Validate|Decrypt)/;
  const WRITING = [
    ...new Set(
      Object.values(ACTIONS).flatMap(actions => Object.values(actions).flat()),
    ),
  ].filter(action => !READS.test(action) && !action.endsWith('*'));

  /** The same numbers in every run. */
  function randomNumbers(seed: number) {
    let state = seed;
    return (below: number) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
  }

  function shuffled<T>(things: T[], random: (below: number) => number): T[] {
    return things
      .map(thing => ({ thing, place: random(1_000_000) }))
      .sort((a, b) => a.place - b.place)
      .map(({ thing }) => thing);
  }

  function randomRequest(seed: number): TerraformAccessRequest {
    const random = randomNumbers(seed);
    const count = [3, 10, 40, 150, TYPES.length][random(5)];
    const sets = Object.keys(PERMISSION_SETS);
    return {
      account: anAccount({
        regions: ['eu-west-1', 'eu-central-1', 'us-east-1'].slice(random(4)),
        permissionsBoundaryArn: random(2) === 0 ? BOUNDARY : undefined,
      }),
      phase: random(3) === 0 ? 'plan' : 'apply',
      module: { name: 'module', permissionSet: sets[random(sets.length + 2)] },
      needs: shuffled(TYPES, random)
        .slice(0, count)
        .map(type =>
          type.startsWith('data.')
            ? need(type.slice('data.'.length), 'read', 'data')
            : need(type, CHANGES[random(CHANGES.length)]),
        ),
    };
  }

  it('the policy fits, allows all that is granted and in no plan anything that writes, and does not depend on any order', () => {
    let widened = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const asked = randomRequest(seed);
      const { account, phase } = asked;
      const access = accessFor(asked);
      const { policy = '', grants, warnings } = access;
      const context = {
        'aws:RequestedRegion': account.regions[0] ?? 'sa-east-1',
        'iam:PermissionsBoundary': BOUNDARY,
      };

      expect(policy.length).toBeGreaterThan(0);
      expect(policy.length).toBeLessThanOrEqual(2_048);
      expect(policy).not.toMatch(/\s/);
      const refused = grants
        .flatMap(({ actions }) => actions)
        .filter(
          action =>
            !(
              account.permissionsBoundaryArn &&
              action === 'iam:DeleteRolePermissionsBoundary'
            ) && !isAllowed(policy, action.replace('*', 'Anything'), context),
        );
      expect({ seed, refused }).toEqual({ seed, refused: [] });
      const writing = WRITING.filter(
        action => phase === 'plan' && isAllowed(policy, action, context),
      );
      expect({ seed, writing }).toEqual({ seed, writing: [] });

      const random = randomNumbers(seed + 1_000);
      expect(
        accessFor({
          ...asked,
          account: { ...account, regions: shuffled(account.regions, random) },
          needs: shuffled([...asked.needs, ...asked.needs], random),
        }),
      ).toEqual(access);
      widened += warnings.some(text => text.includes('allows more')) ? 1 : 0;
    }
    expect(widened).toBeGreaterThan(10);
    expect(widened).toBeLessThan(60);
  });
});
