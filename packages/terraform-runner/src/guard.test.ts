import {
  judgeCheckout,
  judgeInitializedBackend,
  judgeInstalledModules,
  ROOT_FILE,
  sensitiveVariables,
} from './guard';
import { STATE_PROFILE } from './index';

const state = {
  address: 'http://portal/state/1',
  lockAddress: 'http://portal/state/1/lock',
  unlockAddress: 'http://portal/state/1/unlock',
};
const config = {
  address: state.address,
  lock_address: state.lockAddress,
  unlock_address: state.unlockAddress,
};
const root = (terraform: unknown = { backend: { http: config } }) =>
  JSON.stringify({ terraform });

function judge(files: Record<string, string>) {
  const all: Record<string, string> = { [ROOT_FILE]: root(), ...files };
  return judgeCheckout(Object.keys(all), path => all[path], state);
}

describe('judgeCheckout', () => {
  it.each([
    'override.tf',
    'override.tf.json',
    'zz_override.tf',
    'module/override.tf',
    'module/a/b_override.tf.json',
    'module/x_override.tofu',
    'override.tofu.json',
    'main.tofu.json',
    'anything.tofu',
    'terraform.d/plugins/host/x',
    'module/terraform.d/y',
    'terraform.tfvars',
    'terraform.tfvars.json',
    'zzz.auto.tfvars',
    'zzz.auto.tfvars.json',
  ])('refuses %s and names it', path => {
    const { refusals } = judge({ [path]: '' });
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toContain(`${path}: `);
  });

  it('refuses a .tofu file where it takes the place of another', () => {
    const files = { 'module/main.tf': '', 'module/main.tofu': '' };
    expect(judge(files).refusals[0]).toContain('module/main.tofu');
    expect(judge({ 'module/extra.tofu': '' }).refusals).toEqual([]);
  });

  it.each([
    ['.terraform/terraform.tfstate', '.terraform'],
    ['module/.terraform/modules/modules.json', 'module/.terraform'],
    ['terraform.tfstate', 'terraform.tfstate'],
    ['terraform.tfstate.backup', 'terraform.tfstate.backup'],
    ['module/old.tfstate', 'module/old.tfstate'],
    ['errored.tfstate', 'errored.tfstate'],
    ['.terraform.tfstate.lock.info', '.terraform.tfstate.lock.info'],
    ['module/examples/terraform.tfvars', 'module/examples/terraform.tfvars'],
    ['module/a.auto.tfvars', 'module/a.auto.tfvars'],
  ])('removes %s', (path, removed) => {
    expect(judge({ [path]: 'x' })).toEqual({
      refusals: [],
      removals: [removed],
    });
  });

  it.each([
    'module/main.tf',
    'module/overrides.tf',
    'module/my-override.md',
    '.terraform.lock.hcl',
    'module/terraform.tf',
    'module/tfvars.md',
    'module/templates/x.tfstate-template',
  ])('leaves %s alone', path => {
    expect(judge({ [path]: 'terraform { backend "s3" {} }' })).toEqual({
      refusals: [],
      removals: [],
    });
  });

  it.each([
    ['backend.tf', 'terraform {\n  backend "s3" {}\n}'],
    ['backend.tf', 'terraform { backend "s3" {} }'],
    ['backend.tf', 'terraform {\n  cloud {\n  }\n}'],
    ['more.tf.json', '{"terraform":[{"backend":{"local":{}}}]}'],
    ['more.tf.json', '{"terraform":{"cloud":{}}}'],
    ['more.tf.json', 'not json'],
    [ROOT_FILE, 'not json'],
    [ROOT_FILE, '[]'],
    [ROOT_FILE, root({})],
    [ROOT_FILE, root({ backend: { local: {} } })],
    [ROOT_FILE, root({ backend: { http: config }, cloud: {} })],
    [ROOT_FILE, root([{ backend: { http: config } }, { backend: {} }])],
    [
      ROOT_FILE,
      root({ backend: { http: { ...config, lock_address: undefined } } }),
    ],
    [
      ROOT_FILE,
      root({ backend: { http: { ...config, address: 'http://x' } } }),
    ],
  ])('refuses a foreign backend in %s: %s', (path, text) => {
    expect(judge({ [path]: text }).refusals[0]).toContain(path);
  });

  it('accepts the backend as a list of blocks, and misses no root', () => {
    expect(
      judge({ [ROOT_FILE]: root([{ backend: [{ http: [config] }] }]) }),
    ).toEqual({ refusals: [], removals: [] });
    expect(judgeCheckout(['main.tf'], () => '', state).refusals[0]).toContain(
      `no ${ROOT_FILE}`,
    );
  });
});

