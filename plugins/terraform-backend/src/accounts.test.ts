import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  Account,
  AccountStatus,
  AccountTest,
  Environment,
  LogPage,
  Page,
  Run,
  TERRAFORM_EVENT_TOPIC,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { terraformCloudsExtensionPoint } from '@planroom/backstage-plugin-terraform-node';
import {
  DATABASE_IDS,
  eventually,
  expectStatus,
  fixtureModules,
  refusal,
  startTerraformBackend,
  temporaryFolder,
  TerraformBackend,
} from './__testUtils__';

jest.setTimeout(300_000);

const SECRET_KEY = 'canary/secret/access/key/of/40/characters';
const CLIENT_SECRET = 'canary~client~secret~91c2';
const ACCESS_KEY = {
  kind: 'aws-access-key',
  values: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: SECRET_KEY,
  },
};
const SUBSCRIPTION = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const BOUNDARY = 'arn:aws:iam::111122223333:policy/boundary';
const ONLY_MANAGERS = 'You may not manage accounts; the platform team may';
const approvals = { required: 1, groups: ['group:default/reviewers'] };
const gate = join(temporaryFolder(), 'open');

const modules = {
  locations: [
    ...fixtureModules(
      {
        bucket: `
          variable "name" {
            type    = string
            default = "x"
          }
          variable "permissions_boundary_arn" {
            type    = string
            default = null
          }
          resource "terraform_data" "this" {
            input = [var.name, var.permissions_boundary_arn]
            provisioner "local-exec" { command = "env" }
          }
        `,
        gated: `
          resource "terraform_data" "this" {
            provisioner "local-exec" {
              command = "while [ ! -e ${gate} ]; do sleep 0.05; done"
            }
          }
        `,
      },
      'aws',
    ).locations,
    ...fixtureModules(
      {
        machine: `
          variable "location" { type = string }
          resource "terraform_data" "this" { input = var.location }
        `,
      },
      'azure',
    ).locations,
    ...fixtureModules(
      {
        store: `
          resource "terraform_data" "this" {
            provisioner "local-exec" {
              command = <<-EOT
                cat "$GOOGLE_APPLICATION_CREDENTIALS"
                cd "$(dirname "$GOOGLE_APPLICATION_CREDENTIALS")"
                # In a form that is not taken out of the log.
                echo "claims=$(cut -d. -f2 gcp-token | tr a-zA-Z A-Za-z)="
                cat gcp-token
              EOT
            }
          }
        `,
      },
      'gcp',
    ).locations,
    ...fixtureModules({ plain: 'resource "terraform_data" "this" {}' })
      .locations,
  ],
};

const configured = {
  title: 'Shared',
  accountId: '444455556666',
  environments: ['dev', 'production'],
  owner: 'group:default/platform',
};

/** What other plugins were told, of the portal that was started last. */
let told: unknown[] = [];

const listener = createBackendPlugin({
  pluginId: 'listener',
  register(env) {
    env.registerInit({
      deps: { events: eventsServiceRef },
      async init({ events }) {
        told = [];
        await events.subscribe({
          id: 'listener',
          topics: [TERRAFORM_EVENT_TOPIC],
          onEvent: async ({ eventPayload }) => {
            told.push(eventPayload);
          },
        });
      },
    });
  },
});

const start = (databaseId?: string) =>
  startTerraformBackend({
    databaseId,
    modules: [listener],
    aws: {
      accounts: [
        {
          accountId: '444455556666',
          roleName: 'portal',
          externalId: 'external-id-of-aws',
        },
      ],
    },
    terraform: {
      modules,
      accounts: { shared: configured },
      environments: {
        dev: { approvals, providers: { aws: { region: 'eu-west-1' } } },
        staging: { approvals, providers: { aws: { region: 'eu-west-1' } } },
        production: { approvals, accounts: ['listed'] },
      },
    },
  });

function request(more: object = {}) {
  return {
    name: 'payments',
    cloud: 'aws',
    accountId: '111122223333',
    environments: ['staging'],
    owner: 'group:default/platform',
    ...more,
  };
}

const { name: _, cloud: __, accountId: ___, ...changeable } = request();

