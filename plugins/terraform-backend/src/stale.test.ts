import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Run } from '@planroom/backstage-plugin-terraform-common';
import {
  expectStatus,
  fixtureModules,
  refusal,
  startTerraformBackend,
  temporaryFolder,
} from './__testUtils__';

jest.setTimeout(300_000);

it('says that a plan is outdated, does not apply it, and makes it anew in one step', async () => {
  const gate = join(temporaryFolder(), 'open');
  const environments = (required: number) => ({
    staging: { approvals: { required, groups: ['group:default/reviewers'] } },
    gated: { approvals: { required: 1, groups: ['group:default/reviewers'] } },
  });
  const modules = fixtureModules({
    quick: 'resource "terraform_data" "this" { input = "x" }',
    gated: `
      resource "terraform_data" "this" {
        provisioner "local-exec" {
          command = "while [ ! -e ${gate} ]; do sleep 0.05; done"
        }
      }
    `,
  });
  const settings = (required: number) => ({
    terraform: {
      modules,
      executors: { local: { capacity: 1 } },
      environments: environments(required),
    },
  });
  const first = await startTerraformBackend(settings(1));
  const plannedRun = async (name: string, module = 'quick') => {
    const { id } = await first.as('developer').createWorkspace({
      name,
      module,
      environment: module === 'gated' ? 'gated' : 'staging',
    });
    const run = await first.as('developer').createRun(id);
    return first.as('developer').untilStatus(run.id, 'planned');
  };
  const waiting = await plannedRun('waiting');
  const approved = await plannedRun('approved');
  const busy = await plannedRun('busy', 'gated');
  expect(waiting.plan).not.toHaveProperty('outdated');
  const approve = (id: string) =>
    first.as('reviewer').decide(id, 'approve', 'Go');
  expectStatus(201, await approve(busy.id));
  await first.as('developer').untilStatus(busy.id, 'applying');
  expectStatus(201, await approve(approved.id));
  await first.stop();

  // Meanwhile the rules have become stricter.
  const portal = await startTerraformBackend({
    ...settings(2),
    successorOf: first,
  });
  const developer = portal.as('developer');
  const rules =
    /the approval rules of the environment changed since the plan was made; plan again/;
  const outdated = await developer.run(waiting.id);
  expect(outdated).toMatchObject({
    status: 'planned',
    plan: { outdated: expect.stringMatching(rules) },
  });
  expect(
    refusal(await portal.as('reviewer').decide(waiting.id, 'approve')),
  ).toMatchObject({
    status: 409,
    message: expect.stringContaining('outdated'),
  });
  expect(
    await portal.as('reviewer').post(`/runs/${waiting.id}/actions/retry`),
  ).toMatchObject({ status: 403 });
  const again = expectStatus(
    201,
    await developer.post<Run>(`/runs/${waiting.id}/actions/retry`),
  ).body;
  expect(again).toMatchObject({ retryOf: waiting.id, number: 2 });
  expect(await developer.run(waiting.id)).toMatchObject({
    status: 'discarded',
  });

  // What was approved under the old rules waits for its place, and is not applied then.
  expect(await developer.run(approved.id)).toMatchObject({
    status: 'apply_queued',
    waitingFor: {
      reason: 'capacity',
      message: expect.stringContaining('1 of 1 places of the executor local'),
      position: 1,
    },
  });
  writeFileSync(gate, '');
  chmodSync(gate, 0o644);
  await developer.untilStatus(busy.id, 'applied');
  const refused = await developer.untilStatus(approved.id, 'errored');
  expect(refused.error?.message).toMatch(rules);
  expect(refused.phases).not.toHaveProperty('apply');
  const anew = await developer.untilStatus(again.id, 'planned');
  expect(anew.approvals.required).toBe(2);
  expect(anew.plan).not.toHaveProperty('outdated');
});