describe('after init', () => {
  it.each([
    [undefined, 'without a backend'],
    [JSON.stringify({ backend: { type: 's3', config: {} } }), '(s3)'],
    [
      JSON.stringify({
        backend: { type: 'http', config: { ...config, address: 'http://x' } },
      }),
      'not the state',
    ],
    [JSON.stringify({ backend: { type: 'http', config } }), undefined],
  ])('judges the backend %s', (pointer, message) => {
    const verdict = judgeInitializedBackend(pointer, state);
    expect(verdict ?? '').toContain(message ?? '');
    expect(verdict === undefined).toBe(message === undefined);
  });

  it.each([
    ['.', true],
    ['module', true],
    ['.terraform/modules/x', true],
    ['..', false],
    ['../outside', false],
    ['module/../../outside', false],
    ['/etc', false],
  ])('judges a module at %s', (dir, isFine) => {
    const manifest = JSON.stringify({ Modules: [{ Key: 'm', Dir: dir }] });
    expect(judgeInstalledModules(manifest) === undefined).toBe(isFine);
  });
});

describe('with the state in S3', () => {
  const s3 = {
    type: 's3',
    bucket: 'state',
    key: 'workspaces/1.tfstate',
    region: 'eu-west-1',
  } as const;
  const kmsKeyId = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const plain = {
    bucket: 'state',
    key: 'workspaces/1.tfstate',
    region: 'eu-west-1',
    use_lockfile: true,
    profile: STATE_PROFILE,
  };
  const encrypted = { ...plain, encrypt: true, kms_key_id: kmsKeyId };

  it.each([
    [plain, s3, true],
    [encrypted, { ...s3, kmsKeyId }, true],
    [plain, { ...s3, kmsKeyId }, false],
    [encrypted, s3, false],
    [{ ...encrypted, encrypt: undefined }, { ...s3, kmsKeyId }, false],
    [{ ...plain, bucket: 'other' }, s3, false],
    [{ ...plain, key: 'workspaces/2.tfstate' }, s3, false],
    [{ ...plain, region: 'eu-west-2' }, s3, false],
    [{ ...plain, profile: 'default' }, s3, false],
    [{ ...plain, use_lockfile: false }, s3, false],
    [{ ...plain, use_lockfile: undefined }, s3, false],
    [{ ...plain, endpoints: { s3: 'http://x' } }, s3, false],
    [{ ...plain, assume_role: { role_arn: 'x' } }, s3, false],
    [{ ...plain, access_key: 'x' }, s3, false],
    [{ ...plain, workspace_key_prefix: 'x' }, s3, false],
  ])('judges %j for %j: %s', (backend, expected, isFine) => {
    const text = root({ backend: { s3: backend } });
    const { refusals } = judgeCheckout([ROOT_FILE], () => text, expected);
    expect(refusals).toHaveLength(isFine ? 0 : 1);
    const pointer = JSON.stringify({
      backend: {
        type: 's3',
        config: { acl: null, endpoints: null, encrypt: null, ...backend },
      },
    });
    const verdict = judgeInitializedBackend(pointer, expected);
    expect(verdict === undefined).toBe(isFine);
  });

  it('does not take the one kind of backend for the other', () => {
    const http = root();
    expect(judgeCheckout([ROOT_FILE], () => http, s3).refusals[0]).toContain(
      'not the state of this workspace',
    );
    const other = root({ backend: { s3: plain } });
    expect(
      judgeCheckout([ROOT_FILE], () => other, state).refusals[0],
    ).toContain('not the state of this workspace');
    expect(
      judgeInitializedBackend(
        JSON.stringify({ backend: { type: 'http', config } }),
        s3,
      ),
    ).toContain('(http)');
  });
});

it('finds the sensitive variables of a root', () => {
  expect(
    sensitiveVariables(
      '{"variable":{"a":{"sensitive":true},"b":{},"c":[{"sensitive":true}]}}',
    ),
  ).toEqual(['a', 'c']);
  expect(sensitiveVariables('no json')).toEqual([]);
});
