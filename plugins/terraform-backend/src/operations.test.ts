import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ExecutorStatus,
  Health,
  HeldLock,
  Leases,
  LogPage,
  Page,
  Plan,
  QueueEntry,
  RetentionReport,
  RetentionStatus,
  Run,
  StateVersion,
} from '@planroom/backstage-plugin-terraform-common';
import {
  ApiClient,
  eventually,
  expectStatus,
  fixtureModules,
  refusal,
  startTerraformBackend,
  temporaryFolder,
  TerraformBackend,
} from './__testUtils__';

jest.setTimeout(300_000);

/** where Backstage's scheduler tells what the plugin has scheduled */
const SCHEDULED = '/.backstage/scheduler/v1/tasks';
const METRICS_TOKEN = 'a-token-for-prometheus';
const gate = join(temporaryFolder(), 'open');
let portal: TerraformBackend;

beforeAll(async () => {
  const approvals = { required: 1, groups: ['group:default/reviewers'] };
  portal = await startTerraformBackend({
    externalAccess: [
      {
        type: 'static',
        options: { token: METRICS_TOKEN, subject: 'prometheus' },
        accessRestrictions: [
          { plugin: 'terraform', permission: 'terraform.operations.read' },
        ],
      },
    ],
    terraform: {
      modules: fixtureModules({
        quick: 'resource "terraform_data" "this" { input = "x" }',
        gated: `
          resource "terraform_data" "first" { input = "made before" }
          resource "terraform_data" "second" {
            depends_on = [terraform_data.first]
            provisioner "local-exec" {
              command = "while [ ! -e ${gate} ]; do sleep 0.05; done"
            }
          }
        `,
      }),
      providerMirror: join(gate, 'nowhere'),
      environments: {
        staging: { approvals },
        brief: {
          approvals,
          autoApply: { when: 'non-destructive' },
          retention: { logs: 'PT1S', plans: 'PT1S' },
        },
      },
    },
  });
});

it('is for operators only', async () => {
  const reads = [
    '/operations/queue',
    '/operations/leases',
    '/operations/executors',
    '/operations/locks',
    '/operations/retention',
    '/metrics',
  ];
  for (const path of reads) {
    expect((await portal.anonymous.get(path)).status).toBe(401);
    for (const name of ['developer', 'reviewer', 'stranger']) {
      expect(refusal(await portal.as(name).get(path))).toEqual({
        status: 403,
        message:
          'You may not see how the installation is operated; the platform team may',
      });
    }
    expect((await portal.as('platform').get(path)).status).toBe(200);
    expect((await portal.service.get(path)).status).toBe(200);
  }
  const start = { dryRun: true };
  expect(
    (await portal.anonymous.post('/operations/retention', start)).status,
  ).toBe(401);
  for (const dryRun of [true, false]) {
    expect(
      refusal(
        await portal.as('developer').post('/operations/retention', { dryRun }),
      ),
    ).toEqual({
      status: 403,
      message: 'You may not start rounds of retention; the platform team may',
    });
  }
  const platform = portal.as('platform');
  for (const body of [{}, { dryRun: 'no' }, { dryRun: true, all: true }]) {
    expect((await platform.post('/operations/retention', body)).status).toBe(
      400,
    );
  }
  expect((await platform.get('/operations/queue?cursor=nonsense')).status).toBe(
    400,
  );
});

it('says that a configured mirror of providers is not there', async () => {
  const { checks } = await portal.as('stranger').read<Health>('/health');
  expect(checks.providers).toEqual({
    status: 'degraded',
    message: expect.stringContaining(
      `${join(gate, 'nowhere')}, which terraform.providerMirror names,`,
    ),
  });
});

