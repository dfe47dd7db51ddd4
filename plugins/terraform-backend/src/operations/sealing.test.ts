import { randomBytes } from 'node:crypto';
import {
  ResealReport,
  SealingStatus,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import {
  ApiClient,
  DATABASE_IDS,
  eventually,
  expectStatus,
  refusal,
  startTerraformBackend,
} from '../__testUtils__';

jest.setTimeout(300_000);

const SEALING = '/operations/sealing';
const RESEAL = '/operations/sealing/reseal';
const keyOf = (id: string) => ({
  id,
  secret: randomBytes(32).toString('base64'),
});

const statusFrom = (client: ApiClient) => client.read<SealingStatus>(SEALING);

it.each(DATABASE_IDS)('changes the key of a portal on %s', async databaseId => {
  const [old, next] = [keyOf('old'), keyOf('next')];
  const withKeys = (...keys: object[]) => ({
    databaseId: databaseId === 'SQLITE_3' ? undefined : databaseId,
    terraform: { sealing: { keys } } as never,
  });
  const first = await startTerraformBackend(withKeys(old));
  const { id } = await first
    .as('developer')
    .createWorkspace({ name: 'kept', module: 'sandbox' });
  const { ref } = expectStatus(
    201,
    await first.as('developer').post<{ ref: string }>('/secrets', {
      value: 'a password',
    }),
  ).body;
  await first.stop();

  const second = await startTerraformBackend({
    ...withKeys(next, old),
    successorOf: first,
  });
  const platform = second.as('platform');
  expect(await statusFrom(platform)).toEqual({
    keys: [
      { id: 'next', provider: 'secret', first: true, records: 0 },
      { id: 'old', provider: 'secret', first: false, records: 2 },
    ],
    unknown: 0,
  });

  const reason = 'Once a year';
  for (const name of ['developer', 'reviewer']) {
    expect(refusal(await second.as(name).get(SEALING)).status).toBe(403);
    expect(refusal(await second.as(name).post(RESEAL, { reason }))).toEqual({
      status: 403,
      message:
        'You may not have everything sealed again; the platform team may',
    });
  }
  expect((await second.anonymous.post(RESEAL, { reason })).status).toBe(401);
  for (const body of [{}, { reason: ' ' }, { reason, now: true }]) {
    expect((await platform.post(RESEAL, body)).status).toBe(400);
  }
  expect(await statusFrom(platform)).not.toHaveProperty('running');

  const started = expectStatus(
    202,
    await platform.post<ResealReport>(RESEAL, { reason }),
  ).body;
  expect(started).toMatchObject({
    keyId: 'next',
    by: 'user:default/platform',
    reason,
    counts: { resealed: 0, current: 0, failed: 0 },
  });
  const done = await eventually('the end of the round', async () => {
    const status = await statusFrom(platform);
    return status.last && status;
  });
  expect(done).toEqual({
    keys: [
      expect.objectContaining({ id: 'next', records: 2 }),
      expect.objectContaining({ id: 'old', records: 0 }),
    ],
    unknown: 0,
    last: {
      ...started,
      finishedAt: expect.any(String),
      counts: { resealed: 2, current: 0, failed: 0 },
      tables: expect.objectContaining({
        secrets: { resealed: 1, current: 0, failed: 0 },
        workspaces: { resealed: 1, current: 0, failed: 0 },
      }),
    },
  });
  const audited = second.logs.filter(line => line.includes('sealing-reseal'));
  expect(audited.find(line => line.includes('"succeeded"'))).toContain(reason);
  expect(audited.some(line => line.includes('NotAllowedError'))).toBe(true);
  await second.stop();

  const third = await startTerraformBackend({
    ...withKeys(next),
    successorOf: second,
  });
  const developer = third.as('developer');
  expect(await developer.read<Workspace>(`/workspaces/${id}`)).toMatchObject({
    name: 'kept',
  });
  // The secret opens: it goes into a workspace of its own.
  await developer.createWorkspace({
    name: 'another',
    module: 'sandbox',
    variables: { api_token: { $secretRef: ref } },
  });
  await developer.createRun(id, { kind: 'plan_only' });
  await third.stop();
});
