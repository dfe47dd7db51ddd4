import { CodeBuildClient, StopBuildCommand } from '@aws-sdk/client-codebuild';
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  LogPage,
  Output,
  Page,
  Plan,
  Run,
} from '@planroom/backstage-plugin-terraform-common';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports, @backstage/no-forbidden-package-imports
import {
  eventually,
  expectStatus,
  TerraformBackend,
} from '@planroom/backstage-plugin-terraform-backend/src/__testUtils__';
import {
  BUCKETS,
  createWorkspace,
  EmulatedAws,
  EXTERNAL_ID,
  roleOf,
  startAwsPortal,
  startEmulatedAws,
  TARGET_ACCOUNT,
} from './__testUtils__/emulatedAws';

jest.setTimeout(300_000);

const SECRET = 'canary-codebuild-6e21';

describe('runs in CodeBuild', () => {
  let aws: EmulatedAws;
  let portal: TerraformBackend;

  beforeAll(async () => {
    aws = await startEmulatedAws();
    portal = await startAwsPortal(aws);
  });
  afterEach(() => aws.emulator.faults.clear());
  afterAll(async () => {
    await portal.stop();
    await aws.emulator.close();
  });

  const developer = () => portal.as('developer');
  const reviewer = () => portal.as('reviewer');
  const log = async (runId: string, phase: string) => {
    const texts: string[] = [];
    for (let offset = 0; ; ) {
      const page = await developer().read<LogPage>(
        `/runs/${runId}/logs/${phase}?offset=${offset}`,
      );
      texts.push(...page.lines.map(({ text }) => text));
      if (page.nextOffset === offset) return texts;
      offset = page.nextOffset;
    }
  };
  const objects = async (Bucket: string, Prefix: string) => {
    const { Versions = [] } = await new S3Client(
      aws.emulator.clientConfig,
    ).send(new ListObjectVersionsCommand({ Bucket, Prefix }));
    return Versions.flatMap(({ Key, IsLatest }) => (IsLatest && Key) || []);
  };
  const buildsOf = (runId: string) =>
    aws.emulator
      .builds()
      .filter(build => build.env.RUN_MANIFEST?.includes(runId));
  const ended = async (runId: string) =>
    eventually('the end of the run', async () => {
      const run = await developer().run(runId);
      return run.finishedAt ? run : undefined;
    });
  const approve = async (run: Run) => {
    await developer().untilStatus(run.id, 'planned');
    expectStatus(201, await reviewer().decide(run.id, 'approve', 'as agreed'));
  };
  const applying = (run: Run) =>
    eventually('the apply of the slow resource', async () => {
      const lines = await log(run.id, 'apply');
      return lines.some(line => line.includes('seconds')) || undefined;
    });

  it('plans, shows what the apply may do, applies exactly that, and keeps the state in S3', async () => {
    const workspace = await createWorkspace(portal, 'checkout', {
      name: 'checkout',
      token: { $secret: SECRET },
    });
    expect(workspace.account).toBe('target');
    const run = await developer().createRun(workspace.id);
    await developer().untilStatus(run.id, 'planned');
    const plan = await reviewer().read<Plan>(`/runs/${run.id}/plan`);
    expect(plan).toMatchObject({
      add: 3,
      access: {
        account: 'target',
        accountId: TARGET_ACCOUNT,
        roleArn: roleOf(TARGET_ACCOUNT, 'apply'),
      },
    });
    await approve(run);
    const applied = await developer().untilStatus(run.id, 'applied');
    const { items: outputs } = await developer().read<Page<Output>>(
      `/state-versions/${applied.stateVersionId}/outputs`,
    );
    expect(outputs).toMatchObject([{ name: 'name', value: 'checkout' }]);

    // The state is where it was wanted, once, and the lock is gone.
    expect(await objects(BUCKETS.state, `workspaces/${workspace.id}/`)).toEqual(
      [`workspaces/${workspace.id}/terraform.tfstate`],
    );
    // Two builds, each of its own project, each started with one variable.
    expect(buildsOf(run.id).map(({ project }) => project)).toEqual([
      'planroom-plan',
      'planroom-apply',
    ]);
    for (const { input } of aws.emulator.journal.of(
      'codebuild',
      'StartBuild',
    )) {
      expect(Object.keys(input).sort()).toEqual([
        'environmentVariablesOverride',
        'idempotencyToken',
        'projectName',
      ]);
      expect(input.environmentVariablesOverride).toHaveLength(1);
    }
    // CloudTrail would know who, for whom, and on whose word.
    const sessions = aws.emulator
      .sessions()
      .filter(({ tags }) => tags['run-id'] === run.id);
    expect(sessions.map(({ roleArn }) => roleArn)).toEqual(
      ['plan', 'apply'].map(phase => roleOf(TARGET_ACCOUNT, phase)),
    );
    expect(sessions[1]).toMatchObject({
      externalId: EXTERNAL_ID,
      sourceIdentity: expect.stringContaining('developer'),
      tags: {
        'run-type': 'apply',
        workspace: 'checkout',
        environment: 'cloud',
        'requested-by': 'user:default/developer',
        'approved-by': 'user:default/reviewer',
      },
      policy: plan.access?.policy,
    });
  });

  it('stores every line of the log, in order', async () => {
    const workspace = await createWorkspace(portal, 'lines');
    aws.emulator.faults.emptyLogPages(2);
    const run = await developer().createRun(workspace.id);
    await developer().untilStatus(run.id, 'planned');
    const lines = await log(run.id, 'plan');
    const steps = lines.filter(line => line.startsWith('Step '));
    expect(steps).toEqual(
      [
        'unpack',
        'guard',
        'init',
        'validate',
        'plan',
        'show',
        'redact',
        'hand-over',
      ].map(step => `Step ${step}`),
    );
    expect(new Set(lines.filter(line => line.startsWith('Step '))).size).toBe(
      steps.length,
    );
  });

  it('leaves secrets nowhere', async () => {
    const [{ id }] = (
      await developer().read<Page<Run>>('/runs?status=applied')
    ).items.slice(-1);
    const left = await objects(BUCKETS.artifacts, `runs/${id}/`);
    // The plan's files were used and their keys are gone, so that nobody can open them.
    expect(left.sort()).toEqual([
      `runs/${id}/apply/started`,
      `runs/${id}/order-apply`,
      `runs/${id}/order-plan`,
      `runs/${id}/plan/started`,
      expect.stringContaining(`runs/${id}/portal/archive_sealed-`),
      expect.stringContaining(`runs/${id}/portal/plan_sealed-`),
    ]);
    const places = [
      JSON.stringify(aws.emulator.builds()),
      JSON.stringify(aws.emulator.journal.entries),
      (await log(id, 'plan')).join('\n'),
      (await log(id, 'apply')).join('\n'),
      portal.logs.join('\n'),
      portal.answers.join('\n'),
    ];
    for (const place of places) {
      expect(place).not.toContain(SECRET);
      expect(place).not.toMatch(/statePassword|AWS_CONTAINER_AUTHORIZATION/);
    }
  });

  it('interrupts an apply that is canceled, keeps what was done, and gives the lock back', async () => {
    const workspace = await createWorkspace(portal, 'canceled', {
      seconds: 30,
    });
    const run = await developer().createRun(workspace.id);
    await approve(run);
    await applying(run);
    expectStatus(200, await developer().post(`/runs/${run.id}/actions/cancel`));
    const canceled = await ended(run.id);
    expect(canceled).toMatchObject({ status: 'canceled' });
    expect(canceled.stateVersionId).toBeDefined();
    expect(await objects(BUCKETS.state, `workspaces/${workspace.id}/`)).toEqual(
      [`workspaces/${workspace.id}/terraform.tfstate`],
    );
    expect(buildsOf(run.id).map(({ complete }) => complete)).toEqual([
      true,
      true,
    ]);
  });

  it('says that an apply was stopped in AWS, and frees the lock that it left', async () => {
    const workspace = await createWorkspace(portal, 'stopped', { seconds: 30 });
    const run = await developer().createRun(workspace.id);
    await approve(run);
    await applying(run);
    const lock = `workspaces/${workspace.id}/terraform.tfstate.tflock`;
    expect(await objects(BUCKETS.state, lock)).toEqual([lock]);
    await new CodeBuildClient(aws.emulator.clientConfig).send(
      new StopBuildCommand({ id: buildsOf(run.id)[1].id }),
    );
    const stopped = await ended(run.id);
    expect(stopped.status).toBe('errored');
    expect(stopped.error?.message).toMatch(
      /was stopped by somebody in AWS, outside Planroom.*Stopped after \d of 3 changes/,
    );
    expect(await objects(BUCKETS.state, lock)).toEqual([]);
    // The next run goes on from what there is.
    const again = await developer().createRun(workspace.id, {
      variables: { seconds: 0 },
    });
    await approve(again);
    await developer().untilStatus(again.id, 'applied');
  });

  it('starts nothing on a state that is not the one that it knows', async () => {
    const workspace = await createWorkspace(portal, 'swapped');
    await developer().apply(workspace.id, reviewer());
    const Key = `workspaces/${workspace.id}/terraform.tfstate`;
    await new S3Client(aws.emulator.clientConfig).send(
      new PutObjectCommand({
        Bucket: BUCKETS.state,
        Key,
        Body: JSON.stringify({
          version: 4,
          terraform_version: '1.11.4',
          serial: 99,
          lineage: 'of-another-workspace',
          outputs: {},
          resources: [],
        }),
      }),
    );
    const run = await developer().createRun(workspace.id);
    const errored = await ended(run.id);
    expect(errored.error?.message).toMatch(
      /state that is kept in S3 does not follow the one that the portal knows.*put back the right version/,
    );
    expect(buildsOf(run.id)).toEqual([]);
  });

  it('starts one build when the answer of StartBuild is lost', async () => {
    aws.emulator.faults.loseAnswer('codebuild', 'StartBuild', 1);
    const workspace = await createWorkspace(portal, 'lost-answer');
    const run = await developer().createRun(workspace.id);
    await developer().untilStatus(run.id, 'planned');
    expect(buildsOf(run.id)).toHaveLength(1);
  });

  it('waits when CodeBuild has no place, and tells nobody that something failed', async () => {
    aws.emulator.faults.failNext(
      'codebuild',
      'StartBuild',
      'AccountLimitExceededException',
      'Cannot have more than 1 builds in queue for the account',
      2,
    );
    const workspace = await createWorkspace(portal, 'no-place');
    const run = await developer().createRun(workspace.id);
    await developer().untilStatus(run.id, 'planned');
    expect(await log(run.id, 'plan')).toContain(
      'Waiting for CodeBuild: it has no place for another build of planroom-plan now (AccountLimitExceededException)',
    );
    const { items } = await portal
      .as('platform')
      .read<Page<{ name: string; health: { message?: string } }>>(
        '/operations/executors',
      );
    expect(
      items.find(({ name }) => name === 'codebuild')?.health.message,
    ).toMatch(/no place for a build 2 times within the last hour/);
  });

  it.each([
    [
      'the image is missing',
      "Unable to pull customer's container image: manifest unknown",
      /image of the build .* cannot be had: .*manifest unknown; check the image/,
    ],
    [
      'the build cannot begin',
      'Something else',
      /failed in the phase PROVISIONING: Something else/,
    ],
  ])('says what to mend when %s', async (_, message, sentence) => {
    aws.emulator.faults.provisioningFault('planroom-plan', message);
    const name = `mend-${sentence.source.length}`;
    const workspace = await createWorkspace(portal, name);
    const run = await developer().createRun(workspace.id);
    const errored = await ended(run.id);
    expect(errored.status).toBe('errored');
    expect(errored.error?.message).toMatch(sentence);
    expect(errored.error?.message).toMatch(/nothing was changed/);
  });

  it('ignores messages that are forged or repeated, and writes them down', async () => {
    const forged = JSON.stringify({
      id: 'forged',
      source: 'aws.codebuild',
      account: '999999999999',
      region: aws.emulator.region,
      detail: {
        'build-id': 'arn:aws:codebuild:x',
        'build-status': 'SUCCEEDED',
      },
    });
    aws.emulator.sendMessage('builds', forged);
    aws.emulator.sendMessage('builds', 'no json');
    const written = await eventually('both in the audit log', () => {
      const lines = portal.logs
        .filter(line => line.includes('codebuild-message'))
        .join('\n');
      return lines.includes('It is not JSON') ? lines : undefined;
    });
    expect(written).toContain('about the account 999999999999');
  });

  it('finds a build again after the portal was away, and starts none twice', async () => {
    const workspace = await createWorkspace(portal, 'restart', { seconds: 8 });
    const run = await developer().createRun(workspace.id);
    await approve(run);
    await applying(run);
    await portal.stop();
    portal = await startAwsPortal(aws, { successorOf: portal });
    await developer().untilStatus(run.id, 'applied');
    expect(buildsOf(run.id)).toHaveLength(2);
    const steps = (await log(run.id, 'apply')).filter(line =>
      line.startsWith('Step '),
    );
    expect(steps).toEqual(
      ['verify', 'unpack', 'init', 'apply', 'hand-over'].map(
        step => `Step ${step}`,
      ),
    );
  });
});

