import { existsSync } from 'node:fs';
import type { AssumedRole, StateBackend } from '../index';
import { AwsServer } from '../testUtils/awsServer';
import {
  findTerraform,
  PhaseHarness,
  rootFile,
} from '../testUtils/phaseHarness';
import { BUCKET, RemoteRun, type Build } from '../testUtils/remoteHarness';
import { StateServer } from '../testUtils/stateServer';

const terraform = findTerraform();
const describeWithTerraform = terraform ? describe : describe.skip;
if (!terraform) {
  // eslint-disable-next-line no-console
  console.warn('terraform is not on the PATH: integration tests are skipped');
}
jest.setTimeout(60_000);

const isRoot = process.getuid?.() === 0;

const ROLE: AssumedRole = {
  roleArn: 'arn:aws:iam::444455556666:role/payments-apply',
  externalId: 'external-4711',
  sessionName: 'planroom-1-plan',
  sourceIdentity: 'user.default.developer',
  tags: { 'run-type': 'plan' },
  policy: '{"Version":"2012-10-17","Statement":[]}',
  region: 'eu-central-1',
};

/** Asks for its credentials as a provider would, and tells them as no provider would. */
const CURIOUS = `
resource "terraform_data" "curious" {
  provisioner "local-exec" {
    command = "node -e 'fetch(process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI, {headers: {authorization: process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN}}).then(r => r.text()).then(t => console.log(process.env.AWS_REGION, t))'"
  }
}
`;

const slow = (seconds: number) => `
resource "terraform_data" "quick" {}
resource "terraform_data" "slow" {
  depends_on = [terraform_data.quick]
  provisioner "local-exec" { command = "sleep ${seconds}" }
}
`;

const sum = (records: Array<{ n?: number }>) =>
  records.map(({ n: _, ...record }) => record);

