import { randomUUID } from 'node:crypto';
import { Run, Workspace } from '@planroom/backstage-plugin-terraform-common';
import {
  Answer,
  ApiClient,
  DATABASE_IDS,
  expectStatus,
  fixtureModules,
  refusal,
  REPOSITORY,
  startTerraformBackend,
  TerraformBackend,
} from '../__testUtils__';

jest.setTimeout(300_000);

describe.each(DATABASE_IDS)('requests on %s', databaseId => {
  let portal: TerraformBackend;
  let developer: ApiClient;
  let workspace: Workspace;
  let run: Run;

  beforeAll(async () => {
    portal = await startTerraformBackend({
      databaseId,
      terraform: {
        modules: {
          locations: [
            { type: 'file', target: `${REPOSITORY}/terraform/modules` },
            ...(fixtureModules({
              needy: `
                variable "size" { type = number }
                output "size" { value = var.size }
              `,
            }).locations as []),
          ],
        },
      },
    });
    developer = portal.as('developer');
    workspace = await developer.createWorkspace({ name: 'taken' });
    run = await developer.createRun(workspace.id);
    await developer.untilStatus(run.id, 'planned');
  });

  const good = {
    name: 'fresh',
    module: 'sandbox',
    environment: 'staging',
    owner: 'group:default/developers',
    variables: {},
  };

  it.each<[string, object, number, string]>([
    ['name taken', { name: 'taken' }, 409, 'taken exists already'],
    ['bad name', { name: 'No Name' }, 400, 'name: must be 3 to 63'],
    ['missing name', { name: undefined }, 400, 'name:'],
    ['unknown module', { module: 'castle' }, 400, 'no module castle'],
    ['unknown version', { version: '9.9.9' }, 400, 'version 1.0.0'],
    ['unknown environment', { environment: 'moon' }, 400, 'choose one of'],
    ['foreign owner', { owner: 'group:default/strangers' }, 403, 'member'],
    ['owner not a group', { owner: 'user:default/developer' }, 400, 'group'],
    ['owner not a reference', { owner: '::' }, 400, 'entity reference'],
    ['system not a reference', { system: ':::' }, 400, 'entity reference'],
    ['a source', { source: 'git::https://x' }, 400, 'source'],
    ['wrong type', { variables: { replicas: 'many' } }, 400, 'replicas'],
    ['unknown variable', { variables: { colour: 'red' } }, 400, 'colour'],
    ['missing variable', { module: 'needy' }, 400, 'size is required'],
    ['null', { variables: { size: null } }, 400, 'size must not be null'],
    ['bad variable name', { variables: { 'a b': 1 } }, 400, 'variables'],
    ['NUL', { description: 'a\0b' }, 400, 'NUL'],
    [
      'unknown secret',
      { variables: { api_token: { $secretRef: 'none' } } },
      400,
      'enter the value again',
    ],
    [
      'a secret for a number',
      { variables: { replicas: { $secret: '1' } } },
      400,
      'replicas',
    ],
  ])('refuses a workspace with %s', async (_, change, status, words) => {
    const answer = await developer.post('/workspaces', { ...good, ...change });
    expect(refusal(answer)).toEqual({
      status,
      message: expect.stringContaining(words),
    });
    expect(await developer.readAll('/workspaces')).toHaveLength(1);
  });

  it.each<[string, string, string, unknown, number]>([
    ['an unknown kind', 'POST', '/workspaces/:w/runs', { kind: 'x' }, 400],
    ['no kind', 'POST', '/workspaces/:w/runs', {}, 400],
    [
      'an unknown member',
      'POST',
      '/workspaces/:w/runs',
      { kind: 'destroy', force: true },
      400,
    ],
    [
      'no such workspace',
      'POST',
      `/workspaces/${randomUUID()}/runs`,
      { kind: 'destroy' },
      404,
    ],
    ['no decision', 'POST', '/runs/:r/approvals', { digest: 'x' }, 400],
    ['no digest', 'POST', '/runs/:r/approvals', { decision: 'approve' }, 400],
    ['an unknown action', 'POST', '/runs/:r/actions/dance', {}, 404],
    ['an empty secret', 'POST', '/secrets', { value: '' }, 400],
    ['a number as secret', 'POST', '/secrets', { value: 5 }, 400],
    ['an unknown run', 'GET', `/runs/${randomUUID()}`, undefined, 404],
    ['a bad cursor', 'GET', '/runs?cursor=abc', undefined, 400],
    [
      'a cursor of other values',
      'GET',
      `/runs/:r/plan/changes?cursor=${cursor(['x'])}`,
      undefined,
      400,
    ],
    [
      'a cursor out of range',
      'GET',
      `/runs/:r/plan/changes?cursor=${cursor([1e20])}`,
      undefined,
      400,
    ],
    ['a bad limit', 'GET', '/runs?limit=1000', undefined, 400],
    ['an unknown status', 'GET', '/runs?status=done', undefined, 400],
    ['NUL in a search', 'GET', '/workspaces?search=%00', undefined, 400],
    [
      'a repeated search',
      'GET',
      '/runs?workspace=a&workspace=b',
      undefined,
      400,
    ],
    ['a bad index', 'GET', '/runs/:r/plan/changes/one', undefined, 400],
    ['no such change', 'GET', '/runs/:r/plan/changes/999', undefined, 404],
    ['a bad offset', 'GET', '/runs/:r/logs/plan?offset=-1', undefined, 400],
    ['an unknown phase', 'GET', '/runs/:r/logs/dance', undefined, 404],
    ['an unknown module', 'GET', '/modules/castle', undefined, 404],
    [
      'an unknown state version',
      'GET',
      '/state-versions/x/outputs',
      undefined,
      404,
    ],
  ])('answers %s', async (_, method, path, json, status) => {
    const answer = await developer.send(
      method,
      path.replace(':w', workspace.id).replace(':r', run.id),
      { json },
    );
    expect(answer).toMatchObject({
      status,
      body: { error: { message: expect.any(String) } },
    });
  });

  it('answers an unknown route, invalid JSON, a body that is too big, and odd searches', async () => {
    expect(await developer.get('/nothing')).toMatchObject({ status: 404 });
    const headers = { 'content-type': 'application/json' };
    const send = (body: string) =>
      developer.send('POST', '/workspaces', { body, headers });
    expect(await send('{"name":')).toMatchObject({ status: 400 });
    expect(await send('[]')).toMatchObject({ status: 400 });
    expect(await send(JSON.stringify('x'.repeat(3_000_000)))).toMatchObject({
      status: 413,
    });
    for (const search of ['%25', '_', '\\', "'", '"']) {
      expect(
        await developer.read(
          `/workspaces?search=${encodeURIComponent(search)}`,
        ),
      ).toEqual({ items: [] });
    }
    expect(await developer.readAll('/workspaces?search=TAK')).toHaveLength(1);
  });

  it('shows a stranger nothing and lets readers only read', async () => {
    const stranger = portal.as('stranger');
    const reviewer = portal.as('reviewer');
    for (const path of [
      `/workspaces/${workspace.id}`,
      `/workspaces/${workspace.id}/runs`,
      `/workspaces/${workspace.id}/state-versions`,
      `/runs/${run.id}/events`,
      `/runs/${run.id}/logs/plan`,
    ]) {
      expect(await stranger.get(path)).toMatchObject({ status: 404 });
    }
    for (const action of ['cancel', 'discard', 'retry']) {
      expect(
        await stranger.post(`/runs/${run.id}/actions/${action}`),
      ).toMatchObject({ status: 404 });
    }
    const ask = { kind: 'plan_only' };
    const runs = `/workspaces/${workspace.id}/runs`;
    expect(await stranger.post(runs, ask)).toMatchObject({ status: 404 });
    expect(await reviewer.post(runs, ask)).toMatchObject({ status: 403 });
    expect(await reviewer.delete(`/workspaces/${workspace.id}`)).toMatchObject({
      status: 403,
    });
    expect(await portal.as('platform').read(`/runs/${run.id}`)).toMatchObject({
      id: run.id,
    });
  });

  it('repeats the answer of a request with the same Idempotency-Key, also at the same moment', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const request = {
      ...good,
      name: 'only-once',
      variables: { api_token: { $secret: 'only-once-secret' } },
    };
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() =>
        developer.post<Workspace>('/workspaces', request, key),
      ),
    );
    const ids = await idsOf(answers);
    expect(new Set(ids).size).toBe(1);

    const ask = { kind: 'plan_only' };
    const runKey = { 'Idempotency-Key': randomUUID() };
    const path = `/workspaces/${ids[0]}/runs`;
    const runIds = await idsOf(
      await Promise.all(
        [1, 2, 3, 4].map(() => developer.post<Run>(path, ask, runKey)),
      ),
    );
    expect(new Set(runIds).size).toBe(1);
    expect(await developer.readAll(path)).toHaveLength(1);

    // Another request with the same key is a mistake; another caller has keys of its own.
    expect(
      refusal(await developer.post(path, { kind: 'destroy' }, runKey)),
    ).toMatchObject({
      status: 409,
      message: expect.stringContaining('new key'),
    });
    const others = await portal.as('lead').post<Run>(path, ask, runKey);
    expect(expectStatus(201, others).body.id).not.toBe(runIds[0]);
    expect(
      await developer.post(path, ask, { 'Idempotency-Key': 'x'.repeat(300) }),
    ).toMatchObject({ status: 400 });
  });

  it('takes a secret once, from the one who gave it', async () => {
    const { ref } = expectStatus(
      201,
      await developer.post<{ ref: string }>('/secrets', {
        value: 'a-secret-value',
      }),
    ).body;
    const variables = { api_token: { $secretRef: ref } };
    expect(
      refusal(
        await portal
          .as('lead')
          .post('/workspaces', { ...good, name: 'stolen', variables }),
      ),
    ).toEqual({ status: 400, message: expect.stringContaining('api_token') });
    // A request that is refused for another reason leaves the secret for the next one.
    expect(
      await developer.post('/workspaces', {
        ...good,
        name: 'taken',
        variables,
      }),
    ).toMatchObject({ status: 409 });
    const made = await developer.createWorkspace({ name: 'sealed', variables });
    expect(made.variables).toEqual({ api_token: { $sensitive: true } });
    expect(
      await developer.post('/workspaces', {
        ...good,
        name: 'twice',
        variables,
      }),
    ).toMatchObject({ status: 400 });
  });
});

function cursor(values: unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

async function idsOf(
  answers: Array<Answer<{ id: string }>>,
): Promise<string[]> {
  return answers.map(answer => expectStatus(201, answer).body.id);
}
