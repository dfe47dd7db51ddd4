import { Run, Workspace } from '@planroom/backstage-plugin-terraform-common';
import {
  ApiClient,
  expectStatus,
  fixtureModules,
  REPOSITORY,
  refusal,
  startTerraformBackend,
  TerraformBackend,
} from './__testUtils__';

jest.setTimeout(300_000);

let portal: TerraformBackend;
let developer: ApiClient;
let reviewer: ApiClient;

beforeAll(async () => {
  portal = await startTerraformBackend({
    terraform: {
      modules: {
        locations: [
          { type: 'file', target: `${REPOSITORY}/terraform/modules` },
          ...(fixtureModules({
            greeting: `
              resource "terraform_data" "this" {
                input = "hello"
                provisioner "local-exec" { command = "true" }
              }
            `,
            broken: `
              variable "moon" { default = "half" }
              resource "terraform_data" "this" {
                input = "hello"
                lifecycle {
                  precondition {
                    condition     = var.moon == "full"
                    error_message = "The moon is not full."
                  }
                }
              }
            `,
          }).locations as []),
        ],
      },
    },
  });
  developer = portal.as('developer');
  reviewer = portal.as('reviewer');
});

const workspaceIn = (
  environment: string,
  name: string,
  more: Record<string, unknown> = {},
): Promise<Workspace> =>
  developer.createWorkspace({ environment, name, ...more });

describe('applying at once', () => {
  it('applies what destroys nothing, and asks for a person when something is destroyed or replaced', async () => {
    const workspace = await workspaceIn('dev', 'at-once', {
      variables: { replicas: 2 },
    });
    const first = await developer.createRun(workspace.id);
    const applied = await developer.untilStatus(first.id, 'applied');
    expect(applied.approvals).toMatchObject({ automatic: true, given: [] });

    const growing = await developer.createRun(workspace.id, {
      variables: { replicas: 3 },
    });
    await developer.untilStatus(growing.id, 'applied');

    const shrinking = await developer.createRun(workspace.id, {
      variables: { replicas: 2 },
    });
    const waiting = await developer.untilStatus(shrinking.id, 'planned');
    expect(waiting).toMatchObject({
      plan: { destroy: 2 },
      approvals: { automatic: false },
      waitingFor: { reason: 'approval' },
    });
    expectStatus(201, await reviewer.decide(shrinking.id, 'approve', 'Less'));
    await developer.untilStatus(shrinking.id, 'applied');

    const destroying = await developer.createRun(workspace.id, {
      kind: 'destroy',
    });
    await developer.untilStatus(destroying.id, 'planned');
  });

  it('does not run provisioners at once', async () => {
    const workspace = await workspaceIn('dev', 'greeter', {
      module: 'greeting',
    });
    const run = await developer.createRun(workspace.id);
    const planned = await developer.untilStatus(run.id, 'planned');
    expect(planned.approvals.automatic).toBe(false);
    expect(await developer.read(`/runs/${run.id}/plan`)).toMatchObject({
      provisioners: [
        { address: 'module.this.terraform_data.this', type: 'local-exec' },
      ],
    });
  });
});

describe('kinds of runs', () => {
  it('plans only, finds nothing to do, and refreshes', async () => {
    const workspace = await workspaceIn('staging', 'kinds');
    const look = await developer.createRun(workspace.id, {
      kind: 'plan_only',
      variables: { size: 'large' },
    });
    const looked = await developer.untilStatus(look.id, 'planned_and_finished');
    expect(looked.plan).toMatchObject({ add: 8, applyable: true });
    expect(looked.finishedAt).toBeDefined();
    expect(refusal(await reviewer.decide(look.id, 'approve'))).toMatchObject({
      status: 409,
      message: expect.stringContaining('has ended'),
    });

    await developer.apply(workspace.id, reviewer);
    const again = await developer.createRun(workspace.id);
    const nothing = await developer.untilStatus(
      again.id,
      'planned_and_finished',
    );
    expect(nothing.plan).toMatchObject({
      add: 0,
      change: 0,
      destroy: 0,
      applyable: false,
    });

    const refresh = await developer.createRun(workspace.id, {
      kind: 'refresh_only',
    });
    const refreshed = await developer.untilStatus(
      refresh.id,
      'planned_and_finished',
    );
    expect(refreshed.kind).toBe('refresh_only');
  });

  it('says in words and with diagnostics why a plan failed, and lets the next run go on', async () => {
    const workspace = await workspaceIn('staging', 'failing');
    const wrong = await developer.createRun(workspace.id, {
      variables: { replicas: 9 },
    });
    const failed = await developer.untilStatus(wrong.id, 'errored');
    expect(failed.error?.message).toBeTruthy();
    expect(JSON.stringify(failed.error?.diagnostics)).toContain(
      'The number of replicas must be a whole number from 1 to 5.',
    );
    expect(failed.plan).toBeUndefined();
    expect(await developer.get(`/runs/${wrong.id}/plan`)).toMatchObject({
      status: 404,
    });
    expect(await developer.get(`/runs/${wrong.id}/plan/json`)).toMatchObject({
      status: 404,
    });

    const retried = expectStatus(
      201,
      await developer.post<Run>(`/runs/${wrong.id}/actions/retry`),
    ).body;
    expect(retried).toMatchObject({ number: 2, retryOf: wrong.id });
    await developer.untilStatus(retried.id, 'errored');

    const right = await developer.createRun(workspace.id);
    await developer.untilStatus(right.id, 'planned');
  });

  it('shows the message of a failed precondition', async () => {
    const workspace = await workspaceIn('staging', 'moon', {
      module: 'broken',
    });
    const run = await developer.createRun(workspace.id);
    const failed = await developer.untilStatus(run.id, 'errored');
    expect(failed.error?.diagnostics).toMatchObject([
      { severity: 'error', detail: expect.stringContaining('moon') },
    ]);
  });
});
