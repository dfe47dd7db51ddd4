import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readTerraformConfig } from './config';

const read = (terraform: JsonObject, more: JsonObject = {}) =>
  readTerraformConfig(new ConfigReader({ ...more, terraform }));
const approvals = { required: 1, groups: ['group:default/a'] };
const environment = (more: JsonObject): JsonObject => ({
  environments: { dev: { approvals, ...more } },
});

it('reads nothing as nothing', () => {
  const config = readTerraformConfig(new ConfigReader({}));
  expect(config).toMatchObject({
    sealingKeys: [],
    binaries: {},
    environments: [],
    moduleLocations: [],
    production: false,
    local: { capacity: 2, acceptSharedHost: false, firstUid: 61_000 },
  });
  expect(config.dataDirectory).toBeUndefined();
  expect(config.accounts).toEqual([]);
  expect(config.oidcIssuer).toBeUndefined();
});

it('reads everything', () => {
  expect(
    read(
      {
        dataDirectory: './data',
        stateBaseUrl: 'https://portal/api/terraform',
        sealing: { keys: [{ id: 'a', file: './key', generate: true }] },
        binaries: {
          '1.11': '/usr/bin/terraform-1.11',
          '1': '/usr/bin/terraform-1',
        },
        executors: { local: { isolation: 'uid', capacity: 5 } },
        modules: { locations: [{ type: 'file', target: './m' }] },
        environments: {
          dev: {
            approvals: { ...approvals, excludeRequester: false },
            autoApply: { when: 'non-destructive' },
            executor: 'codebuild',
            terraformVersion: '1.11',
            env: { NAME: 'x', NUMBER: 1 },
            providers: { aws: { region: 'eu-west-1' } },
            expiry: { planned: 'PT1H', pending: 'P2D' },
          },
          production: { approvals, autoApply: 'never' },
        },
      },
      { auth: { environment: 'production' } },
    ),
  ).toMatchObject({
    dataDirectory: resolve('./data'),
    stateBaseUrl: 'https://portal/api/terraform',
    sealingKeys: [{ id: 'a', file: resolve('./key'), generate: true }],
    binaries: {
      '1.11': '/usr/bin/terraform-1.11',
      '1': '/usr/bin/terraform-1',
    },
    local: { isolation: 'uid', capacity: 5 },
    moduleLocations: [resolve('./m')],
    production: true,
    environments: [
      {
        name: 'dev',
        approvals: {
          required: 1,
          groups: ['group:default/a'],
          excludeRequester: false,
        },
        autoApply: 'non-destructive',
        executor: 'codebuild',
        env: { NAME: 'x', NUMBER: '1' },
        expiry: { plannedMs: 3_600_000, pendingMs: 172_800_000 },
      },
      {
        name: 'production',
        autoApply: 'never',
        executor: 'local',
        approvals: { excludeRequester: true },
        expiry: { plannedMs: 604_800_000 },
      },
    ],
  });
});

const account = (more: JsonObject): JsonObject => ({
  ...environment({ accounts: ['payments'] }),
  accounts: {
    payments: {
      accountId: '111122223333',
      environments: ['dev'],
      owner: 'platform',
      ...more,
    },
  },
});

it('reads accounts, and takes the role that Backstage has for the same one', () => {
  const aws = {
    accounts: [
      {
        accountId: '111122223333',
        roleName: 'portal',
        externalId: 'external',
        partition: 'aws-cn',
        region: 'cn-north-1',
      },
      { accountId: '444455556666', accessKeyId: 'not', secretAccessKey: 'so' },
    ],
  };
  const first = (more: JsonObject) => read(account(more), { aws }).accounts[0];
  expect(first({ accountId: 111122223333 })).toEqual({
    name: 'payments',
    cloud: 'aws',
    accountId: '111122223333',
    environments: ['dev'],
    regions: [],
    owner: 'group:default/platform',
    planRoleArn: 'arn:aws-cn:iam::111122223333:role/portal',
    applyRoleArn: 'arn:aws-cn:iam::111122223333:role/portal',
    externalId: 'external',
    source: 'config',
  });
  const own = {
    planRoleArn: 'arn:aws:iam::111122223333:role/plan',
    regions: ['eu-west-1'],
  };
  expect(first(own)).toMatchObject(own);
  // A role of its own has an external id of its own, or none.
  expect(first(own)).not.toHaveProperty('externalId');
  expect(first(own)).not.toHaveProperty('applyRoleArn');
  expect(first({ accountId: '444455556666' })).not.toHaveProperty(
    'planRoleArn',
  );
  expect(
    read({ oidc: { issuer: 'https://portal.example/oidc/' } }).oidcIssuer,
  ).toBe('https://portal.example/oidc');
  expect(read(account({})).environments[0].accounts).toEqual(['payments']);
});