it('takes states along when an environment begins to keep them in S3, and when it stops', async () => {
  const aws = await startEmulatedAws();
  let portal = await startAwsPortal(aws, { environment: { state: 'portal' } });
  const restart = async (state: string) => {
    await portal.stop();
    portal = await startAwsPortal(aws, {
      environment: { state },
      successorOf: portal,
    });
  };
  try {
    const workspace = await createWorkspace(portal, 'moving');
    const apply = (name: string) =>
      portal.as('developer').apply(workspace.id, portal.as('reviewer'), {
        variables: { name },
      });
    await apply('first');
    await restart('s3');
    await apply('second');
    const { Body } = await new S3Client(aws.emulator.clientConfig).send(
      new GetObjectCommand({
        Bucket: BUCKETS.state,
        Key: `workspaces/${workspace.id}/terraform.tfstate`,
      }),
    );
    const state = JSON.parse((await Body?.transformToString()) ?? '');
    expect(state.outputs.name.value).toBe('second');
    await restart('portal');
    const same = await portal
      .as('developer')
      .createRun(workspace.id, { kind: 'plan_only' });
    expect(
      await portal.as('developer').untilStatus(same.id, 'planned_and_finished'),
    ).toMatchObject({ plan: { add: 0, change: 0, destroy: 0, replace: 0 } });
  } finally {
    await portal.stop();
    await aws.emulator.close();
  }
});

