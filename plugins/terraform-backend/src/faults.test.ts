import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  LogPage,
  Run,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import {
  ApiClient,
  CuttableProxy,
  DATABASE_IDS,
  databasePort,
  eventually,
  expectStatus,
  fixtureModules,
  refusal,
  startTerraformBackend,
  temporaryFolder,
  TerraformBackend,
} from './__testUtils__';

jest.setTimeout(400_000);

const APPROVALS = { required: 1, groups: ['group:default/reviewers'] };
const QUICK = 'resource "terraform_data" "this" { input = "x" }';
const TERRAFORM = execFileSync('sh', [
  '-c',
  'command -v terraform || command -v tofu',
])
  .toString()
  .trim();

/** A Terraform that does something else for one of its commands. */
function badTerraform(command: string, instead: string): string {
  const file = join(temporaryFolder(), 'terraform');
  writeFileSync(
    file,
    `#!/bin/sh\nif [ "$1" = ${command} ]; then\n${instead}\nfi\nexec ${TERRAFORM} "$@"\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

const DEAF = `trap '' INT TERM\nwhile :; do sleep 0.1; done`;

describe('a Terraform that misbehaves', () => {
  let portal: TerraformBackend;
  let developer: ApiClient;

  beforeAll(async () => {
    const binaries = {
      deafplan: badTerraform('plan', DEAF),
      deafapply: badTerraform('apply', DEAF),
      planless: badTerraform('plan', 'exit 0'),
      // 64 MB in one line
      flood: badTerraform(
        'plan',
        `head -c 64000000 /dev/zero | tr '\\0' x\nexit 1`,
      ),
    };
    portal = await startTerraformBackend({
      terraform: {
        binaries,
        modules: fixtureModules({ quick: QUICK }),
        deadlines: { cancelGrace: 'PT2S' },
        environments: Object.fromEntries(
          Object.keys(binaries).map(name => [
            name,
            {
              approvals: APPROVALS,
              autoApply: { when: 'non-destructive' },
              terraformVersion: name,
            },
          ]),
        ),
      },
    });
    developer = portal.as('developer');
  });

  const runIn = async (environment: string) => {
    const { id } = await developer.createWorkspace({
      name: environment,
      module: 'quick',
      environment,
    });
    return developer.createRun(id);
  };
  const act = (who: string, run: Run, action: string, reason?: string) =>
    portal.as(who).post<Run>(`/runs/${run.id}/actions/${action}`, { reason });

  it('leaves no plan though it says that all is well', async () => {
    const run = await runIn('planless');
    const errored = await developer.untilStatus(run.id, 'errored');
    expect(errored.error?.message).toMatch(/plan/);
  });

  it('writes without end and without a line', async () => {
    const run = await runIn('flood');
    const before = process.memoryUsage().rss;
    await developer.untilStatus(run.id, 'errored');
    const { lines } = await developer.read<LogPage>(
      `/runs/${run.id}/logs/plan`,
    );
    const long = lines.filter(line => line.text.startsWith('xxxx'));
    expect(long).toHaveLength(1);
    expect(long[0].text.length).toBeLessThan(70_000);
    expect(long[0].text).toContain('(cut)');
    const grown = process.memoryUsage().rss - before;
    expect(grown).toBeLessThan(64_000_000);
  });

  it('does not heed the cancel of a plan, which is ended by force then', async () => {
    const run = await runIn('deafplan');
    await developer.untilStatus(run.id, 'planning');
    expectStatus(200, await act('developer', run, 'cancel'));
    const canceled = await developer.untilStatus(run.id, 'canceled');
    expect(canceled.finishedAt).toBeDefined();
    expect(await act('developer', run, 'cancel')).toMatchObject({
      status: 409,
      body: { error: { message: 'Run 1 has ended: canceled' } },
    });
  });

  it('does not heed the cancel of an apply: a person of the platform ends it by force, after its time', async () => {
    const run = await runIn('deafapply');
    await eventually('the step that is deaf', async () => {
      const { text } = await developer.get(`/runs/${run.id}/logs/apply`);
      return text.includes('Step apply') || undefined;
    });
    const force = (who: string, reason?: string) =>
      act(who, run, 'force-cancel', reason);
    expect(refusal(await force('platform', 'stuck'))).toMatchObject({
      status: 409,
      message: expect.stringContaining('Cancel run 1 first'),
    });
    const asked = expectStatus(
      200,
      await act('developer', run, 'cancel', 'wrong one'),
    ).body;
    expect(asked).toMatchObject({
      status: 'applying',
      waitingFor: { reason: 'cancel' },
      forceCancelFrom: expect.any(String),
    });
    expect(refusal(await force('platform', 'stuck'))).toMatchObject({
      status: 409,
      message: expect.stringContaining('can be ended by force after that'),
    });
    await sleep(2_500);
    expect(refusal(await force('developer', 'stuck')).status).toBe(403);
    expect(refusal(await force('platform')).status).toBe(400);
    const service = await portal.service.post(
      `/runs/${run.id}/actions/force-cancel`,
      { reason: 'stuck' },
    );
    expect(refusal(service)).toMatchObject({
      status: 403,
      message: expect.stringContaining('Only a person'),
    });
    const delegated = await portal.onBehalfOf('platform');
    expect(
      await delegated.post(`/runs/${run.id}/actions/force-cancel`, {
        reason: 'stuck',
      }),
    ).toMatchObject({ status: 403 });
    expect((await developer.run(run.id)).status).toBe('applying');

    expectStatus(200, await force('platform', 'It hangs'));
    await developer.untilStatus(run.id, 'force_canceled');
    const { text } = await developer.get(`/runs/${run.id}/events`);
    expect(text).toMatch(
      /"status":"force_canceled".*"by":"user:default\/platform".*Stopped after 0 of 1 change, no state was saved.*Ended by force/,
    );
    const workspace = await developer.read<Workspace>(
      `/workspaces/${run.workspaceId}`,
    );
    expect(workspace).not.toHaveProperty('lock');
    expect(portal.logs.join('\n')).toMatch(/run-force-cancel.*It hangs/);
    expect(await force('platform', 'again')).toMatchObject({ status: 409 });
    // The workspace goes on.
    await developer.createRun(run.workspaceId);
  });
});

const canMount = process.getuid?.() === 0 && process.platform === 'linux';
if (!canMount) {
  process.stderr.write(
    'NOT RUN: the full disk, which needs the right to mount a small file system\n',
  );
}
(canMount ? describe : describe.skip)('a full disk', () => {
  it('ends the run, and goes on when there is room again', async () => {
    const dataDirectory = temporaryFolder();
    const runs = join(dataDirectory, 'runs');
    mkdirSync(runs);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', runs]);
    try {
      const portal = await startTerraformBackend({
        dataDirectory,
        terraform: { modules: fixtureModules({ quick: QUICK }) },
      });
      const developer = portal.as('developer');
      const { id } = await developer.createWorkspace({
        name: 'full',
        module: 'quick',
      });
      const filler = join(runs, 'filler');
      writeFileSync(filler, '');
      try {
        writeFileSync(filler, Buffer.alloc(2 * 1024 * 1024));
      } catch {
        // it is full now
      }
      const first = await developer.createRun(id);
      const errored = await developer.untilStatus(first.id, 'errored');
      expect(errored.error?.message).toContain('no space left');
      execFileSync('rm', [filler]);
      const second = await developer.createRun(id);
      await developer.untilStatus(second.id, 'planned');
      await portal.stop();
    } finally {
      execFileSync('umount', ['-l', runs]);
    }
  });
});

const postgres = DATABASE_IDS.find(databasePort);
(postgres ? describe : describe.skip)('a database that is away', () => {
  it('is waited for, for half a minute, and nothing is lost', async () => {
    const proxy = new CuttableProxy(databasePort(postgres ?? '') ?? 0);
    await proxy.open();
    const gate = join(temporaryFolder(), 'open');
    const portal = await startTerraformBackend({
      databaseId: postgres,
      databasePort: proxy.port,
      terraform: {
        modules: fixtureModules({
          quick: QUICK,
          gated: `
            resource "terraform_data" "gate" {
              provisioner "local-exec" {
                command = "echo waiting; while [ ! -e ${gate} ]; do sleep 0.05; done; echo through"
              }
            }
          `,
        }),
        environments: {
          dev: {
            approvals: APPROVALS,
            autoApply: { when: 'non-destructive' },
          },
          staging: { approvals: APPROVALS },
        },
      },
    });
    const developer = portal.as('developer');
    const gated = await developer.createWorkspace({
      name: 'gated',
      module: 'gated',
    });
    const applying = await developer.createRun(gated.id);
    await developer.untilStatus(applying.id, 'planned');
    expectStatus(
      201,
      await portal.as('reviewer').decide(applying.id, 'approve', 'Go'),
    );
    await eventually('the step that waits', async () => {
      const { text } = await developer.get(`/runs/${applying.id}/logs/apply`);
      return text.includes('waiting') || undefined;
    });
    const quick = await developer.createWorkspace({
      name: 'quick',
      module: 'quick',
      environment: 'dev',
    });
    const queued = await developer.createRun(quick.id);

    // knex itself tells each failed attempt to connect.
    jest.spyOn(console, 'log').mockImplementation(() => {});
    await proxy.cut();
    await sleep(2_000);
    expect((await portal.anonymous.get('/health')).status).toBe(503);
    writeFileSync(gate, '');
    chmodSync(gate, 0o644);
    await sleep(28_000);
    await proxy.open();

    await eventually('the portal', async () => {
      const { status } = await portal.anonymous.get('/health');
      return status === 200 || undefined;
    });
    const applied = await developer.untilStatus(applying.id, 'applied');
    expect(applied.stateVersionId).toBeDefined();
    const { lines } = await developer.read<LogPage>(
      `/runs/${applying.id}/logs/apply`,
    );
    expect(lines.filter(line => /: through$/.test(line.text))).toHaveLength(1);
    await developer.untilStatus(queued.id, 'applied');
    const workspace = await developer.read<Workspace>(
      `/workspaces/${gated.id}`,
    );
    expect(workspace).toMatchObject({ resourceCount: 1 });
    expect(workspace).not.toHaveProperty('lock');
    await portal.stop();
    await proxy.cut();
  });
});