describe.each(DATABASE_IDS)('accounts over HTTP on %s', databaseId => {
  let portal: TerraformBackend;

  beforeAll(async () => {
    portal = await start(databaseId);
  });

  const platform = () => portal.as('platform');
  const add = async (more: object = {}) =>
    expectStatus(
      201,
      await platform().post<Account>('/accounts', request(more)),
    ).body;
  const remove = async (name: string) =>
    expectStatus(
      204,
      await platform().delete(`/accounts/${name}`, { reason: 'Done' }),
    );
  afterEach(async () => {
    const { items } = await platform().read<{ items: Account[] }>('/accounts');
    for (const { name, source } of items) {
      if (source === 'config') continue;
      // A plan that a test has left behind may still begin or run.
      await eventually(`the removal of ${name}`, async () => {
        const { status } = await platform().delete(`/accounts/${name}`, {
          reason: 'The test is over',
        });
        return status === 204 ? true : undefined;
      });
    }
  });
  const audits = (eventId: string) =>
    portal.logs.filter(line => line.includes(`terraform.${eventId}`));

  it('shows everyone which accounts there are, and lets the platform team alone manage them', async () => {
    const name = 'guarded';
    const added = await add({
      name,
      title: 'Guarded',
      regions: ['eu-west-1'],
      externalId: 'external-id-of-guarded',
      planRoleArn: 'arn:aws:iam::111122223333:role/plan-of-guarded',
      applyRoleArn: 'arn:aws:iam::111122223333:role/apply-of-guarded',
      permissionsBoundaryArn: BOUNDARY,
    });
    expect(added).toMatchObject({
      name,
      entityRef: 'resource:default/account.guarded',
      source: 'database',
      createdBy: 'user:default/platform',
      externalId: 'external-id-of-guarded',
      workspaces: 0,
    });
    const visible = {
      name,
      entityRef: 'resource:default/account.guarded',
      title: 'Guarded',
      cloud: 'aws',
      accountId: '111122223333',
      environments: ['staging'],
      regions: ['eu-west-1'],
      owner: 'group:default/platform',
      source: 'database',
      workspaces: 0,
    };
    for (const who of ['developer', 'reviewer', 'stranger']) {
      const client = portal.as(who);
      expect(await client.read(`/accounts/${name}`)).toEqual(visible);
      const list = await client.get<{ items: Account[] }>('/accounts');
      expect(list.body.items).toContainEqual(visible);
      for (const hidden of [
        'external-id',
        'plan-of-guarded',
        'apply-of-guarded',
        'boundary',
        'role/portal',
      ]) {
        expect(list.text).not.toContain(hidden);
      }
      for (const refused of [
        await client.post('/accounts', request({ name: 'other' })),
        await client.put(`/accounts/${name}`, changeable),
        await client.delete(`/accounts/${name}`, { reason: 'No' }),
        await client.put(`/accounts/${name}/credential`, ACCESS_KEY),
        await client.delete(`/accounts/${name}/credential`),
        await client.post(`/accounts/${name}/test`),
        // Whether there is such an account is no secret, but nothing happens to it.
        await client.delete('/accounts/nobody', { reason: 'No' }),
      ]) {
        expect(refusal(refused)).toEqual({
          status: 403,
          message: ONLY_MANAGERS,
        });
      }
      expect((await client.get('/operations/accounts')).status).toBe(403);
      expect((await client.post('/operations/signing-key')).status).toBe(403);
    }
    expect(await platform().read(`/accounts/${name}`)).toEqual(added);
    expect(await portal.service.read(`/accounts/${name}`)).toEqual(added);
    expect((await portal.anonymous.get('/accounts')).status).toBe(401);
    expect(
      await portal
        .as('developer')
        .read<{ items: Environment[] }>('/environments'),
    ).toMatchObject({
      items: [
        { name: 'dev', accounts: ['shared'] },
        { name: 'staging', accounts: ['guarded'] },
        { name: 'production', accounts: [] },
      ],
    });
    await remove(name);
    expect((await platform().get(`/accounts/${name}`)).status).toBe(404);
  });

  it('takes role and external id of Backstage’s own configuration, and changes nothing that stands there', async () => {
    const shared = await platform().read<Account>('/accounts/shared');
    expect(shared).toMatchObject({
      title: 'Shared',
      cloud: 'aws',
      source: 'config',
      planRoleArn: 'arn:aws:iam::444455556666:role/portal',
      applyRoleArn: 'arn:aws:iam::444455556666:role/portal',
      externalId: 'external-id-of-aws',
    });
    const words = 'stands in the configuration (terraform.accounts.shared)';
    for (const answer of [
      await platform().put('/accounts/shared', changeable),
      await platform().delete('/accounts/shared', { reason: 'No' }),
    ]) {
      expect(refusal(answer)).toEqual({
        status: 409,
        message: expect.stringContaining(words),
      });
    }
    expect(
      refusal(await platform().post('/accounts', request({ name: 'shared' }))),
    ).toEqual({
      status: 409,
      message: expect.stringContaining('in the configuration already'),
    });
  });

  it('refuses what does not fit together', async () => {
    await add();
    for (const [more, words] of [
      [{ name: 'Payments' }, 'name: must be 3 to 63'],
      [{ environments: [] }, 'must name at least one environment'],
      [{ environments: ['qa'] }, 'names qa, which does not exist'],
      [{ accountId: '123' }, '12 digits'],
      [{ cloud: 'azure' }, 'UUID'],
      [{ cloud: 'moon' }, 'cloud'],
      [{ planRoleArn: 'arn:aws:iam::1:role/x' }, 'ARN of a role'],
      [
        { planRoleArn: 'arn:aws:iam::999999999999:role/x' },
        'belongs to another account',
      ],
      [{ owner: 'user:default/platform' }, 'owner must be a group'],
      [{ secretAccessKey: 'x' }, 'secretAccessKey'],
    ] as const) {
      expect(
        refusal(
          await platform().post(
            '/accounts',
            request(Object.assign({ name: 'new' }, more)),
          ),
        ),
      ).toEqual({ status: 400, message: expect.stringContaining(words) });
    }
    expect(refusal(await platform().post('/accounts', request()))).toEqual({
      status: 409,
      message: expect.stringContaining('choose another name'),
    });
    expect(
      refusal(
        await platform().put('/accounts/payments', {
          ...changeable,
          accountId: '444455556666',
        }),
      ).status,
    ).toBe(400);
    expect(
      refusal(
        await platform().put('/accounts/payments', {
          ...changeable,
          environments: ['qa'],
        }),
      ).message,
    ).toContain('qa');
    expect((await platform().delete('/accounts/payments')).status).toBe(400);
    for (const answer of [
      await platform().put('/accounts/nobody', changeable),
      await platform().delete('/accounts/nobody', { reason: 'x' }),
      await platform().put('/accounts/nobody/credential', ACCESS_KEY),
      await platform().post('/accounts/nobody/test'),
      await platform().delete('/accounts/payments/credential'),
    ]) {
      expect(answer.status).toBe(404);
    }
    const changed = await platform().put<Account>('/accounts/payments', {
      ...changeable,
      title: 'Payments',
      environments: ['staging', 'dev'],
    });
    expect(expectStatus(200, changed).body).toMatchObject({
      title: 'Payments',
      environments: ['staging', 'dev'],
      accountId: '111122223333',
      createdBy: 'user:default/platform',
    });
    await remove('payments');
    expect(audits('account-delete').join()).toContain('"reason":"Done"');
    // Refusals are written down, too.
    expect(audits('account-update').join()).toContain('names qa');
  });

  it('adds an account once for one key, and tells the catalog of every change', async () => {
    const name = 'a-name-that-is-longer-than-any-id-of-36-characters';
    const create = (key: string, more: object = {}) =>
      platform().post<Account>('/accounts', request({ name, ...more }), {
        'idempotency-key': key,
      });
    const key = `first-${databaseId}`;
    told = [];
    const added = expectStatus(201, await create(key)).body;
    const change = { account: name };
    await eventually('the first event', () => told[0]);
    expect(expectStatus(201, await create(key)).body).toEqual(added);
    expect(refusal(await create(key, { title: 'Another' }))).toEqual({
      status: 409,
      message: expect.stringContaining('was used for another request'),
    });
    expect(refusal(await create('second')).message).toContain(
      'choose another name, or change that one',
    );
    const both = await Promise.all(
      [1, 2].map(() => create('twice', { name: 'twin' })),
    );
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(told).toEqual([change, { account: 'twin' }]);

    await platform().put(`/accounts/${name}`, changeable);
    await eventually('the event of the change', () => told[2]);
    await platform().put(`/accounts/${name}`, {
      ...changeable,
      environments: ['qa'],
    });
    await remove(name);
    await eventually('the event of the removal', () => told[3]);
    expect(told.slice(2)).toEqual([change, change]);
    expect((await create(key)).status).toBe(404);
  });

  it('seals a credential where no role is, and tests what can be known', async () => {
    const test = async (name: string) =>
      expectStatus(
        200,
        await platform().post<AccountTest>(`/accounts/${name}/test`),
      ).body;
    const setCredential = (name: string, credential: object) =>
      platform().put(`/accounts/${name}/credential`, credential);
    // The portal of this test has no module for AWS.
    await add({ name: 'keyed' });
    expect(await test('keyed')).toMatchObject({
      status: 'error',
      checks: [
        {
          name: 'module',
          message: expect.stringContaining(
            'plugin-terraform-backend-module-aws',
          ),
        },
      ],
    });
    for (const [credential, words] of [
      [{ ...ACCESS_KEY, kind: 'azure-client-secret' }, 'does not fit'],
      [{ ...ACCESS_KEY, kind: SECRET_KEY }, 'kind'],
      [
        { kind: 'aws-access-key', values: { secretAccessKey: SECRET_KEY } },
        'accessKeyId is missing',
      ],
      [
        {
          kind: 'aws-access-key',
          values: { ...ACCESS_KEY.values, accessKeyId: SECRET_KEY },
        },
        'accessKeyId must be',
      ],
      [{ kind: 'aws-access-key', values: SECRET_KEY }, 'values'],
      [{ ...ACCESS_KEY, secret: SECRET_KEY }, 'secret'],
    ] as const) {
      expect(refusal(await setCredential('keyed', credential))).toEqual({
        status: 400,
        message: expect.stringContaining(words),
      });
    }
    // What is no JSON is not quoted either.
    const torn = await platform().send('PUT', '/accounts/keyed/credential', {
      body: `{"kind":"aws-access-key","values":{"secretAccessKey":${SECRET_KEY}}}`,
      headers: { 'content-type': 'application/json' },
    });
    expect(refusal(torn)).toEqual({
      status: 400,
      message: 'The request is not valid JSON',
    });
    expect(torn.text).not.toContain('canary');
    expect(refusal(await setCredential('shared', ACCESS_KEY))).toEqual({
      status: 409,
      message: expect.stringContaining('is entered with a role'),
    });
    expectStatus(204, await setCredential('keyed', ACCESS_KEY));
    expect(await platform().read('/accounts/keyed')).toMatchObject({
      credential: {
        kind: 'aws-access-key',
        setBy: 'user:default/platform',
        setAt: expect.any(String),
      },
      lastTest: { status: 'error' },
    });
    expect(
      refusal(
        await platform().put('/accounts/keyed', {
          ...changeable,
          applyRoleArn: 'arn:aws:iam::111122223333:role/x',
        }),
      ),
    ).toEqual({
      status: 409,
      message: expect.stringContaining('remove the credential first'),
    });
    expect(await test('keyed')).toMatchObject({
      status: 'ok',
      checks: [
        { name: 'credential', status: 'ok' },
        { name: 'shape', status: 'ok' },
        { name: 'expiry', status: 'unknown' },
        { name: 'access', status: 'unknown' },
      ],
    });

    await add({ name: 'azure-one', cloud: 'azure', accountId: SUBSCRIPTION });
    expect(await test('azure-one')).toMatchObject({
      status: 'error',
      checks: [{ message: expect.stringContaining('has no credential') }],
    });
    expectStatus(
      204,
      await setCredential('azure-one', {
        kind: 'azure-client-secret',
        values: {
          tenantId: SUBSCRIPTION,
          clientId: SUBSCRIPTION,
          clientSecret: CLIENT_SECRET,
        },
      }),
    );
    expect((await test('azure-one')).status).toBe('ok');
    expectStatus(
      204,
      await setCredential('azure-one', {
        kind: 'azure-workload-identity',
        values: { tenantId: SUBSCRIPTION, clientId: SUBSCRIPTION },
      }),
    );
    expect(await test('azure-one')).toMatchObject({
      status: 'degraded',
      checks: [
        { status: 'ok' },
        { status: 'ok' },
        {
          name: 'issuer',
          message: expect.stringContaining('terraform.oidc.issuer'),
        },
        { status: 'unknown' },
      ],
    });
    const { items } = await platform().read<{ items: AccountStatus[] }>(
      '/operations/accounts',
    );
    expect(items).toEqual([
      {
        name: 'azure-one',
        cloud: 'azure',
        accountId: SUBSCRIPTION,
        health: {
          status: 'degraded',
          message: expect.stringContaining('No cloud can read'),
        },
        lastTestAt: expect.any(String),
      },
      {
        name: 'keyed',
        cloud: 'aws',
        accountId: '111122223333',
        health: { status: 'ok' },
        lastTestAt: expect.any(String),
      },
      { name: 'shared', cloud: 'aws', accountId: '444455556666' },
    ]);
    expectStatus(204, await platform().delete('/accounts/keyed/credential'));
    expect(
      (await platform().read<Account>('/accounts/keyed')).credential,
    ).toBeUndefined();
  });

  it('gives a workspace the account that its environment allows', async () => {
    const developer = portal.as('developer');
    const ask = (more: object) =>
      developer.post<Workspace>('/workspaces', {
        name: 'shop',
        module: 'bucket',
        environment: 'staging',
        owner: 'group:default/developers',
        ...more,
      });
    const create = async (more: object) =>
      expectStatus(201, await ask(more)).body;
    const refuse = async (more: object) => {
      const { status, message } = refusal(await ask(more));
      expect(status).toBe(400);
      return message;
    };
    // None there, no cloud, and the only one.
    expect((await create({ name: 'none-there' })).account).toBeUndefined();
    expect(
      (await create({ name: 'no-cloud', module: 'plain' })).account,
    ).toBeUndefined();
    expect(await refuse({ module: 'plain', account: 'shared' })).toContain(
      'is for no cloud',
    );
    expect((await create({ name: 'only', environment: 'dev' })).account).toBe(
      'shared',
    );
    expect(await refuse({ account: 'shared' })).toContain(
      'The environment staging does not allow the account shared for aws; it allows none',
    );
    // Both sides must agree.
    expect(
      await refuse({ environment: 'production', account: 'shared' }),
    ).toContain('does not allow');

    await add({ name: 'first' });
    await add({ name: 'second', regions: ['us-east-1', 'us-east-2'] });
    await add({
      name: 'third',
      cloud: 'azure',
      accountId: SUBSCRIPTION,
      regions: ['westeurope'],
    });
    expect(await refuse({})).toContain('choose one as account: first, second');
    expect(await refuse({ account: 'third' })).toContain(
      'choose one of first, second',
    );
    expect(await refuse({ account: 'second' })).toBe(
      'The account second does not allow the region eu-west-1, only us-east-1, us-east-2',
    );
    const chosen = await create({ account: 'first' });
    expect(chosen.account).toBe('first');
    expect(await developer.read(`/workspaces/${chosen.id}`)).toMatchObject({
      account: 'first',
    });
    expect(await platform().read('/accounts/first')).toMatchObject({
      workspaces: 1,
    });
    const { id } = await developer.createRun(chosen.id, { kind: 'plan_only' });
    const idsIn = async (path: string) =>
      (await developer.read<Page<Run | Workspace>>(path)).items.map(
        item => item.id,
      );
    expect(await idsIn('/workspaces?account=first')).toEqual([chosen.id]);
    expect(await idsIn('/workspaces?account=first&search=machine')).toEqual([]);
    expect(await idsIn('/workspaces?account=second')).toEqual([]);
    expect(await idsIn('/runs?account=first')).toEqual([id]);
    expect(await idsIn(`/workspaces/${chosen.id}/runs?account=second`)).toEqual(
      [],
    );
    expect(
      await portal.as('stranger').read('/workspaces?account=first'),
    ).toEqual({ items: [] });
    const machine = {
      module: 'machine',
      variables: { location: 'northeurope' },
    };
    expect(await refuse(machine)).toContain('northeurope');
    const placed = await create({
      ...machine,
      name: 'machine',
      variables: { location: 'West Europe' },
    });
    expect(placed.account).toBe('third');
    expect(
      refusal(
        await developer.post(`/workspaces/${placed.id}/runs`, {
          kind: 'plan_only',
          variables: { location: 'northeurope' },
        }),
      ),
    ).toEqual({
      status: 400,
      message: expect.stringContaining('does not allow the region northeurope'),
    });
    // What is in force stays where it is until it is destroyed, also when the account allows less.
    expectStatus(
      200,
      await platform().put('/accounts/third', {
        ...changeable,
        regions: ['northeurope'],
      }),
    );
    const destroy = { kind: 'destroy' };
    expectStatus(
      201,
      await developer.post(`/workspaces/${placed.id}/runs`, destroy),
    );
  });

  it('lets phases in with the sealed credential, and leaves it nowhere', async () => {
    const developer = portal.as('developer');
    await add({
      name: 'vault',
      permissionsBoundaryArn: BOUNDARY,
    });
    expectStatus(
      204,
      await platform().put('/accounts/vault/credential', ACCESS_KEY),
    );
    const workspace = await developer.createWorkspace({
      name: 'vaulted',
      module: 'bucket',
    });
    expect(workspace.account).toBe('vault');
    const run = await developer.apply(workspace.id, portal.as('reviewer'));
    // The provisioner has printed its environment.
    const log = await developer.get(`/runs/${run.id}/logs/apply`);
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
      expect(log.text).toContain(`${name}=(sensitive)`);
    }
    expect(await platform().read<Account>('/accounts/vault')).toMatchObject({
      credential: { lastUsedAt: expect.any(String) },
      lastSuccessfulRun: { id: run.id, number: 1, at: expect.any(String) },
    });
    const uses = audits('account-credential-use').filter(
      line => line.includes(run.id) && line.includes('"succeeded"'),
    );
    expect(uses.some(line => line.includes('"phase":"plan"'))).toBe(true);
    expect(uses.some(line => line.includes('"phase":"apply"'))).toBe(true);
    // What the account demands of every role was asked for, without anybody naming it.
    const applied = await developer.read<Workspace>(
      `/workspaces/${workspace.id}`,
    );
    expect(applied.variables.permissions_boundary_arn).toBe(BOUNDARY);
    // It follows the account with the next run, unless the run asks for another one.
    expectStatus(
      200,
      await platform().put('/accounts/vault', {
        ...changeable,
        permissionsBoundaryArn: `${BOUNDARY}-2`,
      }),
    );
    for (const [variables, expected] of [
      [{}, `${BOUNDARY}-2`],
      [{ permissions_boundary_arn: 'own' }, 'own'],
    ]) {
      const next = await developer.createRun(workspace.id, {
        kind: 'plan_only',
        variables,
      });
      await developer.untilStatus(next.id, 'planned_and_finished');
      const plan = await developer.get(`/runs/${next.id}/plan/json`);
      expect(plan.text).toContain(`"${expected}"`);
    }
    const texts = [
      portal.answers.join('\n'),
      portal.logs.join('\n'),
      JSON.stringify(portal.notifications),
      JSON.stringify(portal.signals),
      ...readdirSync(portal.dataDirectory, {
        recursive: true,
        encoding: 'utf8',
      })
        .map(file => join(portal.dataDirectory, file))
        .filter(file => existsSync(file) && statSync(file).isFile())
        .map(file => readFileSync(file, 'latin1')),
    ];
    for (const secret of [SECRET_KEY, CLIENT_SECRET]) {
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64').replace(/=+$/, ''),
        Buffer.from(secret).toString('hex'),
      ]) {
        expect(texts.filter(text => text.includes(form))).toEqual([]);
      }
    }
  });

  it('signs a token for each phase, which Terraform finds in a file', async () => {
    const developer = portal.as('developer');
    await add({ name: 'google', cloud: 'gcp', accountId: 'payments-dev-1234' });
    const audience =
      '//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/planroom/providers/planroom';
    expectStatus(
      204,
      await platform().put('/accounts/google/credential', {
        kind: 'gcp-workload-identity',
        values: { audience },
      }),
    );
    const workspace = await developer.createWorkspace({
      name: 'stored',
      module: 'store',
    });
    const run = await developer.apply(workspace.id, portal.as('reviewer'));
    const { lines } = await developer.read<LogPage>(
      `/runs/${run.id}/logs/apply`,
    );
    const log = lines.map(({ text }) => text).join('\n');
    const [, file] = /"credential_source":\{"file":"([^"]+)"/.exec(log) ?? [];
    expect(file).toMatch(/^\/.*\/gcp-token$/);
    expect(existsSync(file)).toBe(false);
    const [, claims] = /claims=([\w-]+)=/.exec(log) ?? [];
    const text = Buffer.from(swapCase(claims), 'base64url').toString();
    expect(JSON.parse(text)).toMatchObject({
      iss: `${portal.baseUrl}/oidc`,
      aud: audience,
      sub: 'workspace:stored:environment:staging:phase:apply',
      run_id: run.id,
      requested_by: 'user:default/developer',
    });
    // The token as a whole is a secret.
    expect(log).not.toMatch(/[\w-]+\.[\w-]{100,}\.[\w-]+/);
    expect(log).toContain('(sensitive)');
  });

  it('discards what waits in an account that is removed, but not what runs', async () => {
    const developer = portal.as('developer');
    const reviewer = portal.as('reviewer');
    await add({ name: 'leaving' });
    expectStatus(
      204,
      await platform().put('/accounts/leaving/credential', ACCESS_KEY),
    );
    const running = await developer.createWorkspace({
      name: 'running',
      module: 'gated',
    });
    const waiting = await developer.createWorkspace({
      name: 'waiting',
      module: 'bucket',
    });
    const planned = await developer.createRun(waiting.id);
    const pending = await developer.createRun(waiting.id);
    await developer.untilStatus(planned.id, 'planned');
    const { id } = await developer.createRun(running.id);
    await developer.untilStatus(id, 'planned');
    expectStatus(201, await reviewer.decide(id, 'approve', 'Go'));
    await developer.untilStatus(id, 'applying');

    const leave = () =>
      platform().delete('/accounts/leaving', { reason: 'Closed down' });
    expect(refusal(await leave())).toEqual({
      status: 409,
      message:
        'Run 1 of running is applying in the account leaving; cancel it or wait for its end first',
    });
    expect(await developer.run(planned.id)).toMatchObject({
      status: 'planned',
    });
    writeFileSync(gate, '');
    await developer.untilStatus(id, 'applied');
    expectStatus(204, await leave());
    for (const each of [planned, pending]) {
      const discarded = await developer.run(each.id);
      expect(discarded.status).toBe('discarded');
      expect(portal.logs.join()).toMatch(
        new RegExp(`${each.id}.*The account leaving was removed: Closed down`),
      );
    }
    // The workspace keeps the name, and nothing more is planned in it, also not again.
    expect(await developer.read(`/workspaces/${waiting.id}`)).toMatchObject({
      account: 'leaving',
    });
    const asked = () =>
      developer.post<Run>(`/workspaces/${waiting.id}/runs`, {
        kind: 'plan_only',
      });
    for (const answer of [
      await asked(),
      await developer.post(`/runs/${planned.id}/actions/retry`),
    ]) {
      expect(refusal(answer)).toEqual({
        status: 409,
        message: expect.stringContaining(
          'The account leaving of waiting was removed',
        ),
      });
    }
    // Not in another account of that name either; in the same one again.
    await add({ name: 'leaving', accountId: '999999999999' });
    expect(refusal(await asked()).message).toContain(
      'was 111122223333 and is 999999999999 now',
    );
    await remove('leaving');
    await add({ name: 'leaving' });
    expect(
      (await platform().read<Account>('/accounts/leaving')).credential,
    ).toBeUndefined();
    expectStatus(
      200,
      await platform().put('/accounts/leaving', {
        ...changeable,
        environments: ['dev'],
      }),
    );
    expect(refusal(await asked()).message).toContain(
      'is no longer allowed in the environment staging',
    );
    expectStatus(200, await platform().put('/accounts/leaving', changeable));
    expectStatus(201, await asked());
  });

  it('lets clouds read what they check tokens with, and changes the key', async () => {
    const discovery = await portal.anonymous.read<Record<string, string>>(
      '/oidc/.well-known/openid-configuration',
    );
    expect(discovery).toMatchObject({
      issuer: `${portal.baseUrl}/oidc`,
      jwks_uri: `${portal.baseUrl}/oidc/jwks`,
      id_token_signing_alg_values_supported: ['RS256'],
    });
    const kids = async () => {
      const answer = await portal.anonymous.get<{
        keys: Array<Record<string, string>>;
      }>('/oidc/jwks');
      expect(answer.headers.get('cache-control')).toContain('max-age');
      for (const key of answer.body.keys) {
        expect(Object.keys(key).sort()).toEqual([
          'alg',
          'e',
          'kid',
          'kty',
          'n',
          'use',
        ]);
      }
      return answer.body.keys.map(({ kid }) => kid);
    };
    const [first] = await kids();
    expect(await kids()).toEqual([first]);
    const { id } = expectStatus(
      201,
      await platform().post<{ id: string }>('/operations/signing-key'),
    ).body;
    expect(await kids()).toEqual([id, first]);
    expect(audits('oidc-key-rotate').join()).toContain('"succeeded"');
    expect((await portal.anonymous.get('/oidc/other')).status).toBe(404);
    expect((await portal.anonymous.get('/accounts')).status).toBe(401);
  });
});