describe('what is set up wrong', () => {
  let aws: EmulatedAws;

  beforeAll(async () => {
    aws = await startEmulatedAws();
  });
  afterAll(() => aws.emulator.close());

  it.each([
    [
      'the external id is another',
      { account: { externalId: 'wrong-one' } },
      /planroom-plan.*wrong-one/s,
    ],
    [
      'nobody may take the role',
      { account: { planRoleArn: roleOf(TARGET_ACCOUNT, 'unknown') } },
      /role\/planroom-unknown/,
    ],
    [
      'there is no such project',
      {
        codebuild: {
          projects: { plan: { a: 'missing' }, apply: { a: 'missing' } },
        },
      },
      /check terraform.executors.codebuild against the output portal_config/,
    ],
    [
      'there is no project for the version',
      { environment: { terraformVersion: '0.12' } },
      /no project for version 0.12/,
    ],
  ])('says so when %s', async (_, options, sentence) => {
    const portal = await startAwsPortal(aws, options);
    try {
      const workspace = await createWorkspace(portal, 'wrong');
      const run = await portal.as('developer').createRun(workspace.id);
      const errored = await eventually('the end', async () => {
        const now = await portal.as('developer').run(run.id);
        return now.finishedAt ? now : undefined;
      });
      expect(errored.status).toBe('errored');
      expect(errored.error?.message).toMatch(sentence);
    } finally {
      await portal.stop();
    }
  });

  it('keeps no state in a bucket without versions', async () => {
    aws.emulator.createBucket('careless', { versioning: false });
    const portal = await startAwsPortal(aws, {
      codebuild: { state: { bucket: 'careless' } },
    });
    try {
      const workspace = await createWorkspace(portal, 'careless');
      const run = await portal.as('developer').createRun(workspace.id);
      const errored = await eventually('the end', async () => {
        const now = await portal.as('developer').run(run.id);
        return now.finishedAt ? now : undefined;
      });
      expect(errored.error?.message).toMatch(
        /bucket careless does not keep versions.*switch versioning on/,
      );
      expect(
        aws.emulator.builds().some(b => b.env.RUN_MANIFEST.includes(run.id)),
      ).toBe(false);
    } finally {
      await portal.stop();
    }
  });
});
