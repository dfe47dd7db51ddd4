import { TerraformClient } from './TerraformClient';

/** A client whose requests are noted as "METHOD url body", and answered with a status and a body. */
function clientAnswered(status: number, body?: unknown) {
  const asked: string[] = [];
  const headers: Headers[] = [];
  const client = new TerraformClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: {
      fetch: async (url, init) => {
        asked.push([init?.method, url, init?.body].filter(Boolean).join(' '));
        headers.push(new Headers(init?.headers));
        return new Response(
          body === undefined ? undefined : JSON.stringify(body),
          { status, headers: { 'content-type': 'application/json' } },
        );
      },
    },
  });
  return { client, asked, headers };
}

describe('TerraformClient', () => {
  it('asks for accounts by name, whatever the name holds', async () => {
    const { client, asked } = clientAnswered(200, { items: [{ name: 'a' }] });
    expect(await client.listAccounts()).toEqual([{ name: 'a' }]);
    expect(await client.listAccountStatuses()).toEqual([{ name: 'a' }]);
    await client.getAccount('a/../b');
    await client.testAccount('a');
    await client.updateAccount('a', {
      environments: ['dev'],
      owner: 'group:default/platform',
    });
    expect(asked).toEqual([
      'GET http://portal/api/terraform/accounts',
      'GET http://portal/api/terraform/operations/accounts',
      'GET http://portal/api/terraform/accounts/a%2F..%2Fb',
      'POST http://portal/api/terraform/accounts/a/test {}',
      'PUT http://portal/api/terraform/accounts/a {"environments":["dev"],"owner":"group:default/platform"}',
    ]);
  });

  it('answers nothing where the backend does, and sends what it was given', async () => {
    const { client, asked, headers } = clientAnswered(204);
    expect(
      await client.setAccountCredential(
        'a',
        { kind: 'gcp-workload-identity', values: { audience: 'pool' } },
        { token: 'of-the-caller' },
      ),
    ).toBeUndefined();
    await client.removeAccountCredential('a');
    await client.deleteAccount('a', { reason: 'closed' });
    expect(asked).toEqual([
      'PUT http://portal/api/terraform/accounts/a/credential {"kind":"gcp-workload-identity","values":{"audience":"pool"}}',
      'DELETE http://portal/api/terraform/accounts/a/credential',
      'DELETE http://portal/api/terraform/accounts/a {"reason":"closed"}',
    ]);
    expect(headers[0].get('authorization')).toBe('Bearer of-the-caller');
  });

  it('leaves out what was not asked for, and hands on the key of a repeated call', async () => {
    const { client, asked, headers } = clientAnswered(200, {});
    await client.listRuns({ environment: 'dev', cursor: undefined });
    await client.getLog('r', 'plan', 0);
    await client.createRun(
      'w',
      { kind: 'plan_only' },
      { idempotencyKey: 'once' },
    );
    expect(asked).toEqual([
      'GET http://portal/api/terraform/runs?environment=dev',
      'GET http://portal/api/terraform/runs/r/logs/plan?offset=0',
      'POST http://portal/api/terraform/workspaces/w/runs {"kind":"plan_only"}',
    ]);
    expect(headers.map(each => each.get('idempotency-key'))).toEqual([
      null,
      null,
      'once',
    ]);
  });

  it('asks for keys, and has them changed', async () => {
    const { client, asked } = clientAnswered(200, { id: 'k' });
    await client.getSealing();
    await client.reseal({ reason: 'Once a year' });
    expect(await client.rotateSigningKey()).toEqual({ id: 'k' });
    await client.listWorkspaces({ account: 'payments' });
    expect(asked).toEqual([
      'GET http://portal/api/terraform/operations/sealing',
      'POST http://portal/api/terraform/operations/sealing/reseal {"reason":"Once a year"}',
      'POST http://portal/api/terraform/operations/signing-key {}',
      'GET http://portal/api/terraform/workspaces?account=payments',
    ]);
  });

  it('throws what the backend says, but answers a bad health', async () => {
    const { client } = clientAnswered(503, {
      status: 'error',
      checks: {},
      error: { name: 'ServiceUnavailableError', message: 'It is starting.' },
      response: { statusCode: 503 },
    });
    await expect(client.getHealth()).resolves.toMatchObject({
      status: 'error',
    });
    await expect(client.getRun('r')).rejects.toMatchObject({
      statusCode: 503,
      cause: { message: 'It is starting.' },
    });
  });
});
