import { join } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  LogLine,
  LogPage,
  PhaseName,
} from '@planroom/backstage-plugin-terraform-common';
import { terraformBlobsExtensionPoint } from '@planroom/backstage-plugin-terraform-node';
import createKnex from 'knex';
import {
  eventually,
  fixtureModules,
  MemoryBlobs,
  startTerraformBackend,
  TerraformBackend,
} from './__testUtils__';

jest.setTimeout(300_000);

const TALKING = `
  resource "terraform_data" "this" {
    provisioner "local-exec" {
      command = "for i in $(seq 1 1200); do echo said-$i; done"
    }
  }
`;

const blobsModule = (blobs: MemoryBlobs) =>
  createBackendModule({
    pluginId: 'terraform',
    moduleId: 'blobs',
    register(env) {
      env.registerInit({
        deps: { extension: terraformBlobsExtensionPoint },
        async init({ extension }) {
          extension.setBlobStore(blobs);
        },
      });
    },
  });

async function readLog(
  portal: TerraformBackend,
  runId: string,
  phase: PhaseName,
): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for (;;) {
    const page = await portal
      .as('developer')
      .read<LogPage>(`/runs/${runId}/logs/${phase}?offset=${lines.length}`);
    if (page.complete) return lines;
    lines.push(...page.lines);
  }
}

it('moves logs to the blob store once it is told to, and reads them when it is told to move no more', async () => {
  const blobs = new MemoryBlobs();
  const start = (store: string, successorOf?: TerraformBackend) =>
    startTerraformBackend({
      successorOf,
      modules: [blobsModule(blobs)],
      terraform: {
        modules: fixtureModules({ talking: TALKING }),
        logs: { store },
      },
    });
  const first = await start('database');
  const workspace = await first
    .as('developer')
    .createWorkspace({ name: 'talking', module: 'talking' });
  const run = await first
    .as('developer')
    .apply(workspace.id, first.as('reviewer'));
  const logs = {
    plan: await readLog(first, run.id, 'plan'),
    apply: await readLog(first, run.id, 'apply'),
  };
  expect(logs.apply.length).toBeGreaterThan(1_200);
  expect(blobs.kept.size).toBe(0);
  await first.stop();

  // Long after the run has ended.
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: {
      filename: join(first.dataDirectory, 'database/terraform.sqlite'),
    },
    useNullAsDefault: true,
  });
  await knex('runs').update({ finished_at: '2026-01-01T00:00:00.000Z' });
  const second = await start('s3', first);
  await eventually('the move of both logs', async () => {
    const left = await knex('run_events').where({ event: 'log' });
    return left.length === 0 || undefined;
  });
  await knex.destroy();
  expect([...blobs.kept.keys()].sort()).toEqual([
    expect.stringContaining(`logs/${run.id}/apply-`),
    expect.stringContaining(`logs/${run.id}/plan-`),
  ]);
  await second.stop();

  const third = await start('database', second);
  for (const phase of ['plan', 'apply'] as const) {
    expect(await readLog(third, run.id, phase)).toEqual(logs[phase]);
  }
  expect(await third.as('stranger').get(`/runs/${run.id}/logs/plan`)).toEqual(
    expect.objectContaining({ status: 404 }),
  );
  await third.stop();
});
