import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { Run, Workspace } from '@planroom/backstage-plugin-terraform-common';
import {
  ApiClient,
  eventually,
  expectStatus,
  fixtureModules,
  refusal,
  startTerraformBackend,
  TerraformBackend,
} from './__testUtils__';

jest.setTimeout(300_000);

let portal: TerraformBackend;
let developer: ApiClient;
let reviewer: ApiClient;

/** Takes requests and answers none until told to: a plan that reads from it goes on until then. */
const silence = createServer(() => {});

const slowPlan = (port: number) => `
  data "terraform_remote_state" "slow" {
    backend = "http"
    config  = { address = "http://127.0.0.1:${port}/", retry_max = 0 }
  }
  output "x" { value = data.terraform_remote_state.slow.outputs }
`;
const SLOW_APPLY = `
  resource "terraform_data" "before" { input = "made before" }
  resource "terraform_data" "slow" {
    depends_on = [terraform_data.before]
    provisioner "local-exec" { command = "sleep 100" }
  }
  resource "terraform_data" "after" { input = terraform_data.slow.id }
`;

beforeAll(async () => {
  silence.listen(0, '127.0.0.1');
  await once(silence, 'listening');
  portal = await startTerraformBackend({
    terraform: {
      modules: fixtureModules({
        quick: 'resource "terraform_data" "this" { input = "x" }',
        sized: `
          variable "size" { default = "small" }
          variable "amount" { default = 1 }
          resource "terraform_data" "this" { input = format("%s %s", var.size, var.amount) }
          output "both" { value = terraform_data.this.output }
        `,
        'slow-plan': slowPlan((silence.address() as AddressInfo).port),
        'slow-apply': SLOW_APPLY,
      }),
      executors: { local: { capacity: 2 } },
    },
  });
  developer = portal.as('developer');
  reviewer = portal.as('reviewer');
});

afterAll(() => {
  silence.close();
  silence.closeAllConnections();
});

const act = (id: string, action: string, reason?: string) =>
  developer.post<Run>(`/runs/${id}/actions/${action}`, { reason });

/** Breaks the connections that plans wait for, until one of them has ended. */
const endOfPlan = (run: Run) =>
  eventually('the end of the plan', async () => {
    silence.closeAllConnections();
    const { status } = await developer.run(run.id);
    return status === 'planning' ? undefined : status;
  });

it('lets a run wait for an earlier one of its workspace, and go on after it', async () => {
  const { id } = await developer.createWorkspace({
    name: 'queue',
    module: 'quick',
  });
  const first = await developer.createRun(id);
  const second = await developer.createRun(id);
  const third = await developer.createRun(id, { kind: 'plan_only' });
  await developer.untilStatus(first.id, 'planned');
  for (const waiting of [second, third]) {
    expect(await developer.run(waiting.id)).toMatchObject({
      status: 'pending',
      waitingFor: { reason: 'earlier-run', runId: first.id },
    });
  }
  expect(
    (await developer.readAll<Run>(`/workspaces/${id}/runs?limit=2`)).map(
      run => run.number,
    ),
  ).toEqual([3, 2, 1]);

  // Canceled while it waits, discarded while it waits for a decision.
  expect(await act(first.id, 'cancel')).toMatchObject({ status: 409 });
  expect(await act(second.id, 'retry')).toMatchObject({ status: 409 });
  expect((await act(second.id, 'cancel', 'Not needed')).body).toMatchObject({
    status: 'canceled',
  });
  expect((await act(first.id, 'discard')).body).toMatchObject({
    status: 'discarded',
  });
  await developer.untilStatus(third.id, 'planned_and_finished');
  for (const action of ['cancel', 'discard']) {
    expect(await act(first.id, action)).toMatchObject({ status: 409 });
  }

  const retried = expectStatus(201, await act(first.id, 'retry')).body;
  expect(retried).toMatchObject({
    number: 4,
    retryOf: first.id,
    requestedBy: 'user:default/developer',
  });
  await developer.untilStatus(retried.id, 'planned');
  const lead = expectStatus(
    201,
    await portal.as('lead').post<Run>(`/runs/${second.id}/actions/retry`),
  ).body;
  // Who asked for the first attempt is a requester of the second too, and a reviewer may only read.
  expect(await reviewer.post(`/runs/${second.id}/actions/retry`)).toMatchObject(
    { status: 403 },
  );
  expect((await act(retried.id, 'discard')).status).toBe(200);
  await developer.untilStatus(lead.id, 'planned');
  expect(
    refusal(await portal.as('lead').decide(lead.id, 'approve')).status,
  ).toBe(403);
  expectStatus(201, await reviewer.decide(lead.id, 'approve'));
  await developer.untilStatus(lead.id, 'applied');
});

