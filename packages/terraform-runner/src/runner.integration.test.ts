import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RedactedChange } from './index';
import {
  findTerraform,
  PhaseHarness,
  rootFile,
  sha256,
  type StartedPhase,
} from './testUtils/phaseHarness';
import { StateServer } from './testUtils/stateServer';

const terraform = findTerraform();
const describeWithTerraform = terraform ? describe : describe.skip;
if (!terraform) {
  // eslint-disable-next-line no-console
  console.warn('terraform is not on the PATH: integration tests are skipped');
}

const SENSITIVE_CANARY = 'sensitive-canary-4711';
const MULTILINE_CANARY =
  '-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA1234\n"quoted" <tail> 5678\n-----END KEY-----';
const EPHEMERAL_CANARY = 'ephemeral-canary-4711';
const CREDENTIAL_CANARY = 'credential-canary-4711';
const REDACT_CANARY = 'redact-canary-4711';
const CANARIES = [
  SENSITIVE_CANARY,
  'MIIEpAIBAAKCAQEA1234',
  'tail> 5678',
  EPHEMERAL_CANARY,
  CREDENTIAL_CANARY,
  REDACT_CANARY,
  'state-password-canary',
  Buffer.from(SENSITIVE_CANARY).toString('base64'),
];

const STORY = `
variable "password" {
  type      = string
  sensitive = true
}
variable "certificate" {
  type      = string
  sensitive = true
}
variable "token" {
  type      = string
  ephemeral = true
}
variable "size" { type = string }

resource "terraform_data" "item" {
  for_each = toset(["a", "b"])
  input = {
    size     = var.size
    password = var.password
    big      = 12345678901234567890
  }
}
resource "terraform_data" "leaky" {
  input = "${'${nonsensitive(var.password)}'} and ${REDACT_CANARY} and ${'${base64encode(nonsensitive(var.password))}'}"
}
resource "terraform_data" "certificate" {
  input = nonsensitive(var.certificate)
}
resource "terraform_data" "replaced" {
  triggers_replace = [var.size]
  provisioner "local-exec" {
    command = "env; echo \\"$CERT\\"; cat \${path.module}/script.sh"
    environment = { CERT = nonsensitive(var.certificate) }
  }
}
output "plain" { value = terraform_data.item["a"].id }
output "secret" {
  value     = var.password
  sensitive = true
}
`;

function grep(folder: string, except: string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !except.includes(entry.name))
    .flatMap(entry => {
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      return CANARIES.filter(canary => text.includes(canary)).map(
        canary => `${entry.name}: ${canary}`,
      );
    });
}

