import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import { TerraformSession } from '@planroom/backstage-plugin-terraform-node';
import {
  createStores,
  createTestDatabases,
  noopEnvironment,
  settle,
  Stores,
} from '../__testUtils__';
import { Environments } from '../workspaces/Environments';
import { AccountAccess } from './AccountAccess';
import { Accounts } from './Accounts';
import { PhaseTokens } from './PhaseTokens';
import { AccountRecord, OpenCredential } from './types';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const HOUR_MS = 3_600_000;
const ISSUER = 'https://portal.example/api/terraform/oidc';
const uuid = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const accessKey: OpenCredential = {
  kind: 'aws-access-key',
  values: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'canary/secret/access/key/of/40/characters',
  },
};

function account(more: Partial<AccountRecord> = {}): AccountRecord {
  return {
    name: `a-${randomUUID().slice(0, 8)}`,
    cloud: 'aws',
    accountId: '111122223333',
    environments: ['dev'],
    regions: [],
    owner: 'group:default/platform',
    source: 'database',
    createdBy: 'user:default/platform',
    createdAt: '2026-01-01T00:00:00.000Z',
    ...more,
  };
}

const session: TerraformSession = {
  runId: 'run-1',
  phase: 'apply',
  workspace: 'shop',
  environment: 'dev',
  requestedBy: 'user:default/developer',
  approvedBy: ['user:default/reviewer'],
};