it('shows who holds a state, and lets a person take the lock away without losing what is made', async () => {
  const platform = portal.as('platform');
  const developer = portal.as('developer');
  const workspace = await developer.createWorkspace({
    name: 'held',
    module: 'gated',
  });
  const run = await developer.createRun(workspace.id);
  await developer.untilStatus(run.id, 'planned');
  expectStatus(
    201,
    await portal.as('reviewer').decide(run.id, 'approve', 'Go'),
  );
  const behind = await developer.createRun(workspace.id);
  const lock = await eventually('the lock of the apply', async () => {
    const { items } = await platform.read<Page<HeldLock>>('/operations/locks');
    return items[0];
  });
  expect(lock).toEqual({
    workspaceId: workspace.id,
    workspaceName: 'held',
    environment: 'staging',
    owner: 'group:default/developers',
    lockId: expect.any(String),
    lockedAt: expect.any(String),
    holder: expect.stringContaining('@'),
    operation: 'OperationTypeApply',
    run: { id: run.id, number: 1, status: 'applying' },
    evidence: expect.stringMatching(/^Run 1 is applying; it is followed by /),
    abandoned: false,
  });
  expect(
    (await platform.read<Page<QueueEntry>>('/operations/queue')).items,
  ).toMatchObject([
    { run: { id: behind.id }, waitingFor: { reason: 'earlier-run' } },
  ]);
  expect(await platform.read<Leases>('/operations/leases')).toMatchObject({
    replicas: [{ alive: true, answering: true, phases: 1 }],
    phases: [{ run: { id: run.id }, phase: 'apply', executor: 'local' }],
  });
  expect(
    (await platform.read<Page<ExecutorStatus>>('/operations/executors')).items,
  ).toMatchObject([{ name: 'local', capacity: 2, inUse: 1, alive: true }]);

  const release = `/operations/locks/${workspace.id}/release`;
  const body = { lockId: lock.lockId, reason: 'The machine is gone' };
  expect((await portal.anonymous.post(release, body)).status).toBe(401);
  expect(refusal(await portal.as('stranger').post(release, body)).status).toBe(
    404,
  );
  for (const name of ['developer', 'reviewer']) {
    expect(refusal(await portal.as(name).post(release, body))).toEqual({
      status: 403,
      message: 'You may not release locks on states; the platform team may',
    });
  }
  for (const client of [portal.service, await portal.onBehalfOf('platform')]) {
    expect(refusal(await client.post(release, body))).toMatchObject({
      status: 403,
      message: expect.stringContaining('Only a person'),
    });
  }
  for (const wrong of [{}, { lockId: lock.lockId }, { ...body, reason: ' ' }]) {
    expect((await platform.post(release, wrong)).status).toBe(400);
  }
  expect(
    refusal(await platform.post(release, { ...body, lockId: 'other' })),
  ).toEqual({
    status: 409,
    message: `The state of held is held by the lock ${lock.lockId} now, not by other; look at that one and decide again`,
  });

  expect((await platform.post(release, body)).status).toBe(204);
  expect(refusal(await platform.post(release, body))).toEqual({
    status: 409,
    message:
      'The state of held is not locked any more; there is nothing to release',
  });
  expect(await platform.read('/operations/locks')).toEqual({ items: [] });
  const audited = portal.logs.filter(line => line.includes('state-unlock'));
  const success = audited.find(line => line.includes('"succeeded"'));
  for (const fact of ['The machine is gone', lock.lockId, run.id]) {
    expect(success).toContain(fact);
  }
  expect(audited.some(line => line.includes('ConflictError'))).toBe(true);
  expect(portal.logs.join('\n')).toContain(
    `user:default/platform released the lock ${lock.lockId} on the state of held: The machine is gone`,
  );

  // The apply cannot save its state any more; what it made is taken over from the file that it leaves.
  writeFileSync(gate, '');
  chmodSync(gate, 0o644);
  const failed = await developer.untilStatus(run.id, 'errored');
  expect(failed.error?.message).toMatch(/state/i);
  const versions = await developer.readAll<StateVersion>(
    `/workspaces/${workspace.id}/state-versions`,
  );
  expect(versions[0]).toMatchObject({ recovered: true, resourceCount: 2 });
});

