import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  expectStatus,
  fixtureModules,
  startTerraformBackend,
} from './__testUtils__';

jest.setTimeout(300_000);

// Distinct texts that must be found nowhere afterwards.
const DECLARED = 'canary-declared-4b1f';
const REFERENCED = 'canary-referenced-9c2e';
const ORDINARY = 'canary-ordinary-77aa';
/** Never in plan or state, as the value of a secret; it is given in both phases. */
const FLEETING = 'canary-fleeting-31c8';
const IN_ERROR = 'canary-in-error-e01d';

const MODULE = `
  variable "declared" {
    type      = string
    sensitive = true
  }
  variable "referenced" {
    type      = string
    sensitive = true
  }
  variable "ordinary" { type = string }
  variable "fleeting" {
    type      = string
    ephemeral = true
  }
  resource "terraform_data" "this" {
    input = {
      declared   = var.declared
      referenced = var.referenced
      ordinary   = var.ordinary
      derived    = "x\${var.declared}y"
    }
    lifecycle {
      precondition {
        condition     = var.ordinary != "${IN_ERROR}"
        error_message = "Not \${nonsensitive(var.ordinary)}."
      }
    }
  }
  resource "terraform_data" "talkative" {
    triggers_replace = [terraform_data.this.id]
    provisioner "local-exec" {
      command = "echo said \${nonsensitive(var.declared)}; env"
    }
  }
  output "shown" { value = nonsensitive(var.ordinary) }
  output "hidden" {
    value     = var.referenced
    sensitive = true
  }
`;

it('leaves secrets and the password of the state nowhere', async () => {
  // What the runner puts into the environment of Terraform alone.
  const portal = await startTerraformBackend({
    terraform: { modules: fixtureModules({ secretive: MODULE }) },
  });
  const developer = portal.as('developer');
  const reviewer = portal.as('reviewer');
  const secretRef = async (value: string) => ({
    $secretRef: expectStatus(
      201,
      await developer.post<{ ref: string }>('/secrets', { value }),
    ).body.ref,
  });
  const workspace = await developer.createWorkspace({
    name: 'secretive',
    module: 'secretive',
    variables: {
      declared: DECLARED,
      referenced: await secretRef(REFERENCED),
      ordinary: { $secret: ORDINARY },
      fleeting: await secretRef(FLEETING),
    },
  });
  const run = await developer.apply(workspace.id, reviewer);
  const failing = await developer.createRun(workspace.id, {
    variables: { ordinary: await secretRef(IN_ERROR) },
  });
  await developer.untilStatus(failing.id, 'errored');
  const destroy = await developer.createRun(workspace.id, { kind: 'destroy' });
  await developer.untilStatus(destroy.id, 'planned');
  expectStatus(201, await reviewer.decide(destroy.id, 'approve', 'Enough'));
  await developer.untilStatus(destroy.id, 'applied');
  const pending = await secretRef('canary-pending-5d5d');
  expect(pending).toBeDefined();

  // Everything that can be read is read once.
  for (const { id } of [run, failing, destroy]) {
    for (const part of [
      '',
      '/plan',
      '/plan/changes',
      '/plan/changes/0',
      '/plan/json',
      '/events',
      '/logs/plan',
      '/logs/apply',
    ]) {
      await reviewer.get(`/runs/${id}${part}`);
    }
  }
  const versions = await developer.readAll<{ id: string }>(
    `/workspaces/${workspace.id}/state-versions`,
  );
  for (const { id } of versions) {
    await developer.get(`/state-versions/${id}/resources`);
    await developer.get(`/state-versions/${id}/outputs`);
  }
  await developer.get('/workspaces');
  await developer.get('/resources');
  const platform = portal.as('platform');
  for (const part of ['queue', 'leases', 'executors', 'locks', 'retention']) {
    expectStatus(200, await platform.get(`/operations/${part}`));
  }
  expectStatus(200, await platform.get('/metrics'));
  await portal.stop();

  const texts = new Map<string, Buffer>([
    ['the answers', Buffer.from(portal.answers.join('\n'))],
    ['the logs', Buffer.from(portal.logs.join('\n'))],
    ['the notifications', json(portal.notifications)],
    ['the signals', json(portal.signals)],
    ...filesOf(portal.dataDirectory).map(
      file => [file, readFileSync(file)] as const,
    ),
  ]);
  const database = [...texts.keys()].filter(name => name.includes('.sqlite'));
  expect(database.length).toBeGreaterThan(0);
  expect(texts.get('the answers')?.includes('said')).toBe(true);
  const canaries = [
    DECLARED,
    REFERENCED,
    ORDINARY,
    FLEETING,
    IN_ERROR,
    'canary-pending-5d5d',
  ].flatMap(text => [
    text,
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('hex'),
  ]);
  const found = [...texts].flatMap(([where, content]) =>
    canaries
      .filter(canary => content.includes(canary))
      .map(canary => `${canary} in ${where}`),
  );
  expect(found).toEqual([]);
  // The provisioner printed its environment, with the variable that is never stored: without the password of the state, or with it covered.
  const answers = texts.get('the answers')?.toString() ?? '';
  expect(answers).toContain('TF_HTTP_USERNAME=run-');
  expect(answers).toContain('TF_VAR_fleeting=');
  for (const [, value] of answers.matchAll(/TF_HTTP_PASSWORD=([^"\\]*)/g)) {
    expect(value).not.toMatch(/^[0-9a-f]{32,}/);
  }
  expect(
    /[^0-9a-f][0-9a-f]{64}[^0-9a-f]/.exec(
      answers.replace(/sha256:[0-9a-f]{64}/g, ''),
    ),
  ).toBeNull();
});

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(file => join(folder, file))
    .filter(file => statSync(file).isFile());
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