describe.each(databases.eachSupportedId())('accounts on %s', databaseId => {
  let stores: Stores;

  beforeEach(async () => {
    stores = await createStores(await databases.init(databaseId));
  });

  const directory = (configured: AccountRecord[] = []) =>
    new Accounts({
      configured,
      store: stores.accounts,
      environments: new Environments([
        noopEnvironment(),
        noopEnvironment({ name: 'production', accounts: ['listed'] }),
      ]),
    });

  it('keeps accounts, each name once', async () => {
    const full = account({
      title: 'Payments',
      regions: ['eu-west-1'],
      planRoleArn: 'arn:aws:iam::111122223333:role/plan',
      applyRoleArn: 'arn:aws:iam::111122223333:role/apply',
      externalId: 'external',
      permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
    });
    const { succeeded, messages } = await settle(
      Array.from({ length: 5 }, () => stores.accounts.create(full)),
    );
    expect(succeeded).toBe(1);
    expect(messages[0]).toContain('already; choose another name');
    expect(await stores.accounts.get(full.name)).toEqual(full);

    const changed = account({ name: full.name, environments: ['production'] });
    await stores.accounts.update(changed);
    expect(await stores.accounts.list()).toEqual([changed]);
    await expect(stores.accounts.update(account())).rejects.toThrow('any more');
    await stores.accounts.setTest(full.name, {
      at: 'now',
      status: 'ok',
      checks: [],
    });
    await stores.accounts.setTest(full.name, {
      at: 'later',
      status: 'error',
      checks: [],
    });
    expect((await stores.accounts.listTests()).get(full.name)?.at).toBe(
      'later',
    );
    await stores.credentials.set(full.name, accessKey, 'user:default/a');
    await stores.accounts.delete(full.name);
    expect(await stores.accounts.list()).toEqual([]);
    expect(await stores.credentials.list()).toEqual(new Map());
    expect(await stores.accounts.listTests()).toEqual(new Map());
  });

  it('counts what uses an account, and does not remove it under an open run', async () => {
    const used = account({ name: 'used' });
    await stores.accounts.create(used);
    const workspace = await stores.addWorkspace({
      account: 'used',
      accountId: used.accountId,
    });
    await stores.addWorkspace();
    const run = await stores.addRun(workspace);
    expect(await stores.accounts.countWorkspaces()).toEqual(
      new Map([['used', 1]]),
    );
    expect(await stores.accounts.listWorkspaceIds('used')).toEqual([
      workspace.id,
    ]);
    expect(await stores.accounts.findExecuting('used')).toBeUndefined();
    await expect(stores.accounts.delete('used')).rejects.toThrow(
      'remove the account again',
    );
    await stores.credentials.set('used', accessKey, 'user:default/a');
    const queued = await stores.runs.transition(run, [{ to: 'plan_queued' }]);
    const planning = await stores.runs.transition(queued, [{ to: 'planning' }]);
    expect(await stores.accounts.findExecuting('used')).toEqual({
      number: 1,
      status: 'planning',
      workspace: workspace.name,
    });
    await stores.runs.transition(planning, [{ to: 'errored' }]);
    expect(await stores.accounts.lastSuccessfulRun('used')).toBeUndefined();
    await stores
      .knex('runs')
      .where({ id: run.id })
      .update({ status: 'applied' });
    expect(await stores.accounts.lastSuccessfulRun('used')).toEqual({
      id: run.id,
      number: 1,
      at: expect.stringMatching(/Z$/),
    });
    await stores.accounts.delete('used');
    // The workspace keeps the name, and does not get into another account of that name.
    const of = (await stores.workspaces.get(workspace.id))!;
    expect(of).toMatchObject({ account: 'used', accountId: '111122223333' });
    await expect(directory().ofWorkspace(of)).rejects.toThrow(
      'was removed; ask the platform team',
    );
    await stores.accounts.create(
      account({ name: 'used', accountId: '444455556666' }),
    );
    await expect(directory().ofWorkspace(of)).rejects.toThrow(
      'was 111122223333 and is 444455556666 now',
    );
  });

  it('lists the workspaces and runs of one account, page by page', async () => {
    const ofAccount = [];
    for (const name of ['listed', 'listed', undefined, 'other', 'listed']) {
      const workspace = await stores.addWorkspace({ account: name });
      const run = await stores.addRun(workspace);
      if (name === 'listed') ofAccount.unshift({ workspace, run });
    }
    const filter = { account: 'listed', limit: 2 };
    const first = await stores.workspaces.list(filter);
    const { nextCursor: cursor } = first;
    const second = await stores.workspaces.list({ ...filter, cursor });
    expect([...first.items, ...second.items]).toEqual(
      ofAccount.map(({ workspace }) => workspace),
    );
    expect(second.nextCursor).toBeUndefined();
    const runs = await stores.runs.list({ account: 'listed', limit: 9 });
    expect(runs.items.map(({ id }) => id)).toEqual(
      ofAccount.map(({ run }) => run.id),
    );
  });

  it('finds accounts wherever they stand, and allows those on which both sides agree', async () => {
    const environments = ['dev', 'production'];
    await stores.accounts.create(account({ name: 'added', environments }));
    await stores.accounts.create(account({ name: 'listed', environments }));
    const configured = account({
      name: 'configured',
      cloud: 'gcp',
      source: 'config',
    });
    const accounts = directory([configured]);
    const names = async (list: Promise<AccountRecord[]>) =>
      (await list).map(({ name }) => name);
    expect(await names(accounts.list())).toEqual([
      'added',
      'configured',
      'listed',
    ]);
    const [dev, production] = [
      noopEnvironment(),
      noopEnvironment({ name: 'production', accounts: ['listed'] }),
    ];
    expect(await names(accounts.allowedFor(dev))).toHaveLength(3);
    expect(await names(accounts.allowedFor(dev, 'gcp'))).toEqual([
      'configured',
    ]);
    expect(await names(accounts.allowedFor(production))).toEqual(['listed']);
    await expect(
      accounts.ofWorkspace({
        name: 'shop',
        environment: 'production',
        account: 'added',
        accountId: '111122223333',
      }),
    ).rejects.toThrow('no longer allowed in the environment production');
    await accounts.assertDistinct();
    await expect(
      directory([account({ name: 'added' })]).assertDistinct(),
    ).rejects.toThrow('There are two accounts named added');
  });

  it('seals credentials, and opens them for phases only, which is written down', async () => {
    const keyed = account({ name: 'keyed' });
    await stores.accounts.create(keyed);
    const auditor = mockServices.auditor.mock();
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    const accounts = directory();
    const access = new AccountAccess({
      accounts,
      credentials: stores.credentials,
      tokens: new PhaseTokens({ keys: stores.signingKeys, issuer: ISSUER }),
      auditor,
    });
    const forPhase = () => access.forPhase({ account: 'keyed', session });
    expect(await forPhase()).toBeUndefined();
    expect(auditor.createEvent).not.toHaveBeenCalled();

    await stores.credentials.set('keyed', accessKey, 'user:default/platform');
    const [row] = await stores.knex('account_credentials');
    const stored = `${row.credential_sealed} ${JSON.stringify(row)}`;
    expect(stored).not.toContain('canary');
    expect(stored).not.toContain('AKIA');
    expect(await stores.credentials.list()).toEqual(
      new Map([
        [
          'keyed',
          {
            account: 'keyed',
            kind: 'aws-access-key',
            setBy: 'user:default/platform',
            setAt: expect.stringMatching(/Z$/),
            lastUsedAt: undefined,
          },
        ],
      ]),
    );
    expect((await forPhase())?.env).toEqual({
      AWS_ACCESS_KEY_ID: accessKey.values.accessKeyId,
      AWS_SECRET_ACCESS_KEY: accessKey.values.secretAccessKey,
    });
    expect(auditor.createEvent).toHaveBeenCalledWith({
      eventId: 'account-credential-use',
      severityLevel: 'medium',
      meta: {
        account: 'keyed',
        kind: 'aws-access-key',
        runId: 'run-1',
        phase: 'apply',
        workspace: 'shop',
        environment: 'dev',
        requestedBy: 'user:default/developer',
        approvedBy: ['user:default/reviewer'],
      },
    });
    expect(event.success).toHaveBeenCalledTimes(1);
    expect((await stores.credentials.list()).get('keyed')?.lastUsedAt).toMatch(
      /Z$/,
    );
    expect(JSON.stringify(auditor.createEvent.mock.calls)).not.toContain(
      'canary',
    );

    // A record that was moved to another account does not open.
    await stores.accounts.create(account({ name: 'other' }));
    await stores.knex('account_credentials').insert({
      ...row,
      account: 'other',
    });
    await expect(
      access.forPhase({ account: 'other', session }),
    ).rejects.toThrow('does not open');
    expect(event.fail).toHaveBeenCalledTimes(1);

    // One of another cloud, left by an account of the same name, is not used.
    await stores.credentials.set(
      'keyed',
      {
        kind: 'azure-workload-identity',
        values: { tenantId: uuid, clientId: uuid },
      },
      'user:default/platform',
    );
    await expect(forPhase()).rejects.toThrow(
      'The credential of the account keyed cannot be used',
    );
    // A role wins.
    await stores.accounts.update({
      ...keyed,
      planRoleArn: 'arn:aws:iam::111122223333:role/plan',
    });
    expect(await forPhase()).toBeUndefined();
    expect(await stores.credentials.remove('keyed')).toBe(true);
    expect(await stores.credentials.remove('keyed')).toBe(false);
    await expect(
      access.forPhase({ account: 'nobody', session }),
    ).rejects.toThrow('There is no account nobody');
  });

  it('signs tokens that can be checked with what it publishes, also after the key was changed', async () => {
    const tokens = new PhaseTokens({
      keys: stores.signingKeys,
      issuer: ISSUER,
    });
    // Replicas that need the first key at once agree on one.
    const published = await Promise.all(
      Array.from({ length: 4 }, () => tokens.jwks()),
    );
    expect(new Set(published.map(({ keys }) => keys[0].kid)).size).toBe(1);
    const [row] = await stores.knex('oidc_keys');
    expect(row.private_sealed.toString()).not.toContain('PRIVATE');
    expect(row.public_jwk).not.toMatch(/"(d|p|q)"/);

    const before = await tokens.issue(session, 'api://AzureADTokenExchange');
    const { header, claims } = await check(tokens, before);
    expect(header).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      kid: published[0].keys[0].kid,
    });
    const now = Date.now() / 1_000;
    expect(claims).toEqual({
      iss: ISSUER,
      aud: 'api://AzureADTokenExchange',
      sub: 'workspace:shop:environment:dev:phase:apply',
      iat: expect.any(Number),
      nbf: claims.iat,
      exp: claims.iat + 3_600,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      run_id: 'run-1',
      requested_by: 'user:default/developer',
      workspace: 'shop',
      environment: 'dev',
      phase: 'apply',
    });
    expect(Math.abs(claims.iat - now)).toBeLessThan(60);
    const [head, body, signature] = before.split('.');
    const forged = Buffer.from(
      JSON.stringify({ ...claims, sub: 'workspace:other' }),
    ).toString('base64url');
    await expect(
      check(tokens, `${head}.${forged}.${signature}`),
    ).rejects.toThrow('wrong signature');
    expect(body).not.toBe(forged);

    const kid = await tokens.rotate();
    expect(kid).not.toBe(header.kid);
    const after = await tokens.issue(session, 'x');
    expect((await check(tokens, after)).header.kid).toBe(kid);
    await check(tokens, before);
    expect((await tokens.jwks()).keys.map(key => key.kid)).toEqual([
      kid,
      header.kid,
    ]);
    // A day after, the old key is no longer published, and the next change forgets it.
    await stores
      .knex('oidc_keys')
      .where({ id: header.kid })
      .update({
        retired_at: new Date(Date.now() - 25 * HOUR_MS).toISOString(),
      });
    await expect(check(tokens, before)).rejects.toThrow('no key');
    await tokens.rotate();
    const kids = (await stores.knex('oidc_keys')).map(({ id }) => id);
    expect(kids).toHaveLength(2);
    expect(kids).not.toContain(header.kid);
  });
});

/** As a cloud does it: with what the issuer publishes, and nothing else. */
async function check(tokens: PhaseTokens, token: string) {
  const [head, body, signature] = token.split('.');
  const parse = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString());
  const header = parse(head);
  const { keys } = JSON.parse(JSON.stringify(await tokens.jwks()));
  const jwk = keys.find(({ kid }: { kid: string }) => kid === header.kid);
  if (!jwk) throw new Error('no key');
  const valid = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${body}`),
    createPublicKey({ key: jwk, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );
  if (!valid) throw new Error('wrong signature');
  return { header, claims: parse(body) };
}