describeWithTerraform('run-phase.js', () => {
  let harness: PhaseHarness;
  let states: StateServer;
  let aws: AwsServer;

  beforeAll(() => {
    harness = new PhaseHarness(terraform ?? '');
  });

  beforeEach(async () => {
    states = await StateServer.start();
    aws = await AwsServer.start();
  });

  afterEach(async () => {
    await states.stop();
    await aws.stop();
  });

  afterAll(() => {
    harness.dispose();
  });

  function httpRun(): RemoteRun {
    const { address } = states;
    return new RemoteRun(harness, aws, {
      address,
      lockAddress: address,
      unlockAddress: address,
    });
  }

  function archive(module: string, root = rootFile(states)): string {
    return harness.archive({ 'main.tf.json': root, 'module/main.tf': module });
  }

  async function planned(run: RemoteRun, module: string): Promise<Build> {
    run.offerPlan(archive(module));
    const build = await run.run('plan');
    expect(build.exit.result).toMatchObject({ outcome: 'succeeded' });
    return build;
  }

  it('plans and applies as the role, hands over, numbers its output and tells no credential', async () => {
    aws.roles.set(ROLE.roleArn ?? '', ROLE.externalId);
    const run = httpRun();
    run.offerPlan(archive(CURIOUS), {
      role: ROLE,
      kmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/k',
      secrets: harness.secrets({ redact: ['manifest-canary'] }),
    });
    const plan = await run.run('plan', {
      RUN_TERRAFORM_VERSION: '1',
      RUN_TIMEOUT_MINUTES: '60',
    });
    expect(await plan.exited).toBe(0);
    expect(plan.stderr).toBe('');
    expect(plan.exit.result).toMatchObject({
      outcome: 'succeeded',
      plan: { counts: { add: 1 } },
    });
    expect(aws.text(run.path('plan', 'started'))).toBe(plan.arn);
    expect(aws.keys(plan.folder)).toEqual([
      'archive.tar.gz',
      'changes.ndjson',
      'exit.json',
      'output.ndjson',
      'tfplan',
    ]);
    const puts = aws.requests.filter(({ method }) => method === 'PUT');
    expect(puts[0].path).toBe(run.path('plan', 'started'));
    expect(puts.at(-1)?.path).toBe(`${plan.folder}exit.json`);
    expect(puts.at(-1)?.headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id':
        'arn:aws:kms:eu-west-1:111122223333:key/k',
    });
    expect(existsSync(run.base)).toBe(false);

    run.offerApply(plan, { role: ROLE });
    const apply = await run.run('apply');
    expect(apply.exit.result).toMatchObject({ outcome: 'succeeded' });
    expect(states.resources).toBe(1);
    const assumed = aws.requests.filter(
      ({ form }) => form.Action === 'AssumeRole',
    );
    expect(assumed).toHaveLength(2);
    expect(assumed[1]).toMatchObject({
      accessKey: expect.stringMatching(/^ASIAMACHINE/),
      form: {
        RoleArn: ROLE.roleArn,
        ExternalId: 'external-4711',
        RoleSessionName: 'planroom-1-plan',
        SourceIdentity: 'user.default.developer',
        'Tags.member.1.Key': 'run-type',
        'Tags.member.1.Value': 'plan',
        Policy: ROLE.policy,
        DurationSeconds: '3600',
      },
    });
    // What the provisioner told arrived, as the role, in its region, and without what is secret.
    expect(apply.log).toMatch(
      /eu-central-1 {"RoleArn":"[^"]+payments-apply","AccessKeyId":"ASIAROLE\d+","SecretAccessKey":"\(sensitive\)","Token":"\(sensitive\)"/,
    );
    for (const build of [plan, apply]) {
      const handedOver = aws.text(`${build.folder}output.ndjson`);
      expect(`${build.stdout}${build.stderr}${handedOver}`).not.toMatch(
        /canary/,
      );
      expect(build.records.map(({ n }) => n)).toEqual(
        build.output.map((_, index) => index),
      );
      expect(sum(build.records)).toEqual(build.output);
      expect(build.exit.records).toBe(build.output.length);
    }
  });

  it('keeps state in S3 as the machine, whatever role Terraform has, and lends files with credentials', async () => {
    aws.roles.set(ROLE.roleArn ?? '', undefined);
    const state: StateBackend = {
      type: 's3',
      bucket: 'state',
      key: 'workspaces/1.tfstate',
      region: 'eu-west-1',
    };
    const run = new RemoteRun(harness, aws, state);
    const root = JSON.stringify({
      terraform: {
        backend: {
          s3: {
            bucket: 'state',
            key: 'workspaces/1.tfstate',
            region: 'eu-west-1',
            use_lockfile: true,
            profile: 'planroom-state',
          },
        },
      },
      module: { this: { source: './module' } },
    });
    const overrides = {
      role: { ...ROLE, externalId: undefined },
      secrets: harness.secrets({
        credentials: { KUBECONFIG: '{{credentials}}/kube.json' },
        credentialFiles: {
          'kube.json': '{"token":"kube-canary-4711","at":"{{credentials}}"}',
        },
      }),
    };
    run.offerPlan(
      archive(
        `
${CURIOUS}
resource "terraform_data" "reader" {
  provisioner "local-exec" { command = "id -u; stat -c %a-%u $KUBECONFIG; cat $KUBECONFIG" }
}
`,
        root,
      ),
      overrides,
    );
    const env: Record<string, string> = isRoot ? { RUN_USER_ID: '20001' } : {};
    const plan = await run.run('plan', env);
    expect(plan.exit.result).toMatchObject({ outcome: 'succeeded' });
    run.offerApply(plan, overrides);
    const apply = await run.run('apply', env);
    expect(apply.exit.result).toMatchObject({ outcome: 'succeeded' });
    expect(
      JSON.parse(aws.text('/state/workspaces/1.tfstate') ?? '').resources,
    ).toHaveLength(2);
    expect(aws.keys('/state/')).toEqual(['workspaces/1.tfstate']);
    const keys = aws.requests
      .filter(({ path }) => path.startsWith('/state'))
      .map(({ accessKey }) => accessKey?.replace(/\d+$/, ''));
    expect([...new Set(keys)]).toEqual(['ASIAMACHINE']);
    expect(
      aws.requests.filter(({ path }) => path.endsWith('.tflock')).length,
    ).toBeGreaterThan(0);
    const uid = isRoot ? 20_001 : process.getuid?.();
    expect(apply.log).toContain(`): ${uid}`);
    expect(apply.log).toContain(`600-${uid}`);
    expect(apply.log).toMatch(/{"token":"\(sensitive\)"/);
    expect(apply.log).toContain('ASIAROLE');
    expect(apply.stdout).not.toContain('canary');
  });

  it('works as the machine itself where the manifest says so, and otherwise as nobody', async () => {
    const run = httpRun();
    const plan = await planned(run, CURIOUS);
    run.offerApply(plan, { role: { sessionName: 'planroom-1', tags: {} } });
    const apply = await run.run('apply');
    expect(apply.log).toMatch(
      /{"AccessKeyId":"ASIAMACHINE\d+","SecretAccessKey":"\(sensitive\)"/,
    );
    expect(apply.exit.result.outcome).toBe('succeeded');

    states.state = undefined;
    const other = httpRun();
    other.offerApply(await planned(other, CURIOUS));
    const nobody = await other.run('apply');
    expect(nobody.log).not.toContain('AccessKeyId');
    expect(nobody.log).toContain('Failed to parse URL from undefined');
  });

  it('is canceled by the object, gently', async () => {
    const run = httpRun();
    run.offerApply(await planned(run, slow(60)));
    const apply = run.start('apply');
    await apply.until(
      () => apply.log.includes('terraform_data.slow: Provisioning'),
      'the slow resource',
    );
    aws.objects.set(run.path('apply', 'cancel'), Buffer.from('graceful'));
    expect(await apply.exited).toBe(1);
    expect(apply.exit.result).toMatchObject({
      outcome: 'canceled',
      step: 'apply',
      applyStarted: true,
      message: expect.stringMatching(/^The run was canceled\. Terraform was/),
    });
    expect(states.lock).toBeUndefined();
    expect(states.resources).toBeGreaterThan(0);
    expect(apply.stderr).toBe('');
  });

  it('comes to an end when its machine is asked to, and a phase whose cancel came first never begins', async () => {
    const run = httpRun();
    run.offerPlan(archive('resource "terraform_data" "one" {}'));
    aws.objects.set(run.path('plan', 'cancel'), Buffer.from('graceful'));
    // The archive takes longer than the wish.
    aws.refuse = ({ path }) =>
      path.endsWith('input.tar.gz') &&
      !aws.requests.some(({ path: asked }) => asked.endsWith('/cancel'))
        ? { status: 503, code: 'SlowDown' }
        : undefined;
    const canceled = await run.run('plan');
    expect(canceled.exit.result).toMatchObject({
      outcome: 'canceled',
      step: 'start',
      message: 'The run was canceled.',
    });
    expect(states.requests).toEqual([]);

    aws.refuse = () => undefined;
    const other = httpRun();
    other.offerApply(await planned(other, slow(60)));
    const apply = other.start('apply');
    await apply.until(
      () => apply.log.includes('terraform_data.slow: Provisioning'),
      'the slow resource',
    );
    apply.process.kill('SIGINT');
    apply.process.kill('SIGINT');
    expect(await apply.exited).toBe(1);
    expect(apply.exit.result).toMatchObject({ outcome: 'canceled' });
    expect(states.lock).toBeUndefined();
  });

  it('is begun by one build only, also when the answer to its claim is lost', async () => {
    const run = httpRun();
    run.offerPlan(archive('resource "terraform_data" "one" {}'));
    let lost = 0;
    aws.loseAnswer = ({ method, path }) =>
      method === 'PUT' && path.endsWith('/started') && lost++ === 0;
    const [first, second] = await Promise.all([
      run.run('plan'),
      run.run('plan'),
    ]);
    const [winner, loser] =
      aws.text(run.path('plan', 'started')) === first.arn
        ? [first, second]
        : [second, first];
    expect(await winner.exited).toBe(0);
    expect(await loser.exited).toBe(3);
    expect(loser.stdout).toMatch(/^Another build has begun the plan of run/);
    expect(aws.keys(loser.folder)).toEqual([]);
  });

  it('says what to mend when the role is refused, before Terraform runs', async () => {
    aws.roles.set(ROLE.roleArn ?? '', 'another');
    const run = httpRun();
    run.offerPlan(archive(''), { role: ROLE });
    const build = await run.run('plan');
    expect(await build.exited).toBe(1);
    expect(build.exit.result).toMatchObject({
      outcome: 'failed',
      step: 'start',
      message: expect.stringContaining(
        `AWS refused sts:AssumeRole on ${ROLE.roleArn} to arn:aws:sts::111122223333:assumed-role/build/x: the external id "external-4711" was sent`,
      ),
    });
    expect(build.log).toContain('sts:TagSession, sts:SetSourceIdentity');
    expect(build.exit.records).toBe(build.records.length);
    expect(states.requests).toEqual([]);
  });

  it('stores its result when S3 comes back and when its credentials have expired', async () => {
    const run = httpRun();
    run.offerPlan(archive('resource "terraform_data" "one" {}'));
    let refused = 0;
    const keys = new Set<string | undefined>();
    aws.refuse = ({ method, path, accessKey }) => {
      if (method !== 'PUT' || !path.includes('arn:aws:codebuild')) {
        return undefined;
      }
      keys.add(accessKey);
      refused++;
      if (refused > 3) {
        return undefined;
      }
      return refused > 1
        ? { status: 400, code: 'ExpiredToken' }
        : { status: 500, code: 'InternalError' };
    };
    const build = await run.run('plan');
    expect(await build.exited).toBe(0);
    expect(keys.size).toBeGreaterThan(1);
    expect(build.stderr).toContain('S3 does not take a result yet');
    expect(aws.keys(build.folder)).toHaveLength(5);
  });

  it('says that the runner died, once Terraform has ended', async () => {
    const run = httpRun();
    run.offerApply(await planned(run, slow(4)));
    const apply = run.start('apply');
    await apply.until(
      () => apply.log.includes('terraform_data.slow: Provisioning'),
      'the slow resource',
    );
    process.kill(apply.pid('pid') ?? 0, 'SIGKILL');
    expect(await apply.exited).toBe(1);
    expect(states.resources).toBe(2);
    expect(apply.exit.result).toMatchObject({
      outcome: 'failed',
      step: 'apply',
      applyStarted: true,
      message: expect.stringContaining('compare before the next run'),
    });
    expect(existsSync(run.base)).toBe(false);
  });

  it('refuses what does not agree, and touches nothing', async () => {
    const run = httpRun();
    const manifest = run.offerPlan(archive(''));
    const refusals: Array<[RegExp, Record<string, string>, unknown?]> = [
      [
        /^RUN_MANIFEST must be s3:\/\/other\/runs\//,
        { RUN_ARTIFACT_BUCKET: 'other' },
      ],
      [/^RUN_MANIFEST must be .*\/apply\//, { RUN_PHASE: 'apply' }],
      [
        /cannot be read \(NoSuchKey/,
        { RUN_MANIFEST: `s3://${BUCKET}/runs/${run.runId}/plan/none` },
      ],
      [
        /is about run other/,
        {},
        { ...manifest, spec: { ...manifest.spec, runId: 'other' } },
      ],
      [/cannot be used: it is not of version 1/, {}, { ...manifest, v: 2 }],
    ];
    for (const [sentence, env, other] of refusals) {
      run.store('plan', other ?? manifest);
      const build = await run.run('plan', env);
      expect(build.stderr).toMatch(sentence);
      expect(build.stderr.trim().split('\n')).toHaveLength(1);
      expect(await build.exited).toBe(64);
    }
    expect(aws.requests.filter(({ method }) => method === 'PUT')).toEqual([]);

    run.store('plan', { ...manifest, inputSha256: '0'.repeat(64) });
    const changed = await run.run('plan');
    expect(changed.exit.result.message).toContain(
      'input.tar.gz is not what the portal stored there',
    );
  });
});