function changesOf(phase: StartedPhase): RedactedChange[] {
  return readFileSync(phase.file('result/changes.ndjson'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as RedactedChange);
}

async function expectSuccess(phase: StartedPhase): Promise<void> {
  const result = await phase.result();
  if (result.outcome !== 'succeeded') {
    throw new Error(`${result.outcome}: ${result.message}\n${phase.log}`);
  }
}

describeWithTerraform('runner', () => {
  let harness: PhaseHarness;
  let server: StateServer;

  beforeAll(() => {
    harness = new PhaseHarness(terraform ?? '');
  });

  beforeEach(async () => {
    server = await StateServer.start();
  });

  afterEach(async () => {
    await server.stop();
  });

  afterAll(() => {
    harness.dispose();
  });

  /** A module with one resource whose creation takes that many seconds. */
  function slowBundle(seconds: number): string {
    return harness.archive({
      'main.tf.json': rootFile(server),
      'module/main.tf': `
resource "terraform_data" "quick" {}
resource "terraform_data" "slow" {
  depends_on = [terraform_data.quick]
  provisioner "local-exec" { command = "sleep ${seconds}" }
}
resource "terraform_data" "after" { depends_on = [terraform_data.slow] }
`,
    });
  }

  async function planned(
    archive: string,
    overrides: Parameters<PhaseHarness['planSpec']>[2] = {},
  ): Promise<StartedPhase> {
    const phase = await harness.run(
      harness.planSpec(server, archive, overrides),
      harness.secrets(),
    );
    await expectSuccess(phase);
    return phase;
  }

  it('plans, applies, replaces and destroys, and tells no secret', async () => {
    const bundle = (size: string) => ({
      archive: harness.archive({
        'main.tf.json': rootFile(
          server,
          {
            password: { sensitive: true },
            certificate: { sensitive: true },
            token: { ephemeral: true },
            size: {},
          },
          { plain: {}, secret: { sensitive: true } },
        ),
        'module/main.tf': STORY,
        'module/script.sh': 'echo from the archive\n',
        'module/.terraform/terraform.tfstate': 'left over',
        'terraform.tfstate': 'left over',
      }),
      secrets: harness.secrets({
        variables: {
          password: SENSITIVE_CANARY,
          certificate: MULTILINE_CANARY,
          size,
        },
        ephemeralVariables: { token: EPHEMERAL_CANARY },
        credentials: { CLOUD_KEY: CREDENTIAL_CANARY },
        redact: [REDACT_CANARY],
      }),
    });

    const first = bundle('small');
    const plan = await harness.run(
      harness.planSpec(server, first.archive, {
        env: { CLOUD_REGION: 'somewhere' },
      }),
      first.secrets,
    );
    const result = await plan.result();
    expect(plan.log).toContain('Removed terraform.tfstate');
    expect(result).toMatchObject({
      outcome: 'succeeded',
      step: 'hand-over',
      diagnostics: [],
      terraformVersion: expect.stringMatching(/^\d+\.\d+\.\d+/),
      plan: {
        applyable: true,
        complete: true,
        errored: false,
        counts: { add: 5, change: 0, destroy: 0, replace: 0 },
        providerLockSha256: sha256(''),
        provisioners: [
          {
            address: 'module.this.terraform_data.replaced',
            type: 'local-exec',
          },
        ],
      },
    });
    expect(result.plan?.outputs).toEqual([
      {
        name: 'plain',
        action: 'create',
        sensitive: false,
        after: { $unknown: true },
      },
      {
        name: 'secret',
        action: 'create',
        sensitive: true,
        after: { $sensitive: 'changed' },
      },
    ]);
    expect(result.plan?.planSha256).toBe(
      sha256(readFileSync(plan.file('result/tfplan'))),
    );
    expect(result.plan?.archiveSha256).toBe(
      sha256(readFileSync(plan.file('result/archive.tar.gz'))),
    );
    const changes = changesOf(plan);
    expect(changes).toHaveLength(5);
    expect(
      changes.find(({ address }) => address.includes('item["a"]'))?.after,
    ).toEqual({
      id: { $unknown: true },
      input: {
        size: 'small',
        password: { $sensitive: 'changed' },
        big: '12345678901234567890',
      },
      output: { $unknown: true },
      triggers_replace: null,
    });
    expect(
      changes.find(({ address }) => address.includes('leaky'))?.after,
    ).toMatchObject({ input: '(sensitive) and (sensitive) and (sensitive)' });
    expect(grep(plan.control, ['tfplan', 'archive.tar.gz'])).toEqual([]);
    expect(readdirSync(plan.control).sort()).toEqual([
      'exit',
      'heartbeat',
      'output.ndjson',
      'phase.json',
      'pid',
      'result',
      'started',
    ]);
    expect(server.methods).toEqual(expect.arrayContaining(['GET']));
    expect(new Set(server.methods)).toEqual(new Set(['GET']));

    // A plan is started once: the second runner touches nothing.
    const exitBefore = readFileSync(plan.file('exit'));
    const again = harness.start(
      plan.json('phase.json'),
      first.secrets,
      plan.control,
    );
    expect(await again.exited).toBe(3);
    expect(readFileSync(plan.file('exit'))).toEqual(exitBefore);

    const applySpec = harness.applySpec(plan);
    const apply = await harness.run(applySpec, first.secrets);
    expect(await apply.result()).toMatchObject({
      outcome: 'succeeded',
      applyStarted: true,
    });
    expect(server.resources).toBe(4);
    expect(server.lock).toBeUndefined();
    expect(apply.progress('module.this.terraform_data.item["a"]')).toEqual([
      'waiting',
      'running',
      'done',
    ]);
    expect(apply.log).toContain('echo from the archive');
    expect(grep(apply.control, [])).toEqual([]);
    expect(existsSync(applySpec.planFile ?? '')).toBe(false);
    expect(existsSync(applySpec.workFolder)).toBe(false);
    expect(existsSync(`${applySpec.workFolder}.run`)).toBe(false);
    expect(
      new Set(server.requests.map(({ authorization }) => authorization)),
    ).toEqual(
      new Set([
        `Basic ${Buffer.from('run-1:state-password-canary').toString(
          'base64',
        )}`,
      ]),
    );

    // Another size replaces one and changes two; a replace is done after both of its halves.
    const second = bundle('large');
    const replan = await harness.run(
      harness.planSpec(server, second.archive),
      second.secrets,
    );
    expect((await replan.result()).plan?.counts).toMatchObject({
      add: 0,
      change: 2,
      destroy: 0,
      replace: 1,
    });
    expect(
      changesOf(replan).find(({ address }) => address.includes('item["a"]')),
    ).toMatchObject({
      action: 'update',
      before: {
        input: { size: 'small', password: { $sensitive: 'unchanged' } },
      },
      after: {
        input: { size: 'large', password: { $sensitive: 'unchanged' } },
      },
    });
    const reapply = await harness.run(
      harness.applySpec(replan),
      second.secrets,
    );
    expect((await reapply.result()).outcome).toBe('succeeded');
    const replaced = reapply.progress('module.this.terraform_data.replaced');
    expect(replaced.filter(state => state === 'done')).toHaveLength(1);
    expect(replaced[replaced.length - 1]).toBe('done');

    const destroy = await harness.run(
      harness.planSpec(server, second.archive, { kind: 'destroy' }),
      second.secrets,
    );
    expect((await destroy.result()).plan?.counts.destroy).toBe(5);
    for (const phase of [replan, reapply, destroy]) {
      expect(grep(phase.control, ['tfplan', 'archive.tar.gz'])).toEqual([]);
    }
    const destroyed = await harness.run(
      harness.applySpec(destroy),
      second.secrets,
    );
    expect((await destroyed.result()).outcome).toBe('succeeded');
    expect(server.resources).toBe(0);
  }, 120_000);

  it('refuses an apply whose plan or archive is not the approved one', async () => {
    const plan = await planned(slowBundle(0));
    for (const [file, word] of [
      ['planFile', 'plan file'],
      ['inputArchive', 'archive'],
    ] as const) {
      const spec = harness.applySpec(plan);
      const path = spec[file] ?? '';
      writeFileSync(
        path,
        Buffer.concat([readFileSync(path), Buffer.from(' ')]),
      );
      const result = await (
        await harness.run(spec, harness.secrets())
      ).result();
      expect(result).toMatchObject({ outcome: 'failed', step: 'verify' });
      expect(result.message).toContain(word);
      expect(result.applyStarted).toBeUndefined();
    }
    expect(server.methods).not.toContain('LOCK');
  }, 60_000);

  it('refuses what a checkout could use against us, and what is not plain', async () => {
    for (const [path, text] of [
      ['module/zz_override.tf', ''],
      ['backend.tf', 'terraform {\n  backend "local" {}\n}\n'],
      ['terraform.d/plugins/x', ''],
    ]) {
      const archive = harness.archive({
        'main.tf.json': rootFile(server),
        'module/main.tf': '',
        [path]: text,
      });
      const phase = await harness.run(
        harness.planSpec(server, archive),
        harness.secrets(),
      );
      const result = await phase.result();
      expect(result).toMatchObject({ outcome: 'failed', step: 'guard' });
      expect(result.message).toContain(path);
    }
    expect(server.requests).toEqual([]);

    const environment = await harness.run(
      harness.planSpec(server, slowBundle(0), {
        env: { TF_CLI_ARGS_plan: '-destroy' },
      }),
      harness.secrets(),
    );
    expect((await environment.result()).message).toContain('TF_CLI_ARGS_plan');
  }, 60_000);

  it('says what is wrong with the configuration, the binary and the state', async () => {
    const broken = await harness.run(
      harness.planSpec(
        server,
        harness.archive({
          'main.tf.json': rootFile(server),
          'module/main.tf':
            'resource "terraform_data" "x" {\n  input = var.missing\n}\n',
        }),
      ),
      harness.secrets(),
    );
    const result = await broken.result();
    expect(result).toMatchObject({ outcome: 'failed', step: 'validate' });
    expect(result.message).toContain('Reference to undeclared input variable');
    expect(result.diagnostics[0]).toMatchObject({
      filename: 'module/main.tf',
      line: 2,
      code: expect.stringContaining('var.missing'),
    });

    const noBinary = await harness.run(
      harness.planSpec(server, slowBundle(0), { binary: '/nowhere/terraform' }),
      harness.secrets(),
    );
    expect((await noBinary.result()).message).toContain(
      'terraform was not found at /nowhere/terraform',
    );

    const noProvider = await harness.run(
      harness.planSpec(
        server,
        harness.archive({
          'main.tf.json': rootFile(server),
          'module/main.tf':
            'terraform {\n  required_providers {\n    x = { source = "127.0.0.1:1/acme/x" }\n  }\n}\nresource "x_y" "z" {}\n',
        }),
      ),
      harness.secrets(),
    );
    expect(await noProvider.result()).toMatchObject({
      step: 'init',
      message: expect.stringContaining('provider could not be installed'),
    });

    const plan = await planned(slowBundle(0));
    server.failing.set('LOCK', 409);
    const locked = await harness.run(
      harness.applySpec(plan, { deadlineSeconds: 1 }),
      harness.secrets(),
    );
    expect(await locked.result()).toMatchObject({
      outcome: 'canceled',
      message: expect.stringContaining('longer than the 1 seconds'),
    });
    server.failing.clear();

    await harness.run(harness.applySpec(plan), harness.secrets());
    const stale = await harness.run(harness.applySpec(plan), harness.secrets());
    expect(await stale.result()).toMatchObject({
      outcome: 'failed',
      step: 'apply',
      message: expect.stringContaining('state has changed'),
    });
  }, 90_000);

  it('saves the state when it is canceled amid an apply', async () => {
    const plan = await planned(slowBundle(60));
    const phase = harness.start(harness.applySpec(plan), harness.secrets());
    const slow = 'module.this.terraform_data.slow';
    await phase.until(() => phase.progress(slow).includes('running'), slow);
    await sleep(300);
    phase.cancel('graceful');
    expect(await phase.result()).toMatchObject({
      outcome: 'canceled',
      step: 'apply',
      applyStarted: true,
    });
    expect(server.resources).toBe(2);
    expect(server.lock).toBeUndefined();
    expect(phase.progress('module.this.terraform_data.after')).toEqual([
      'waiting',
    ]);
  }, 60_000);

  it('ends by force what does not end by grace', async () => {
    const plan = await planned(slowBundle(0));
    const phase = harness.start(
      harness.applySpec(plan, {
        binary: harness.stubborn(),
      }),
      harness.secrets(),
    );
    await phase.until(() => phase.log.includes('stubborn'), 'the command');
    phase.cancel('graceful');
    await sleep(1_000);
    expect(existsSync(phase.file('exit'))).toBe(false);
    const pid = phase.terraformPid() ?? 0;
    phase.cancel('force');
    const result = await phase.result();
    expect(result).toMatchObject({ outcome: 'canceled', step: 'apply' });
    expect(result.message).toContain('lock may still be held');
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  }, 60_000);

  it('lets Terraform finish when the runner is killed', async () => {
    const plan = await planned(slowBundle(2));
    const spec = harness.applySpec(plan);
    const phase = harness.start(spec, harness.secrets());
    const slow = 'module.this.terraform_data.slow';
    await phase.until(() => phase.progress(slow).includes('running'), slow);
    phase.process.kill('SIGKILL');
    await phase.exited;
    const pid = phase.terraformPid() ?? 0;
    expect(pid).toBeGreaterThan(1);
    await phase.until(
      () => server.methods.includes('UNLOCK'),
      'Terraform to finish',
    );
    expect(server.resources).toBe(3);
    expect(existsSync(phase.file('exit'))).toBe(false);

    // Whoever starts the phase again is refused, and another phase finds the folder in use.
    const again = harness.start(spec, harness.secrets(), phase.control);
    expect(await again.exited).toBe(3);
    const other = await harness.run(
      harness.planSpec(server, slowBundle(0), { workFolder: spec.workFolder }),
      harness.secrets(),
    );
    expect((await other.result()).message).toContain('is not empty');
    expect(existsSync(spec.workFolder)).toBe(true);
    rmSync(spec.workFolder, { recursive: true });
    rmSync(`${spec.workFolder}.run`, { recursive: true });
  }, 60_000);

  it('hands over the state that could not be saved', async () => {
    const plan = await planned(slowBundle(0));
    server.failing.set('POST', 403);
    const phase = await harness.run(harness.applySpec(plan), harness.secrets());
    expect(await phase.result()).toMatchObject({
      outcome: 'failed',
      step: 'apply',
      erroredState: true,
      message: expect.stringContaining('could not save the state'),
    });
    const state = phase.json<{ resources: unknown[] }>(
      'result/errored.tfstate',
    );
    expect(state.resources).toHaveLength(3);
    expect(statSync(phase.file('result/errored.tfstate')).mode & 0o777).toBe(
      0o600,
    );
    server.failing.clear();

    const replan = await planned(slowBundle(0));
    server.failing.set('UNLOCK', 500);
    const unlocked = harness.start(
      harness.applySpec(replan),
      harness.secrets(),
    );
    await unlocked.until(() => server.resources === 3, 'the state');
    await unlocked.until(() => server.methods.includes('UNLOCK'), 'UNLOCK');
    server.failing.set('UNLOCK', 404);
    expect(await unlocked.result()).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('Everything was applied'),
    });
  }, 60_000);

  it('plans nothing after an early cancel', async () => {
    const phase = harness.start(
      harness.planSpec(server, slowBundle(0)),
      harness.secrets(),
    );
    await phase.until(() => phase.output.length > 0, 'the first step');
    phase.process.kill('SIGTERM');
    const stopped = await phase.result();
    expect(stopped.outcome).toBe('canceled');
    expect(stopped.message).toContain('asked to stop');
    expect(readdirSync(phase.file('result'))).toEqual([]);

    const control = join(harness.root, 'canceled-before');
    mkdirSync(control);
    writeFileSync(join(control, 'cancel'), 'graceful');
    const canceled = harness.start(
      harness.planSpec(server, slowBundle(0)),
      harness.secrets(),
      control,
    );
    expect(await canceled.result()).toMatchObject({ outcome: 'canceled' });
    expect(readdirSync(canceled.file('result'))).toEqual([]);
  }, 60_000);

  const mirror = process.env.TF_PLUGIN_MIRROR_DIR;
  const describeWithMirror = mirror ? describe : describe.skip;
  describeWithMirror('with a provider mirror', () => {
    it('plans and verifies with the providers of the mirror', async () => {
      const archive = harness.archive({
        'main.tf.json': rootFile(server),
        'module/main.tf': `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
resource "aws_ssm_parameter" "p" {
  name  = "p"
  type  = "SecureString"
  value = "schema-canary"
}
`,
      });
      const plan = await planned(archive, {
        providerMirrors: [mirror ?? ''],
        providerCache: join(harness.root, 'cache'),
        workFolder: join(harness.root, 'a-long-name'.repeat(8), 'work'),
      });
      expect(changesOf(plan)[0]).toMatchObject({
        provider: 'registry.terraform.io/hashicorp/aws',
        after: { name: 'p', value: { $sensitive: 'changed' } },
      });
      const lock = readFileSync(plan.file('result/terraform.lock.hcl'));
      const result = await plan.result();
      expect(result.plan?.providerLockSha256).toBe(sha256(lock));
      expect(statSync(plan.file('result/archive.tar.gz')).size).toBeLessThan(
        100_000,
      );

      // Nothing listens where it wants to write, so apply fails; but the providers were found and fit the lock file.
      const apply = await harness.run(
        harness.applySpec(plan, {
          env: {
            AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
            AWS_MAX_ATTEMPTS: '1',
          },
        }),
        harness.secrets(),
      );
      expect(await apply.result()).toMatchObject({
        outcome: 'failed',
        step: 'apply',
        message: expect.stringContaining('aws_ssm_parameter.p'),
      });
    }, 180_000);
  });

  const describeAsRoot = process.getuid?.() === 0 ? describe : describe.skip;
  describeAsRoot('as root', () => {
    it('runs Terraform as another user, who sees no control file', async () => {
      const runAs = { uid: 64_321, gid: 64_321 };
      const control = join(harness.root, 'control-of-another');
      mkdirSync(control, { mode: 0o755 });
      const archive = harness.archive({
        'main.tf.json': rootFile(server),
        'module/main.tf': `
resource "terraform_data" "who" {
  provisioner "local-exec" {
    command = "id -u; pwd; touch $HOME/x $TMPDIR/y here; ls ${control} && echo READABLE; cat $PWD.run/tfplan > /dev/null && echo plan readable; echo x 2>/dev/null >> $PWD.run/tfplan && echo PLAN WRITABLE; true"
  }
}
`,
      });
      const plan = await planned(archive, { runAs });
      const spec = harness.applySpec(plan);
      const phase = harness.start(spec, harness.secrets(), control);
      await expectSuccess(phase);
      expect(phase.log).toContain('Permission denied');
      expect(phase.log).toContain('(local-exec): 64321');
      expect(phase.log).toContain(spec.workFolder);
      expect(phase.log).not.toContain('(local-exec): READABLE');
      expect(phase.log).toContain('(local-exec): plan readable');
      expect(phase.log).not.toContain('(local-exec): PLAN WRITABLE');
      expect(existsSync(spec.workFolder)).toBe(false);
      expect(existsSync(`${spec.workFolder}.run`)).toBe(false);

      server.failing.set('POST', 403);
      server.state = undefined;
      const failing = await harness.run(
        harness.applySpec(await planned(archive, { runAs })),
        harness.secrets(),
      );
      expect(await failing.result()).toMatchObject({ erroredState: true });

      // What is refused before it was handed to the other user is removed as well; so is a folder for sockets elsewhere.
      const refused = harness.planSpec(
        server,
        harness.archive({ 'main.tf.json': '{}', 'override.tf': '' }),
        {
          runAs,
          workFolder: join(harness.root, 'a-long-name'.repeat(8), 'work'),
        },
      );
      const guarded = await harness.run(refused, harness.secrets());
      expect(await guarded.result()).toMatchObject({ step: 'guard' });
      expect(readdirSync(join(refused.workFolder, '..'))).toEqual([]);
    }, 60_000);
  });
});