it('does not start with an account in the configuration and in the database', async () => {
  const portal = await start();
  expectStatus(
    201,
    await portal.as('platform').post('/accounts', request({ name: 'twice' })),
  );
  await portal.stop();
  await expect(
    startTerraformBackend({
      successorOf: portal,
      terraform: { modules, accounts: { twice: configured } },
    }),
  ).rejects.toThrow('There are two accounts named twice');
});

it('asks the module of a cloud, where there is one', async () => {
  const portal = await startTerraformBackend({
    modules: [
      createBackendModule({
        pluginId: 'terraform',
        moduleId: 'some-cloud',
        register(env) {
          env.registerInit({
            deps: { clouds: terraformCloudsExtensionPoint },
            async init({ clouds }) {
              const cloud = {
                name: 'aws' as const,
                access: () => {
                  throw new Error('Not asked');
                },
                role: () => {
                  throw new Error('Not asked');
                },
                credentials: async () => ({}),
                test: async ({ name }: { name: string }) => {
                  if (name === 'broken') throw new Error('STS does not answer');
                  return {
                    status: 'degraded' as const,
                    checks: [
                      { name: 'plan role', status: 'ok' as const },
                      {
                        name: 'apply role',
                        status: 'degraded' as const,
                        message: 'It lacks s3:CreateBucket',
                      },
                    ],
                  };
                },
              };
              clouds.addCloud(cloud);
              expect(() => clouds.addCloud(cloud)).toThrow('two modules');
            },
          });
        },
      }),
    ],
  });
  const platform = portal.as('platform');
  for (const name of ['fine', 'broken']) {
    expectStatus(201, await platform.post('/accounts', request({ name })));
    expectStatus(200, await platform.post(`/accounts/${name}/test`));
  }
  expect(await platform.read('/operations/accounts')).toMatchObject({
    items: [
      {
        name: 'broken',
        health: { status: 'error', message: 'STS does not answer' },
      },
      {
        name: 'fine',
        health: { status: 'degraded', message: 'It lacks s3:CreateBucket' },
      },
    ],
  });
});

function swapCase(text: string): string {
  return text.replace(/[a-zA-Z]/g, letter =>
    letter === letter.toUpperCase()
      ? letter.toLowerCase()
      : letter.toUpperCase(),
  );
}
