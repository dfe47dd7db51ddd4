import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reviewPolicy } from './policyRules.mjs';
import { review, withoutExceptions } from './review.mjs';

const TAGS = { tags: { type: ['map', 'string'], optional: true } };

function plan(...resources) {
  return {
    provider_schemas: {
      p: {
        resource_schemas: Object.fromEntries(
          resources.map(({ type, attributes = {}, block_types = {} }) => [
            type,
            { block: { attributes, block_types } },
          ]),
        ),
      },
    },
    resource_changes: resources.map(
      ({ type, after, unknown = {}, module, mode = 'managed' }) => ({
        address: `${module ? `${module}.` : ''}${type}.this`,
        ...(module && { module_address: module }),
        mode,
        type,
        provider_name: 'p',
        change: { after, after_unknown: unknown },
      }),
    ),
  };
}

const messages = found =>
  found.map(({ address, message }) => `${address} ${message}`);
const reviewed = (...resources) => messages(review(plan(...resources)));

describe('review', () => {
  const cases = [
    {
      type: 'aws_db_instance',
      good: {
        publicly_accessible: false,
        storage_encrypted: true,
        deletion_protection: true,
        backup_retention_period: 7,
        skip_final_snapshot: false,
      },
      bad: {
        publicly_accessible: true,
        storage_encrypted: false,
        deletion_protection: false,
        backup_retention_period: 0,
        skip_final_snapshot: true,
      },
      finds: 5,
    },
    {
      type: 'aws_vpc_security_group_ingress_rule',
      good: { cidr_ipv4: '10.0.0.0/8' },
      bad: { cidr_ipv4: '0.0.0.0/0', cidr_ipv6: '::/0' },
      finds: 2,
    },
    {
      type: 'aws_instance',
      good: {
        associate_public_ip_address: false,
        root_block_device: [{ encrypted: true }],
        ebs_block_device: [],
        metadata_options: [{ http_tokens: 'required' }],
      },
      bad: {
        root_block_device: [{ encrypted: true }],
        ebs_block_device: [{ encrypted: true }, { encrypted: false }],
        metadata_options: [],
      },
      finds: 2,
    },
    {
      type: 'aws_lb_listener',
      good: { protocol: 'HTTPS' },
      bad: { protocol: 'HTTP' },
      finds: 1,
    },
    {
      type: 'google_compute_instance',
      good: {
        network_interface: [{ access_config: [] }],
        shielded_instance_config: [{ enable_vtpm: true }],
      },
      bad: {
        network_interface: [{ access_config: [{ nat_ip: null }] }],
        shielded_instance_config: [],
      },
      finds: 1,
    },
    {
      type: 'azurerm_storage_account',
      good: {
        allow_nested_items_to_be_public: false,
        network_rules: [{ default_action: 'Deny' }],
        min_tls_version: 'TLS1_2',
      },
      bad: {
        network_rules: [{ default_action: 'Allow' }],
        https_traffic_only_enabled: false,
      },
      finds: 4,
    },
  ];

  for (const { type, good, bad, finds } of cases) {
    it(`knows a good ${type} from a bad one`, () => {
      assert.deepEqual(reviewed({ type, after: good }), []);
      assert.equal(reviewed({ type, after: bad }).length, finds);
    });
  }

  it('takes a value that is known only after apply for given, not for right', () => {
    assert.deepEqual(
      reviewed({
        type: 'aws_sns_topic',
        after: {},
        unknown: { kms_master_key_id: true },
      }),
      [],
    );
    assert.deepEqual(
      reviewed({
        type: 'aws_ebs_volume',
        after: {},
        unknown: { encrypted: true },
      }),
      ['aws_ebs_volume.this is not encrypted'],
    );
  });

  it('wants a bucket to have its companions in the same module', () => {
    const companions = [
      'aws_s3_bucket_server_side_encryption_configuration',
      'aws_s3_bucket_policy',
    ].map(type => ({ type, after: {}, module: 'module.a' }));
    const block = {
      type: 'aws_s3_bucket_public_access_block',
      after: {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
    };
    const bucket = { type: 'aws_s3_bucket', after: {}, module: 'module.a' };
    assert.deepEqual(reviewed(bucket, ...companions, block), [
      'module.a.aws_s3_bucket.this has no block of public access beside it',
    ]);
    assert.deepEqual(
      reviewed(bucket, ...companions, { ...block, module: 'module.a' }),
      [],
    );
  });

  it('wants tags where there can be some', () => {
    const resource = { type: 'x', attributes: TAGS };
    assert.deepEqual(reviewed({ ...resource, after: { tags: {} } }), [
      'x.this has no tags',
    ]);
    assert.deepEqual(
      reviewed({ ...resource, after: { tags: { team: 'a' } } }),
      [],
    );
    assert.deepEqual(reviewed({ type: 'x', after: {} }), []);
  });

  it('wants no secret in the state', () => {
    const attributes = {
      password: { sensitive: true, optional: true },
      key: { sensitive: true, computed: true },
      password_wo: { sensitive: true, optional: true, write_only: true },
    };
    assert.deepEqual(
      reviewed({ type: 'x', attributes, after: { password: 'a', key: 'b' } }),
      ['x.this keeps password in the state'],
    );
    assert.deepEqual(
      reviewed({ type: 'x', attributes, after: { password_wo: 'a' } }),
      [],
    );
  });

  it('finds a secret in a block as well', () => {
    const block_types = {
      user: {
        block: {
          attributes: { password: { sensitive: true, required: true } },
        },
      },
    };
    assert.deepEqual(
      reviewed({
        type: 'x',
        block_types,
        after: { user: [{ password: null }, { password: 'a' }] },
      }),
      ['x.this keeps user.password in the state'],
    );
  });

  it('wants policies that can be read in the plan', () => {
    const attributes = { policy: { required: true } };
    assert.match(
      reviewed({
        type: 'aws_iam_policy',
        attributes,
        after: {},
        unknown: { policy: true },
      })[0],
      /known only after apply/,
    );
    const after = {
      policy: JSON.stringify({
        Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
      }),
    };
    assert.deepEqual(reviewed({ type: 'aws_iam_policy', attributes, after }), [
      'aws_iam_policy.this policy: statement 0 allows s3:*',
      'aws_iam_policy.this policy: statement 0 allows s3:* on every resource',
    ]);
  });

  it('looks only at what will exist', () => {
    assert.deepEqual(
      reviewed(
        { type: 'aws_ebs_volume', after: null },
        { type: 'aws_ebs_volume', after: {}, mode: 'data' },
      ),
      [],
    );
  });
});

describe('reviewPolicy', () => {
  const own = { isKeyPolicy: false, isResourcePolicy: false };
  const attached = { isKeyPolicy: false, isResourcePolicy: true };
  const key = { isKeyPolicy: true, isResourcePolicy: true };
  const root = { AWS: 'arn:aws:iam::111122223333:root' };
  const assume = 'sts:AssumeRole';
  const cases = [
    ['a read family', { Action: 'ec2:Describe*', Resource: '*' }, own, 0],
    ['a wild action', { Action: 's3:Put*', Resource: 'arn:a' }, own, 1],
    ['everything', { Action: '*', Resource: '*' }, own, 2],
    [
      'an action that cannot be limited',
      { Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
      own,
      0,
    ],
    ['one that can', { Action: 's3:PutObject', Resource: '*' }, own, 1],
    [
      'one that a condition limits',
      {
        Action: 'iam:PassRole',
        Resource: '*',
        Condition: { StringEquals: { 'iam:PassedToService': 'x' } },
      },
      own,
      0,
    ],
    ['all but something', { NotAction: 'iam:*', Resource: 'a' }, own, 1],
    ['everyone', { Principal: '*', Action: 's3:GetObject' }, attached, 1],
    [
      'everyone of one account',
      {
        Principal: { AWS: '*' },
        Action: 's3:GetObject',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      },
      attached,
      0,
    ],
    [
      "a key's root",
      { Principal: root, Action: 'kms:*', Resource: '*' },
      key,
      0,
    ],
    [
      'kms:* for others',
      { Principal: { AWS: 'arn:role' }, Action: 'kms:*' },
      key,
      1,
    ],
    [
      'a service of any account',
      { Principal: { Service: 'codebuild.amazonaws.com' }, Action: assume },
      attached,
      1,
    ],
    [
      'a service of this account',
      {
        Principal: { Service: 'codebuild.amazonaws.com' },
        Action: assume,
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      },
      attached,
      0,
    ],
    [
      'EC2',
      { Principal: { Service: 'ec2.amazonaws.com' }, Action: assume },
      attached,
      0,
    ],
    [
      'everybody of an identity provider',
      {
        Principal: { Federated: 'arn:oidc' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'host:aud': 'sts.amazonaws.com' } },
      },
      attached,
      1,
    ],
  ];
  for (const [name, statement, options, finds] of cases) {
    it(`${finds ? 'refuses' : 'accepts'} ${name}`, () => {
      const allow = { Statement: { Effect: 'Allow', ...statement } };
      assert.equal(reviewPolicy(allow, options).length, finds);
      const deny = { Statement: [{ Effect: 'Deny', ...statement }] };
      assert.deepEqual(reviewPolicy(deny, options), []);
    });
  }
});

describe('withoutExceptions', () => {
  const found = [
    {
      address: 'module.a.aws_lb.this["x"]',
      kind: 'public',
      message: 'is open',
    },
    { address: 'aws_lb.that', kind: 'public', message: 'is open' },
  ];

  it('leaves out what is excused, and tells which excuse is of no use', () => {
    const used = {
      where: 'environments/*',
      address: 'module.*.aws_lb.this["x"]',
      kind: 'public',
    };
    const unused = {
      where: 'environments/staging',
      address: 'aws_lb.that',
      kind: 'encrypted',
    };
    const elsewhere = { ...used, where: 'modules/a' };
    assert.deepEqual(
      withoutExceptions('environments/staging', found, [
        used,
        unused,
        elsewhere,
      ]),
      { left: [found[1]], unused: [unused] },
    );
  });
});
