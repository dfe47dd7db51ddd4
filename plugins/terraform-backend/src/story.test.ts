import {
  Output,
  Page,
  Plan,
  PlanChange,
  PlanChangeDetail,
  Resource,
  Run,
  StateResource,
  StateVersion,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import {
  DATABASE_IDS,
  expectStatus,
  refusal,
  startTerraformBackend,
} from './__testUtils__';

jest.setTimeout(300_000);

// The whole life of a workspace, with real sign-in, permissions, database and Terraform.
it.each(DATABASE_IDS)(
  'requests, plans, approves, applies, changes, rejects, destroys and deletes on %s',
  async databaseId => {
    const portal = await startTerraformBackend({ databaseId });
    const developer = portal.as('developer');
    const reviewer = portal.as('reviewer');
    const stranger = portal.as('stranger');

    const workspace = await developer.createWorkspace({
      name: 'checkout',
      description: 'Sells things',
      system: 'demo',
      variables: { name: 'checkout', api_token: { $secret: 'tok-12345678' } },
    });
    expect(workspace).toMatchObject({
      name: 'checkout',
      entityRef: 'resource:default/checkout',
      module: { name: 'sandbox', version: '1.0.0' },
      environment: 'staging',
      owner: 'group:default/developers',
      system: 'system:default/demo',
      createdBy: 'user:default/developer',
      variables: { name: 'checkout', api_token: { $sensitive: true } },
      resourceCount: 0,
    });

    // Planned, and waiting for a person.
    const requested = await developer.createRun(workspace.id, {
      message: 'First version',
    });
    expect(requested).toMatchObject({
      number: 1,
      kind: 'plan_and_apply',
      workspaceId: workspace.id,
      requestedBy: 'user:default/developer',
      actor: 'user',
    });
    const planned = await developer.untilStatus(requested.id, 'planned');
    expect(planned).toMatchObject({
      plan: { add: 8, change: 0, destroy: 0, replace: 0, applyable: true },
      approvals: { required: 1, given: [], excludeRequester: true },
      waitingFor: {
        reason: 'approval',
        message: 'Waiting for 1 of 1 approval from group:default/reviewers',
      },
    });
    const plan = await reviewer.read<Plan>(`/runs/${planned.id}/plan`);
    expect(plan).toMatchObject({
      digest: planned.plan?.digest,
      complete: true,
      changes: 8,
      provisioners: [],
    });
    const changes = await reviewer.readAll<PlanChange>(
      `/runs/${planned.id}/plan/changes?limit=3`,
    );
    expect(changes.map(change => change.index)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
    expect(
      await reviewer.readAll<PlanChange>(
        `/runs/${planned.id}/plan/changes?search=DATABASE&action=create`,
      ),
    ).toMatchObject([
      { address: 'module.this.terraform_data.database', action: 'create' },
    ]);
    const credentials = changes.find(c => c.name === 'credentials');
    const detail = await reviewer.read<PlanChangeDetail>(
      `/runs/${planned.id}/plan/changes/${credentials?.index}`,
    );
    expect(JSON.stringify(detail.after)).toContain('$sensitive');
    const document = await reviewer.read<{
      plan: Plan;
      changes: PlanChangeDetail[];
    }>(`/runs/${planned.id}/plan/json`);
    expect(document.plan).toEqual(plan);
    expect(document.changes).toHaveLength(8);
    expect(document.changes).toContainEqual(detail);

    // Who may not decide, and on what.
    const decision = { decision: 'approve', digest: planned.plan?.digest };
    const approvals = `/runs/${planned.id}/approvals`;
    expect(refusal(await developer.post(approvals, decision)).status).toBe(403);
    expect(refusal(await stranger.post(approvals, decision)).status).toBe(404);
    expect(
      refusal(await reviewer.post(approvals, { ...decision, digest: 'old' })),
    ).toEqual({
      status: 409,
      message: expect.stringContaining('reload the run'),
    });
    for (const path of ['', '/plan', '/plan/changes', '/plan/json']) {
      expect(await stranger.get(`/runs/${planned.id}${path}`)).toMatchObject({
        status: 404,
      });
    }
    expect(await stranger.read('/runs')).toEqual({ items: [] });
    expect(await stranger.read('/workspaces')).toEqual({ items: [] });

    // Applied: outputs, resources and the state version can be read at once.
    const approval = expectStatus(
      201,
      await reviewer.post(approvals, decision),
    );
    expect(approval.body).toMatchObject({
      decision: 'approve',
      by: 'user:default/reviewer',
      run: { id: planned.id, status: 'apply_queued' },
    });
    const applied = await developer.untilStatus(planned.id, 'applied');
    expect(applied).toMatchObject({
      approvals: { given: [{ by: 'user:default/reviewer' }] },
      phases: {
        plan: { finishedAt: expect.any(String) },
        apply: { finishedAt: expect.any(String) },
      },
    });
    expect(applied.outputs).toContainEqual({
      name: 'endpoint',
      sensitive: false,
      type: 'string',
      value: 'https://checkout.sandbox.example',
    });
    expect(applied.outputs).toContainEqual({
      name: 'api_token_fingerprint',
      sensitive: true,
      type: 'string',
    });
    const versions = await developer.readAll<StateVersion>(
      `/workspaces/${workspace.id}/state-versions`,
    );
    expect(versions).toMatchObject([
      { id: applied.stateVersionId, runId: planned.id, resourceCount: 8 },
    ]);
    const resources = `/state-versions/${versions[0].id}/resources`;
    expect(
      await developer.readAll<StateResource>(`${resources}?limit=5`),
    ).toHaveLength(8);
    expect(
      (
        await developer.read<{ items: Output[] }>(
          `/state-versions/${versions[0].id}/outputs`,
        )
      ).items,
    ).toEqual(applied.outputs);
    expect(
      await developer.readAll<Resource>('/resources?search=worker-1'),
    ).toMatchObject([
      { workspaceName: 'checkout', runId: planned.id, environment: 'staging' },
    ]);
    expect(await stranger.read('/resources')).toEqual({ items: [] });
    expect(await stranger.get(resources)).toMatchObject({ status: 404 });
    expect(await developer.delete(`/workspaces/${workspace.id}`)).toMatchObject(
      { status: 409 },
    );
    expect(refusal(await reviewer.post(approvals, decision))).toMatchObject({
      status: 409,
    });

    // A second change replaces the database: it needs a reason, and this one is rejected.
    const replacing = await developer.createRun(workspace.id, {
      variables: { engine_version: '17' },
    });
    const second = await developer.untilStatus(replacing.id, 'planned');
    expect(second.plan).toMatchObject({ replace: 1 });
    expect(
      (
        await developer.read<Page<PlanChange>>(
          `/runs/${second.id}/plan/changes`,
        )
      ).items[0],
    ).toMatchObject({ action: 'replace', name: 'database' });
    expect(refusal(await reviewer.decide(second.id, 'approve'))).toEqual({
      status: 400,
      message: expect.stringContaining('comment'),
    });
    expect(await reviewer.decide(second.id, 'reject')).toMatchObject({
      status: 400,
    });
    expect(
      await reviewer.decide(second.id, 'reject', 'Not before the holidays'),
    ).toMatchObject({ status: 201, body: { run: { status: 'discarded' } } });
    expect(await reviewer.decide(second.id, 'approve', 'x')).toMatchObject({
      status: 409,
    });
    // What was not applied is not kept.
    expect(
      (await developer.read<Workspace>(`/workspaces/${workspace.id}`))
        .variables,
    ).not.toHaveProperty('engine_version');

    // The same change again, approved with a reason.
    const third = await developer.apply(workspace.id, reviewer, {
      variables: { engine_version: '17' },
    });
    expect(third.number).toBe(3);
    expect(
      (await developer.read<Workspace>(`/workspaces/${workspace.id}`))
        .variables,
    ).toMatchObject({
      engine_version: '17',
      api_token: { $sensitive: true },
    });
    expect(await developer.readAll<StateResource>(resources)).toHaveLength(8);

    // Destroyed and deleted; the name is free again, runs and state versions stay.
    const destroyed = await developer.createRun(workspace.id, {
      kind: 'destroy',
    });
    await developer.untilStatus(destroyed.id, 'planned');
    expect(await reviewer.decide(destroyed.id, 'approve')).toMatchObject({
      status: 400,
    });
    expectStatus(
      201,
      await reviewer.decide(destroyed.id, 'approve', 'Not needed any more'),
    );
    await developer.untilStatus(destroyed.id, 'applied');
    expect(await developer.read('/resources')).toEqual({ items: [] });
    expectStatus(204, await developer.delete(`/workspaces/${workspace.id}`));
    expect(await developer.get(`/workspaces/${workspace.id}`)).toMatchObject({
      status: 404,
    });
    expect(await developer.read('/workspaces')).toEqual({ items: [] });
    const runs = await developer.readAll<Run>('/runs?limit=1');
    expect(runs.map(run => [run.number, run.status])).toEqual([
      [4, 'applied'],
      [3, 'applied'],
      [2, 'discarded'],
      [1, 'applied'],
    ]);
    await developer.createWorkspace({ name: 'checkout' });

    // People were told, and browsers were woken.
    expect(
      portal.notifications.map(n => [
        n.payload.topic,
        n.recipients.type === 'entity' && n.recipients.entityRef,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['terraform.approval', ['group:default/reviewers']],
        ['terraform.approved', ['user:default/developer']],
        ['terraform.applied', ['user:default/developer']],
        ['terraform.discarded', ['user:default/developer']],
      ]),
    );
    expect(portal.signals).toContainEqual(
      expect.objectContaining({
        message: {
          workspaceId: workspace.id,
          runId: planned.id,
          status: 'applied',
        },
      }),
    );
    expect(portal.logs.filter(line => line.startsWith('error'))).toEqual([]);
  },
);
