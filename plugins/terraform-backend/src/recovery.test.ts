import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  LogPage,
  Run,
  StateVersion,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import {
  eventually,
  expectStatus,
  fixtureModules,
  kill,
  phaseProcesses,
  startTerraformBackend,
  temporaryFolder,
  TerraformBackend,
} from './__testUtils__';

jest.setTimeout(400_000);

/** An apply that talks, waits until a file is there, and talks again. */
const gated = (gate: string) => `
  variable "gate" { default = "${gate}" }
  variable "text" { default = "first" }
  resource "terraform_data" "early" { input = var.text }
  resource "terraform_data" "late" {
    triggers_replace = [terraform_data.early.output]
    provisioner "local-exec" {
      command = "for i in $(seq 1 700); do echo before-$i.; done; while [ ! -e \${var.gate} ]; do sleep 0.05; done; for i in $(seq 1 700); do echo after-$i.; done"
    }
  }
`;

async function applyingRun(
  options: { databaseId?: string; onShutdown?: 'leave' | 'drain' } = {},
) {
  const gate = join(temporaryFolder(), 'open');
  const { databaseId, onShutdown = 'leave' } = options;
  const settings = {
    databaseId,
    terraform: {
      modules: fixtureModules({ gated: gated(gate) }),
      executors: { local: { onShutdown } },
    },
  };
  const portal = await startTerraformBackend(settings);
  const workspace = await portal
    .as('developer')
    .createWorkspace({ name: 'gated', module: 'gated' });
  const run = await startApply(portal, workspace);
  return {
    portal,
    workspace,
    run,
    restart: () => startTerraformBackend({ ...settings, successorOf: portal }),
    open() {
      writeFileSync(gate, '');
      chmodSync(gate, 0o644);
    },
  };
}

async function startApply(
  portal: TerraformBackend,
  workspace: Workspace,
  variables = {},
): Promise<Run> {
  const developer = portal.as('developer');
  const run = await developer.createRun(workspace.id, { variables });
  const planned = await developer.untilStatus(run.id, 'planned');
  expectStatus(
    201,
    await portal.as('reviewer').decide(run.id, 'approve', 'Go'),
  );
  await eventually('the step that waits', async () => {
    const lines = await readLog(portal, run.id);
    return lines.some(line => line.includes('before-700.')) || undefined;
  });
  return planned;
}

async function readLog(
  portal: TerraformBackend,
  runId: string,
): Promise<string[]> {
  const lines: string[] = [];
  for (;;) {
    const page = await portal
      .as('developer')
      .read<LogPage>(`/runs/${runId}/logs/apply?offset=${lines.length}`);
    if (page.lines.length === 0) return lines;
    lines.push(...page.lines.map(line => line.text));
  }
}

const numbered = (lines: string[], word: string) =>
  lines.flatMap(line => {
    const found = new RegExp(`\\b${word}-(\\d+)\\.`).exec(line);
    return found && !line.includes('seq') ? [Number(found[1])] : [];
  });
const counted = Array.from({ length: 700 }, (_, i) => i + 1);

it.each(['while the next portal is up', 'while no portal is up'])(
  'finds an apply again that ends %s',
  async when => {
    const { portal, run, restart, open } = await applyingRun();
    await portal.stop();
    expect(portal.logs.join('\n')).toContain(
      '1 Terraform phase goes on without the portal',
    );
    if (when === 'while no portal is up') open();
    const next = await restart();
    if (when === 'while the next portal is up') {
      await next.as('developer').untilStatus(run.id, 'applying');
      open();
    }
    const applied = await next.as('developer').untilStatus(run.id, 'applied');
    expect(applied.outputs).toEqual([]);

    const lines = await readLog(next, run.id);
    expect(numbered(lines, 'before')).toEqual(counted);
    expect(numbered(lines, 'after')).toEqual(counted);
    expect(lines.filter(line => /Apply complete!/.test(line))).toHaveLength(1);
    const { text } = await next.as('developer').get(`/runs/${run.id}/events`);
    expect(text.match(/"status":"applied"/g)).toHaveLength(1);
    expect(text.match(/"status":"applying"/g)).toHaveLength(1);
    expect(await next.as('developer').readAll('/resources')).toHaveLength(2);
    await eventually('the removal of the work folders', () =>
      readdirSync(join(next.dataDirectory, 'runs')).length === 0
        ? true
        : undefined,
    );
    expect(next.logs.filter(line => line.startsWith('error'))).toEqual([]);
  },
);