it('counts, removes and tells what is older than it is kept', async () => {
  expect(await portal.service.read(SCHEDULED)).toMatchObject({
    tasks: expect.arrayContaining([
      expect.objectContaining({
        taskId: 'terraform-retention',
        scope: 'global',
      }),
    ]),
  });
  const platform = portal.as('platform');
  const developer = portal.as('developer');
  const workspace = await developer.createWorkspace({
    name: 'short-lived',
    module: 'quick',
    environment: 'brief',
  });
  const { id } = await developer.createRun(workspace.id);
  const applied = await developer.untilStatus(id, 'applied');
  await sleep(1_100);
  const started = await platform.read<RetentionStatus>('/operations/retention');
  expect(started).toEqual({
    policies: [
      {
        environment: 'staging',
        logs: 'P365D',
        plans: 'P365D',
        stateVersions: 'never',
      },
      {
        environment: 'brief',
        logs: 'PT1S',
        plans: 'PT1S',
        stateVersions: 'never',
      },
    ],
  });

  const round = async (dryRun: boolean) =>
    expectStatus(
      200,
      await platform.post<RetentionReport>('/operations/retention', { dryRun }),
    ).body;
  const dry = await round(true);
  expect(dry).toMatchObject({
    dryRun: true,
    by: 'user:default/platform',
    counts: {
      logs: { runs: 1, events: expect.any(Number) },
      plans: { runs: 1, changes: 1 },
      stateVersions: 0,
    },
  });
  expect(dry.environments.brief).toMatchObject({ plans: dry.counts.plans });
  const log = `/runs/${id}/logs/apply`;
  expect((await developer.read<LogPage>(log)).lines).not.toEqual([]);

  const real = await round(false);
  expect(real).toMatchObject({ dryRun: false, counts: dry.counts });
  expect(await platform.read('/operations/retention')).toEqual({
    ...started,
    last: real,
  });
  expect(portal.logs.join('\n')).toContain('retention-run');

  expect(await developer.read<LogPage>(log)).toEqual({
    lines: [],
    nextOffset: 0,
    complete: true,
    removedAt: expect.any(String),
  });
  expect(await developer.read<Plan>(`/runs/${id}/plan`)).toMatchObject({
    add: 1,
    digest: applied.plan?.digest,
    changesRemovedAt: expect.any(String),
  });
  expect(await developer.read(`/runs/${id}/plan/changes`)).toEqual({
    items: [],
  });
  expect(refusal(await developer.get(`/runs/${id}/plan/changes/0`))).toEqual({
    status: 404,
    message: expect.stringContaining('their counts are kept'),
  });
  // The run itself, with its statuses, is as it was, and its stream still has an end.
  expect(await developer.run(id)).toEqual(applied satisfies Run);
  const { text } = await developer.get(`/runs/${id}/events`);
  expect(text).toContain('"status":"applied"');
  expect(text).not.toContain('event: log');
});

it('gives its numbers to Prometheus, whose token is good for nothing else', async () => {
  const prometheus = new ApiClient({
    baseUrl: portal.baseUrl,
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    seen() {},
  });
  const [workspace] = await portal
    .as('platform')
    .readAll<{ id: string }>('/workspaces');
  for (const refused of [
    await prometheus.get('/workspaces'),
    await prometheus.post('/operations/retention', { dryRun: true }),
    await prometheus.post(`/operations/locks/${workspace.id}/release`, {
      lockId: 'x',
      reason: 'x',
    }),
  ]) {
    expect(refused.status).toBe(403);
  }
  const { status, headers, text } = await prometheus.get('/metrics');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain('text/plain');
  for (const line of [
    /^terraform_runs_total\{status="applied",environment="brief"\} 1$/m,
    /^terraform_phase_duration_seconds_count\{phase="apply",executor="local",outcome="succeeded"\} 1$/m,
    /^terraform_queue_wait_seconds_count\{priority="plan"\} \d+$/m,
    /^terraform_log_lines_total \d+$/m,
    /^terraform_retention_removed_total\{kind="plans"\} 1$/m,
    /^terraform_open_runs\{status="applying"\} 0$/m,
    /^terraform_running_phases\{executor="local"\} \d$/m,
    /^terraform_active_streams 0$/m,
  ]) {
    expect(text).toMatch(line);
  }
});