it('plans a run that waited with what earlier ones have changed meanwhile', async () => {
  const { id } = await developer.createWorkspace({
    name: 'queue-inputs',
    module: 'sized',
    environment: 'dev',
  });
  const first = await developer.createRun(id, { variables: { size: 'large' } });
  const second = await developer.createRun(id, { variables: { amount: 2 } });
  await developer.untilStatus(first.id, 'applied');
  const { outputs } = await developer.untilStatus(second.id, 'applied');
  expect(outputs).toEqual([
    expect.objectContaining({ name: 'both', value: 'large 2' }),
  ]);
  const { body } = await developer.get<Workspace>(`/workspaces/${id}`);
  expect(body.variables).toEqual({ size: 'large', amount: 2 });
});

it('cancels a plan that runs; a place that is taken is waited for', async () => {
  const runs: Run[] = [];
  for (const name of ['plan-one', 'plan-two', 'plan-three']) {
    const { id } = await developer.createWorkspace({
      name,
      module: 'slow-plan',
    });
    runs.push(await developer.createRun(id));
  }
  await developer.untilStatus(runs[0].id, 'planning');
  await developer.untilStatus(runs[1].id, 'planning');
  const waiting = await eventually('waiting for a place', async () => {
    const run = await developer.run(runs[2].id);
    return run.waitingFor?.reason === 'capacity' ? run : undefined;
  });
  expect(waiting).toMatchObject({
    status: 'plan_queued',
    waitingFor: { message: expect.stringContaining('2 of 2 places') },
  });
  expect(await act(runs[0].id, 'discard')).toMatchObject({ status: 409 });
  expect(
    await developer.delete(`/workspaces/${runs[0].workspaceId}`),
  ).toMatchObject({ status: 409 });

  const canceling = expectStatus(200, await act(runs[0].id, 'cancel')).body;
  expect(canceling.cancelRequestedAt).toBeDefined();
  // The one that waits gets the place when the plan has been seen to end.
  expect(await endOfPlan(runs[0])).toBe('canceled');
  await developer.untilStatus(runs[2].id, 'planning');
  expect((await act(runs[2].id, 'cancel')).status).toBe(200);
  expect(await endOfPlan(runs[2])).toBe('canceled');
  // The other one was not canceled: its source failed.
  expect(await endOfPlan(runs[1])).toBe('errored');
  const failed = await developer.run(runs[1].id);
  expect(failed.error?.diagnostics).not.toEqual([]);
});

it('cancels an apply that runs: what was made is kept in the state, the lock is free', async () => {
  const { id } = await developer.createWorkspace({
    name: 'half-way',
    module: 'slow-apply',
  });
  const run = await developer.createRun(id);
  await developer.untilStatus(run.id, 'planned');
  expectStatus(201, await reviewer.decide(run.id, 'approve'));
  await eventually('the long step', async () => {
    const { text } = await developer.get(`/runs/${run.id}/logs/apply`);
    return text.includes('Provisioning with') ? true : undefined;
  });
  expect((await developer.get(`/workspaces/${id}`)).body).toMatchObject({
    lock: { runId: run.id },
  });
  expectStatus(200, await act(run.id, 'cancel'));
  const canceled = await developer.untilStatus(run.id, 'canceled', 'errored');
  expect(canceled.status).toBe('canceled');
  expect((await developer.get(`/workspaces/${id}`)).body).not.toHaveProperty(
    'lock',
  );
  const { text } = await developer.get('/resources?search=half');
  expect(text).not.toContain('after');
  expect(await developer.readAll('/resources?search=before')).toHaveLength(1);
  expect(await developer.delete(`/workspaces/${id}`)).toMatchObject({
    status: 409,
  });

  // Only the platform team may forget what is there, and must say why.
  const platform = portal.as('platform');
  expect(
    await developer.delete(`/workspaces/${id}`, { forget: true, reason: 'x' }),
  ).toMatchObject({ status: 403 });
  expect(
    await platform.delete(`/workspaces/${id}`, { forget: true }),
  ).toMatchObject({ status: 400 });
  expectStatus(
    204,
    await platform.delete(`/workspaces/${id}`, {
      forget: true,
      reason: 'It was only a test',
    }),
  );
  expect(await developer.readAll('/resources?search=before')).toEqual([]);
});
