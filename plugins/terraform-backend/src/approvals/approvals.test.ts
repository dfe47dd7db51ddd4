import { Page, Run } from '@planroom/backstage-plugin-terraform-common';
import {
  ApiClient,
  expectStatus,
  refusal,
  startTerraformBackend,
  TerraformBackend,
} from '../__testUtils__';

jest.setTimeout(300_000);

let portal: TerraformBackend;
let developer: ApiClient;
let reviewer: ApiClient;

beforeAll(async () => {
  portal = await startTerraformBackend({
    terraform: {
      environments: {
        staging: {
          approvals: { required: 1, groups: ['group:default/reviewers'] },
        },
        four: {
          approvals: { required: 2, groups: ['group:default/reviewers'] },
        },
        own: {
          approvals: {
            required: 1,
            groups: ['group:default/reviewers'],
            excludeRequester: false,
          },
        },
      },
    },
  });
  developer = portal.as('developer');
  reviewer = portal.as('reviewer');
});

let count = 0;
async function plannedRun(
  environment = 'staging',
  requester: ApiClient = developer,
): Promise<Run> {
  count += 1;
  const { id } = await requester.createWorkspace({
    name: `approvals-${count}`,
    environment,
  });
  const run = await requester.createRun(id);
  return requester.untilStatus(run.id, 'planned');
}

it('takes decisions only from people who act for themselves', async () => {
  const run = await plannedRun();
  const decision = { decision: 'approve', digest: run.plan?.digest };
  const path = `/runs/${run.id}/approvals`;
  const delegated = await portal.onBehalfOf('reviewer');
  expect((await delegated.run(run.id)).id).toBe(run.id);
  for (const client of [portal.service, delegated]) {
    expect(refusal(await client.post(path, decision))).toEqual({
      status: 403,
      message: expect.stringContaining('Only a person'),
    });
    expect(await client.decide(run.id, 'reject', 'no')).toMatchObject({
      status: 403,
    });
  }
  expect(await portal.anonymous.post(path, decision)).toMatchObject({
    status: 401,
  });
  expect(refusal(await portal.as('platform').post(path, decision)).status).toBe(
    403,
  );
  expect((await developer.run(run.id)).approvals.given).toEqual([]);
});

it('lets nobody approve what they asked for, also not a member of the approvers', async () => {
  const lead = portal.as('lead');
  const own = await plannedRun('staging', lead);
  expect(refusal(await lead.decide(own.id, 'approve'))).toEqual({
    status: 403,
    message: expect.stringContaining('somebody else must decide'),
  });
  expectStatus(201, await reviewer.decide(own.id, 'approve'));

  // Whoever changed the inputs since the last apply counts too, whoever created the run.
  const workspace = await lead.createWorkspace({ name: 'inputs-of-lead' });
  const run = await developer.createRun(workspace.id);
  await developer.untilStatus(run.id, 'planned');
  expect(await lead.decide(run.id, 'approve')).toMatchObject({ status: 403 });

  // Except where the environment does not exclude them.
  const allowed = await plannedRun('own', lead);
  expectStatus(201, await lead.decide(allowed.id, 'approve'));
});

it('lists what waits for my approval: not what I asked for, unless the environment allows it', async () => {
  const lead = portal.as('lead');
  const own = await plannedRun('staging', lead);
  const allowed = await plannedRun('own', lead);
  const other = await plannedRun();
  const waitingFor = async (client: ApiClient) =>
    (await client.readAll<Run>('/runs?waitingForMyApproval=true&limit=2')).map(
      run => run.id,
    );
  const forLead = await waitingFor(lead);
  expect(forLead).toEqual(expect.arrayContaining([allowed.id, other.id]));
  expect(forLead).not.toContain(own.id);
  expect(await waitingFor(reviewer)).toEqual(
    expect.arrayContaining([own.id, allowed.id, other.id]),
  );
  expect(await waitingFor(developer)).toEqual([]);
});

it('needs as many people as the environment says', async () => {
  const run = await plannedRun('four');
  const first = expectStatus(201, await reviewer.decide(run.id, 'approve'));
  expect(first.body).toMatchObject({
    run: {
      status: 'planned',
      approvals: { required: 2, given: [{ by: 'user:default/reviewer' }] },
      waitingFor: { message: expect.stringContaining('1 of 2 approvals') },
    },
  });
  expect(refusal(await reviewer.decide(run.id, 'approve'))).toEqual({
    status: 409,
    message: expect.stringContaining('decided already'),
  });
  expectStatus(201, await portal.as('reviewer2').decide(run.id, 'approve'));
  const applied = await developer.untilStatus(run.id, 'applied');
  expect(applied.approvals.given).toHaveLength(2);
});

it('counts decisions that come at the same moment', async () => {
  const run = await plannedRun('four');
  const clients = ['reviewer', 'reviewer2', 'lead'].map(portal.as);
  const answers = await Promise.all(
    clients.map(client => client.decide(run.id, 'approve')),
  );
  const statuses = answers.map(answer => answer.status);
  expect(statuses.filter(status => status === 201).length).toBeGreaterThan(1);
  expect(statuses.filter(status => ![201, 409].includes(status))).toEqual([]);
  await developer.untilStatus(run.id, 'applied');

  // The same person twice at the same moment counts once.
  const twice = await plannedRun('four');
  const again = await Promise.all(
    [1, 2, 3, 4].map(() => reviewer.decide(twice.id, 'approve')),
  );
  expect(again.map(answer => answer.status).sort()).toEqual([
    201, 409, 409, 409,
  ]);
  expect((await developer.run(twice.id)).status).toBe('planned');
});

it('refuses to decide before there is a plan, and after the end', async () => {
  const run = await plannedRun();
  const later = await developer.createRun(run.workspaceId);
  expect(later.status).toBe('pending');
  expect(
    refusal(
      await reviewer.post(`/runs/${later.id}/approvals`, {
        decision: 'approve',
        digest: 'x',
      }),
    ),
  ).toEqual({ status: 409, message: expect.stringContaining('planned') });
  expectStatus(200, await developer.post(`/runs/${later.id}/actions/discard`));
  expectStatus(200, await developer.post(`/runs/${run.id}/actions/discard`));
  expect(await reviewer.decide(run.id, 'approve')).toMatchObject({
    status: 409,
  });
});

it('refuses the digest of another plan', async () => {
  const run = await plannedRun();
  const page = await reviewer.read<Page<Run>>(
    `/runs?workspace=${run.workspaceId}&status=planned,applied`,
  );
  expect(page.items.map(item => item.id)).toEqual([run.id]);
  const other = await plannedRun();
  expect(
    refusal(
      await reviewer.post(`/runs/${run.id}/approvals`, {
        decision: 'approve',
        digest: other.plan?.digest,
      }),
    ).status,
  ).toBe(409);
});