it.each<[JsonObject, string]>([
  [
    account({ accountId: 11112222333 }),
    'terraform.accounts.payments: accountId must be the id of an AWS account: 12 digits; write it in quotes',
  ],
  [account({ environments: ['qa'] }), 'environments names qa'],
  [account({ environments: [] }), 'terraform.accounts.payments.environments'],
  [account({ from: 'aws' }), 'from'],
  [account({ name: 'other' }), 'terraform.accounts.payments.name'],
  [account({ owner: 'user:default/a' }), 'terraform.accounts.payments: owner'],
  [account({ regions: ['Nowhere!'] }), 'terraform.accounts.payments.regions.0'],
  [{ accounts: { Payments: {} } }, 'terraform.accounts.Payments.name'],
  [{ oidc: { issuer: 'portal' } }, 'terraform.oidc.issuer is portal'],
  [environment({ state: 'gcs' }), 'state is gcs'],
  [environment({ approvals: { groups: ['g'] } }), 'approvals.required'],
  [
    environment({ approvals: { required: 0, groups: ['g'] } }),
    'terraform.environments.dev.approvals.required must be a whole number',
  ],
  [environment({ approvals: { required: 1.5, groups: ['g'] } }), 'required'],
  [environment({ approvals: { required: 1 } }), 'approvals.groups'],
  [environment({ approvals: { required: 1, groups: [] } }), 'at least one'],
  [environment({ autoApply: { when: 'always' } }), 'non-destructive'],
  [
    environment({ autoApply: 'always' }),
    'terraform.environments.dev.autoApply',
  ],
  [environment({ autoApply: {} }), 'terraform.environments.dev.autoApply'],
  [environment({ autoApply: true }), 'terraform.environments.dev.autoApply'],
  [
    environment({ expiry: { planned: 'a week' } }),
    'terraform.environments.dev.expiry.planned is a week',
  ],
  [environment({ expiry: { pending: '-P1D' } }), 'expiry.pending is -P1D'],
  [environment({ expiry: { pending: 'PT0S' } }), 'expiry.pending is PT0S'],
  [environment({ env: { A: { B: 1 } } }), 'terraform.environments.dev.env.A'],
  [{ binaries: { '1.11': ['x'] } }, 'terraform.binaries.1.11'],
  [{ executors: { local: { isolation: 'jail' } } }, 'isolation is jail'],
  [{ executors: { local: { capacity: 0 } } }, 'capacity is 0'],
  [{ executors: { local: { onShutdown: 'kill' } } }, 'onShutdown is kill'],
  [{ sealing: { keys: [{ secret: 'x' }] } }, 'id'],
  [{ modules: { locations: [{ type: 'file' }] } }, 'target'],
])('refuses %j', (terraform, words) => {
  expect(() => read(terraform)).toThrow(words);
});

it('takes a mirror that is there and holds something, and keeps the name of one that is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'planroom-mirror-'));
  const mirror = (providerMirror: string) => {
    const { providerMirrors, namedProviderMirror } = read({ providerMirror });
    return { used: providerMirrors, named: namedProviderMirror?.folder };
  };
  const missing = join(folder, 'nowhere');
  const file = join(folder, 'file');
  try {
    expect(mirror(folder)).toEqual({ used: [], named: folder });
    writeFileSync(file, '');
    expect(mirror(folder)).toEqual({ used: [folder], named: folder });
    expect(mirror(missing)).toEqual({ used: [], named: missing });
    expect(mirror(file)).toEqual({ used: [], named: file });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