it('interrupts an apply and saves its state before it stops, where the machine goes with it', async () => {
  const { portal, workspace, run, restart } = await applyingRun({
    onShutdown: 'drain',
  });
  await portal.stop();
  expect(phaseProcesses(portal)).toEqual([]);
  const next = await restart();
  const developer = next.as('developer');
  const canceled = await developer.run(run.id);
  expect(canceled.status).toBe('canceled');
  expect(canceled.stateVersionId).toBeDefined();
  const after = await developer.read<Workspace>(`/workspaces/${workspace.id}`);
  expect(after.resourceCount).toBeGreaterThan(0);
  expect(after).not.toHaveProperty('lock');
});

it('says so when the runner was killed, and keeps what Terraform saved after it', async () => {
  const { portal, workspace, run, open } = await applyingRun();
  const developer = portal.as('developer');
  const runner = phaseProcesses(portal).find(({ name }) => name === 'pid');
  kill(runner?.pid ?? 0);
  // Terraform lives on: the run is not called dead while it may still change things.
  expect((await developer.run(run.id)).status).toBe('applying');
  open();
  const errored = await developer.untilStatus(run.id, 'errored');
  expect(errored.error?.message).toContain('ended from outside');
  expect(errored.error?.message).toContain('state version');
  expect(errored.stateVersionId).toBeDefined();
  const after = await developer.read<Workspace>(`/workspaces/${workspace.id}`);
  expect(after).toMatchObject({ resourceCount: 2 });
  expect(after).not.toHaveProperty('lock');
  await eventually('the removal of the work folders', () =>
    readdirSync(join(portal.dataDirectory, 'runs')).length === 0
      ? true
      : undefined,
  );
  const again = await developer.createRun(workspace.id);
  await developer.untilStatus(again.id, 'planned_and_finished');
});

it('frees the lock when everything was killed, keeps the state before, and goes on', async () => {
  const { portal, workspace, run, open } = await applyingRun();
  const developer = portal.as('developer');
  open();
  await developer.untilStatus(run.id, 'applied');
  const versions = () =>
    developer.readAll<StateVersion>(
      `/workspaces/${workspace.id}/state-versions`,
    );
  const before = await versions();

  const gate = join(temporaryFolder(), 'open');
  const variables = { text: 'second', gate };
  const second = await startApply(portal, workspace, variables);
  const { lock } = await developer.read<Workspace>(
    `/workspaces/${workspace.id}`,
  );
  expect(lock?.runId).toBe(second.id);
  for (const { pid } of phaseProcesses(portal)) kill(pid);
  // The shell of the provisioner is nobody's any more: this lets it end.
  writeFileSync(gate, '');
  const errored = await developer.untilStatus(second.id, 'errored');
  expect(errored.error?.message).toContain('no state was saved');
  expect(await versions()).toEqual(before);
  expect(
    await developer.read<Workspace>(`/workspaces/${workspace.id}`),
  ).not.toHaveProperty('lock');
  expect(portal.notifications.map(({ payload }) => payload.topic)).toContain(
    'terraform.errored',
  );

  const third = await startApply(portal, workspace, variables);
  await developer.untilStatus(third.id, 'applied');
});

it('says what to install where Terraform is missing', async () => {
  const approvals = { required: 1, groups: ['group:default/reviewers'] };
  const portal = await startTerraformBackend({
    terraform: {
      binaries: { '0.9': '/nowhere/terraform' },
      environments: {
        staging: { approvals },
        old: { approvals, terraformVersion: '0.9' },
        future: { approvals, terraformVersion: '99.1' },
      },
    },
  });
  const developer = portal.as('developer');
  const failed = async (name: string, environment: string) => {
    const workspace = await developer.createWorkspace({ name, environment });
    const run = await developer.createRun(workspace.id);
    return (await developer.untilStatus(run.id, 'errored')).error?.message;
  };
  expect(await failed('old-one', 'old')).toContain(
    'The plan could not be started: terraform.binaries."0.9" is /nowhere/terraform, which does not exist',
  );
  expect(await failed('new-one', 'future')).toContain(
    'wants Terraform 99.1, but',
  );
  expect(await developer.get('/health')).toMatchObject({
    body: { checks: { 'executor.local': { status: 'degraded' } } },
  });
  const path = process.env.PATH;
  try {
    process.env.PATH = temporaryFolder();
    expect(await failed('no-one', 'staging')).toContain(
      'Neither terraform nor tofu is on the PATH',
    );
    const health = await developer.get('/health');
    expect(health).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        checks: {
          'executor.local': {
            status: 'degraded',
            message: expect.stringContaining('install one of them'),
          },
        },
      },
    });
    // Without sign-in the same, without the words.
    const { body } = await portal.anonymous.get('/health');
    expect(body).toEqual({
      status: 'degraded',
      checks: {
        database: { status: 'ok' },
        users: { status: 'ok' },
        modules: { status: 'ok' },
        environments: { status: 'ok' },
        providers: { status: 'ok' },
        'executor.local': { status: 'degraded' },
      },
    });
  } finally {
    process.env.PATH = path;
  }
});
