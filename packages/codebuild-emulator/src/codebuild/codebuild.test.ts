import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  type Build,
  CodeBuildClient,
  CreateProjectCommand,
  DeleteProjectCommand,
  ListBuildsForProjectCommand,
  ListProjectsCommand,
  RetryBuildCommand,
  StartBuildCommand,
  type StartBuildCommandInput,
  StopBuildCommand,
  UpdateProjectCommand,
} from '@aws-sdk/client-codebuild';
import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsEmulator } from '../AwsEmulator';
import { endOf } from '../__testUtils__/endOf';
import { writeZip } from '../__testUtils__/zip';
import type { EmulatedProject } from './types';

const ROLE = 'arn:aws:iam::111122223333:role/planroom-build';

let emulator: AwsEmulator;
let codebuild: CodeBuildClient;
let logs: CloudWatchLogsClient;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codebuild-test-'));
  await mkdir(join(folder, 'image'));
  await writeFile(join(folder, 'image', 'hello.sh'), 'echo hello from image\n');
  emulator = await AwsEmulator.start({
    folder: join(folder, 'builds'),
    imagePaths: {
      '/usr/local/lib/image': join(folder, 'image'),
      '/planroom': '{build}/planroom',
    },
    imageEnv: { FROM: 'image', IMAGE_ONLY: 'yes' },
  });
  codebuild = new CodeBuildClient(emulator.clientConfig);
  logs = new CloudWatchLogsClient(emulator.clientConfig);
});

afterAll(async () => {
  codebuild.destroy();
  logs.destroy();
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

function project(name: string, more: Partial<EmulatedProject> = {}) {
  emulator.putProject({ name, serviceRole: ROLE, ...more });
}

const commands = (...lines: string[]) =>
  JSON.stringify(
    {
      version: 0.2,
      env: { shell: 'bash' },
      phases: { build: { commands: lines } },
    },
    null,
    1,
  );

async function start(
  projectName: string,
  more: Partial<StartBuildCommandInput> = {},
): Promise<Build> {
  const { build } = await codebuild.send(
    new StartBuildCommand({ projectName, ...more }),
  );
  return build!;
}

async function logOf(build: Build): Promise<string> {
  const { events } = await logs.send(
    new GetLogEventsCommand({
      logGroupName: build.logs!.groupName,
      logStreamName: build.logs!.streamName!,
      startFromHead: true,
    }),
  );
  return events!.map(({ message }) => message).join('');
}

/** The lines that the commands wrote. */
async function outputOf(build: Build): Promise<string[]> {
  const lines = (await logOf(build)).split('\n').slice(0, -1);
  return lines.filter(line => !line.startsWith('[Container]'));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await condition()) return;
    await wait(50);
  }
  throw new Error('It was waited for in vain');
}

const phaseStatus = (build: Build) =>
  Object.fromEntries(
    build.phases!.map(({ phaseType, phaseStatus: status }) => [
      phaseType,
      status,
    ]),
  );

describe('projects', () => {
  it('keeps projects by name and ARN', async () => {
    const input = {
      name: 'kept',
      source: { type: 'NO_SOURCE' as const, buildspec: commands('true') },
      artifacts: { type: 'NO_ARTIFACTS' as const },
      environment: {
        type: 'LINUX_CONTAINER' as const,
        image: 'image:1',
        computeType: 'BUILD_GENERAL1_SMALL' as const,
      },
      serviceRole: ROLE,
    };
    const created = await codebuild.send(new CreateProjectCommand(input));
    expect(created.project).toMatchObject({
      ...input,
      arn: 'arn:aws:codebuild:eu-west-1:111122223333:project/kept',
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      created: expect.any(Date),
    });
    await expect(
      codebuild.send(new CreateProjectCommand(input)),
    ).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
    await expect(
      codebuild.send(
        new CreateProjectCommand({ ...input, name: 'x', timeoutInMinutes: 4 }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidInputException' });
    const updated = await codebuild.send(
      new UpdateProjectCommand({ name: 'kept', timeoutInMinutes: 30 }),
    );
    expect(updated.project).toMatchObject({
      ...input,
      timeoutInMinutes: 30,
      created: created.project!.created,
    });
    expect(
      await codebuild.send(
        new BatchGetProjectsCommand({
          names: [created.project!.arn!, 'missing'],
        }),
      ),
    ).toMatchObject({
      projects: [{ name: 'kept' }],
      projectsNotFound: ['missing'],
    });
    expect(
      (await codebuild.send(new ListProjectsCommand({}))).projects,
    ).toContain('kept');
    await codebuild.send(new DeleteProjectCommand({ name: 'kept' }));
    await expect(start('kept')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a build', () => {
  it('goes through all phases and writes its log', async () => {
    project('plan', {
      image: 'planroom:1',
      logGroup: '/planroom/builds',
      buildspec: `
version: 0.2
env:
  shell: bash
  variables: { FROM: buildspec, SPEC_ONLY: yes it is }
  exported-variables: [RESULT, EMPTY]
phases:
  install:
    commands:
      - mkdir -p deep && cd deep
      - export RESULT="two
        words"; unset SPEC_ONLY
  build:
    commands:
      - echo "$FROM $RUN_ID $IMAGE_ONLY <\${SPEC_ONLY-unset}> <$RESULT>"
      - basename "$PWD"
      - echo first; echo second >&2; echo third
      - . /usr/local/lib/image/hello.sh
      - mkdir -p /planroom/work && ls /planroom
      - echo "$CODEBUILD_BUILD_ID $CODEBUILD_BUILD_SUCCEEDING \${NODE_OPTIONS-none} \${npm_lifecycle_event-none}"
    finally:
      - echo finally $CODEBUILD_BUILD_SUCCEEDING
`,
      environmentVariables: { FROM: 'project', RUN_ID: 'project' },
    });
    const started = await start('plan', {
      environmentVariablesOverride: [{ name: 'RUN_ID', value: 'run-1' }],
    });
    expect(started).toMatchObject({
      id: expect.stringMatching(/^plan:[0-9a-f-]{36}$/),
      arn: `arn:aws:codebuild:eu-west-1:111122223333:build/${started.id}`,
      buildNumber: 1,
      buildStatus: 'IN_PROGRESS',
      buildComplete: false,
      currentPhase: 'QUEUED',
      initiator: 'emulator',
      startTime: expect.any(Date),
      serviceRole: ROLE,
      timeoutInMinutes: 60,
      environment: {
        image: 'planroom:1',
        environmentVariables: [
          { name: 'FROM', value: 'project', type: 'PLAINTEXT' },
          { name: 'RUN_ID', value: 'run-1', type: 'PLAINTEXT' },
        ],
      },
    });
    expect(started.endTime).toBeUndefined();
    expect(started.logs!.streamName).toBeUndefined();

    const build = await endOf(codebuild, started.id!);
    expect(build).toMatchObject({
      buildStatus: 'SUCCEEDED',
      buildComplete: true,
      currentPhase: 'COMPLETED',
      endTime: expect.any(Date),
      logs: {
        groupName: '/planroom/builds',
        streamName: started.id!.split(':')[1],
        deepLink: expect.stringContaining('$252Fplanroom$252Fbuilds'),
      },
      exportedEnvironmentVariables: [
        { name: 'RESULT', value: 'two words' },
        { name: 'EMPTY', value: '' },
      ],
    });
    expect(phaseStatus(build)).toEqual({
      SUBMITTED: 'SUCCEEDED',
      QUEUED: 'SUCCEEDED',
      PROVISIONING: 'SUCCEEDED',
      DOWNLOAD_SOURCE: 'SUCCEEDED',
      INSTALL: 'SUCCEEDED',
      PRE_BUILD: 'SUCCEEDED',
      BUILD: 'SUCCEEDED',
      POST_BUILD: 'SUCCEEDED',
      UPLOAD_ARTIFACTS: 'SUCCEEDED',
      FINALIZING: 'SUCCEEDED',
      COMPLETED: undefined,
    });
    expect(await outputOf(build)).toEqual([
      'project run-1 yes <unset> <two words>',
      'deep',
      'first',
      'second',
      'third',
      'hello from image',
      'work',
      `${build.id} 1 none none`,
      'finally 1',
    ]);
    expect(await logOf(build)).toMatch(
      /\[Container\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6} Running command basename "\$PWD"\n/,
    );
    await until(
      async () => (await readdir(join(folder, 'builds'))).length === 0,
    );
  });

  it('says which command failed, and runs what must follow', async () => {
    project('failing', {
      buildspec: `
version: 0.2
phases:
  build:
    commands:
      - echo before
      - exit 3
      - echo never
    finally: ['echo finally $CODEBUILD_BUILD_SUCCEEDING']
  post_build:
    commands: ['echo post $CODEBUILD_BUILD_SUCCEEDING']
`,
    });
    const build = await endOf(codebuild, (await start('failing')).id!);
    expect(build.buildStatus).toBe('FAILED');
    expect(
      build.phases!.find(({ phaseType }) => phaseType === 'BUILD'),
    ).toMatchObject({
      phaseStatus: 'FAILED',
      durationInSeconds: 0,
      contexts: [
        {
          statusCode: 'COMMAND_EXECUTION_ERROR',
          message:
            'Error while executing command: exit 3. Reason: exit status 3',
        },
      ],
    });
    expect(phaseStatus(build).POST_BUILD).toBe('SUCCEEDED');
    expect(await outputOf(build)).toEqual(['before', 'finally 0', 'post 0']);
    expect(await logOf(build)).toContain(
      'Command did not exit successfully exit 3 exit status 3',
    );
  });

  it.each([
    ['pre_build', '', ['PRE_BUILD']],
    ['build', 'on-failure: ABORT', ['BUILD']],
    ['pre_build', 'on-failure: CONTINUE', ['PRE_BUILD', 'BUILD', 'POST_BUILD']],
  ])(
    'goes on after a failed %s (%s) as the buildspec says',
    async (name, rule, expected) => {
      const other = name === 'build' ? 'pre_build' : 'build';
      project('transitions', {
        buildspec: `
version: 0.2
phases:
  ${name}:
    ${rule}
    commands: ['false']
  ${other}:
    commands: ['true']
`,
      });
      const build = await endOf(codebuild, (await start('transitions')).id!);
      expect(build.buildStatus).toBe('FAILED');
      const { UPLOAD_ARTIFACTS, ...ran } = phaseStatus(build);
      expect(UPLOAD_ARTIFACTS).toBe('SUCCEEDED');
      expect(Object.keys(ran)).toEqual(expect.arrayContaining(expected));
      for (const phase of ['BUILD', 'POST_BUILD'].filter(
        one => !expected.includes(one),
      )) {
        expect(ran).not.toHaveProperty(phase);
      }
    },
  );

  it('takes its source and buildspec from a zip in S3, and refuses one that leaves its folder', async () => {
    emulator.createBucket('sources');
    const s3 = new S3Client(emulator.clientConfig);
    const put = async (body: Buffer) =>
      (
        await s3.send(
          new PutObjectCommand({
            Bucket: 'sources',
            Key: 'in/source.zip',
            Body: body,
          }),
        )
      ).VersionId;
    project('sourced', {
      source: { type: 'S3', location: 'sources/in/source.zip' },
    });
    const spec = 'version: 0.2\nphases: {build: {commands: [./run.sh]}}\n';
    const pinned = await put(
      writeZip([
        { name: 'buildspec.yml', content: spec },
        {
          name: 'run.sh',
          content: '#!/bin/sh\necho from source\n',
          mode: 0o100755,
        },
      ]),
    );
    await put(
      writeZip([{ name: '../outside.txt', content: 'must not be written' }]),
    );
    s3.destroy();

    const latest = await endOf(codebuild, (await start('sourced')).id!);
    expect(latest.buildStatus).toBe('FAILED');
    expect(
      latest.phases!.find(one => one.phaseType === 'DOWNLOAD_SOURCE'),
    ).toMatchObject({
      phaseStatus: 'FAILED',
      contexts: [{ message: expect.stringContaining('../outside.txt') }],
    });
    expect(existsSync(join(folder, 'builds', 'outside.txt'))).toBe(false);

    const build = await endOf(
      codebuild,
      (
        await start('sourced', { sourceVersion: pinned })
      ).id!,
    );
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect(await outputOf(build)).toEqual(['from source']);

    const missing = await endOf(
      codebuild,
      (
        await start('sourced', {
          sourceLocationOverride: 'sources/missing.zip',
        })
      ).id!,
    );
    expect(phaseStatus(missing).DOWNLOAD_SOURCE).toBe('FAILED');
  });
});

describe('credentials', () => {
  it('gives a running build those of its role, and new ones when they expire', async () => {
    project('credentials', {
      buildspec: commands(
        'echo "$AWS_CONTAINER_CREDENTIALS_FULL_URI $AWS_CONTAINER_AUTHORIZATION_TOKEN ${AWS_ACCESS_KEY_ID-none}"',
        'sleep 60',
      ),
    });
    const { id } = await start('credentials');
    const running = await endOf(
      codebuild,
      id!,
      build => build.currentPhase === 'BUILD',
    );
    let line: string | undefined;
    await until(async () => {
      [line] = await outputOf(running);
      return line !== undefined;
    });
    const [uri, authorization, own] = line!.split(' ');
    expect(own).toBe('none');
    expect((await fetch(uri)).status).toBe(403);
    const ask = () => fetch(uri, { headers: { authorization } });
    const first = await (await ask()).json();
    expect(first).toMatchObject({
      RoleArn: ROLE,
      AccessKeyId: expect.stringMatching(/^ASIA/),
      Token: expect.any(String),
    });
    expect(await (await ask()).json()).toEqual(first);
    expect(emulator.sessions()).toMatchObject([
      {
        accessKeyId: first.AccessKeyId,
        arn: `arn:aws:sts::111122223333:assumed-role/planroom-build/AWSCodeBuild-${
          id!.split(':')[1]
        }`,
      },
    ]);
    emulator.faults.expireCredentials('all-sessions');
    expect((await (await ask()).json()).AccessKeyId).not.toBe(
      first.AccessKeyId,
    );
    await codebuild.send(new StopBuildCommand({ id }));
    expect((await ask()).status).toBe(403);
  });
});

describe('ending a build early', () => {
  // What a runner does: its child is in a process group of its own and does not end with its parent.
  const SPAWNS = `node -e '
    const child = require("node:child_process").spawn("sleep", ["60"], { detached: true, stdio: "ignore", env: {} });
    console.log("child", child.pid);
    setInterval(() => {}, 1000)'`;

  async function childOf(build: Build): Promise<number> {
    for (;;) {
      const child = /child (\d+)/.exec(await logOf(build).catch(() => ''));
      if (child) return Number(child[1]);
      await wait(20);
    }
  }

  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  it('kills all that a build started when it is stopped', async () => {
    project('stopped', { buildspec: commands(SPAWNS, 'echo never') });
    const started = await start('stopped');
    const running = await endOf(
      codebuild,
      started.id!,
      build => build.currentPhase === 'BUILD',
    );
    const child = await childOf(running);
    expect(isAlive(child)).toBe(true);
    const { build } = await codebuild.send(
      new StopBuildCommand({ id: started.id! }),
    );
    expect(build).toMatchObject({
      buildStatus: 'STOPPED',
      buildComplete: true,
      currentPhase: 'COMPLETED',
    });
    expect(phaseStatus(build!).BUILD).toBe('STOPPED');
    // It may take a moment until its end is collected.
    await until(async () => !isAlive(child));
    // A build that has ended stays as it is.
    const again = await codebuild.send(
      new StopBuildCommand({ id: started.id! }),
    );
    expect(again.build).toEqual(build);
    await expect(
      codebuild.send(new StopBuildCommand({ id: 'stopped:none' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('lets processes end by themselves in the mode term', async () => {
    const gentle = await AwsEmulator.start({ stopMode: 'term' });
    const client = new CodeBuildClient(gentle.clientConfig);
    gentle.putProject({
      name: 'gentle',
      serviceRole: ROLE,
      buildspec: commands(
        `node -e '
          process.on("SIGTERM", () => setTimeout(() => { console.log("cleaned up"); process.exit(1); }, 200));
          console.log("ready");
          setInterval(() => {}, 1000)'`,
        'echo never',
      ),
    });
    const { build } = await client.send(
      new StartBuildCommand({ projectName: 'gentle' }),
    );
    const reader = new CloudWatchLogsClient(gentle.clientConfig);
    const log = async () => {
      const { events } = await reader.send(
        new GetLogEventsCommand({
          logGroupName: '/aws/codebuild/gentle',
          logStreamName: build!.id!.split(':')[1],
          startFromHead: true,
        }),
      );
      return events!.map(({ message }) => message).join('');
    };
    while (!(await log().catch(() => '')).includes('ready\n')) await wait(20);
    const stopping = await client.send(
      new StopBuildCommand({ id: build!.id! }),
    );
    expect(stopping.build!.buildComplete).toBe(false);
    const stopped = await endOf(client, build!.id!);
    expect(stopped.buildStatus).toBe('STOPPED');
    expect(await log()).toMatch(/\ncleaned up\n$/);
    client.destroy();
    reader.destroy();
    await gentle.close();
  });

  it('ends builds whose time is over, in the queue and at work', async () => {
    project('slow', {
      buildspec: commands('sleep 60'),
      timeoutInMinutes: 0.005,
    });
    const slow = await endOf(codebuild, (await start('slow')).id!);
    expect(slow.buildStatus).toBe('TIMED_OUT');
    expect(
      slow.phases!.find(({ phaseType }) => phaseType === 'BUILD'),
    ).toMatchObject({
      phaseStatus: 'TIMED_OUT',
      contexts: [{ message: 'Build has timed out. ' }],
    });

    emulator.delays.queued = Infinity;
    const waiting = await start('slow', { queuedTimeoutInMinutesOverride: 5 });
    emulator.delays.queued = 0;
    emulator.clock.advance(4 * 60_000);
    expect((await endOf(codebuild, waiting.id!, () => true)).currentPhase).toBe(
      'QUEUED',
    );
    emulator.clock.advance(61_000);
    const queued = await endOf(codebuild, waiting.id!);
    expect(queued.buildStatus).toBe('TIMED_OUT');
    expect(phaseStatus(queued)).toEqual({
      SUBMITTED: 'SUCCEEDED',
      QUEUED: 'TIMED_OUT',
      COMPLETED: undefined,
    });
    await expect(
      start('slow', { timeoutInMinutesOverride: 3 }),
    ).rejects.toMatchObject({ name: 'InvalidInputException' });
  });
});

describe('asking for builds', () => {
  beforeAll(() => {
    project('instant', {
      concurrentBuildLimit: 2000,
      run: async (build, context) => {
        context.log(`run ${build.env.RUN_ID}`);
        return build.env.RUN_ID === 'bad' ? 'FAILED' : 'SUCCEEDED';
      },
    });
  });

  it('starts one build for a token, for five minutes', async () => {
    const input = {
      idempotencyToken: 'phase-1',
      environmentVariablesOverride: [{ name: 'RUN_ID', value: '1' }],
    };
    const first = await start('instant', input);
    expect((await start('instant', input)).id).toBe(first.id);
    await expect(
      start('instant', { idempotencyToken: 'phase-1' }),
    ).rejects.toMatchObject({ name: 'InvalidInputException' });
    emulator.clock.advance(5 * 60_000);
    expect((await start('instant', input)).id).not.toBe(first.id);

    const { build: retried } = await codebuild.send(
      new RetryBuildCommand({ id: first.id }),
    );
    expect(retried!.environment!.environmentVariables).toEqual(
      first.environment!.environmentVariables,
    );
    expect(retried!.id).not.toBe(first.id);
  });

  it('refuses more builds than a project may have', async () => {
    project('limited', {
      concurrentBuildLimit: 2,
      buildspec: commands('sleep 60'),
    });
    const running = [await start('limited'), await start('limited')];
    await expect(start('limited')).rejects.toMatchObject({
      name: 'AccountLimitExceededException',
      message: 'Cannot have more than 2 builds in queue for the project',
    });
    for (const { id } of running) {
      await codebuild.send(new StopBuildCommand({ id }));
    }
    const next = await start('limited');
    await codebuild.send(new StopBuildCommand({ id: next.id }));
  });

  it('answers 100 of 500 builds at once, and lists them in pages', async () => {
    const runs = emulator.builds().length;
    await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        start('instant', {
          environmentVariablesOverride: [{ name: 'RUN_ID', value: `r${i}` }],
        }),
      ),
    );
    expect(emulator.builds()).toHaveLength(runs + 500);
    const pages: string[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await codebuild.send(
        new ListBuildsForProjectCommand({ projectName: 'instant', nextToken }),
      );
      pages.push(page.ids!);
      nextToken = page.nextToken;
    } while (nextToken);
    const ids = pages.flat();
    expect(pages.slice(0, 5).map(page => page.length)).toEqual([
      100, 100, 100, 100, 100,
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    const ascending = await codebuild.send(
      new ListBuildsForProjectCommand({
        projectName: 'instant',
        sortOrder: 'ASCENDING',
      }),
    );
    expect(ascending.ids![0]).toBe(ids[ids.length - 1]);

    const { builds, buildsNotFound } = await codebuild.send(
      new BatchGetBuildsCommand({
        ids: [...ids.slice(0, 98), emulator.builds()[0].arn, 'instant:missing'],
      }),
    );
    expect(builds).toHaveLength(99);
    expect(builds!.every(({ buildComplete }) => buildComplete)).toBe(true);
    expect(buildsNotFound).toEqual(['instant:missing']);
    for (const wrong of [[], Array.from({ length: 101 }, () => 'instant:x')]) {
      await expect(
        codebuild.send(new BatchGetBuildsCommand({ ids: wrong })),
      ).rejects.toMatchObject({ name: 'InvalidInputException' });
    }
    await expect(
      codebuild.send(new ListBuildsForProjectCommand({ projectName: 'none' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  }, 20_000);

  it('lets functions use buckets', async () => {
    emulator.createBucket('results');
    project('function', {
      run: async (build, context) => {
        context.putObject('results', 'a', `of ${build.number}`);
        context.log(context.getObject('results', 'a').toString());
        context.getObject('results', 'missing');
        return 'SUCCEEDED';
      },
    });
    const build = await endOf(codebuild, (await start('function')).id!);
    expect(build.buildStatus).toBe('FAILED');
    expect(
      build.phases!.find(({ phaseType }) => phaseType === 'BUILD')!.contexts,
    ).toMatchObject([{ message: 'The specified key does not exist.' }]);
    expect(await outputOf(build)).toEqual(['of 1']);
  });
});

describe('events', () => {
  it('sends changes of state to queues', async () => {
    const queue = emulator.createQueue('events');
    expect(queue.arn).toBe('arn:aws:sqs:eu-west-1:111122223333:events');
    project('observed', {
      buildspec: commands('true'),
      environmentVariables: { RUN_ID: '7' },
    });
    const build = await endOf(codebuild, (await start('observed')).id!);
    emulator.sendMessage('events', '{"forged":true}');
    const sqs = new SQSClient(emulator.clientConfig);
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: 10,
      }),
    );
    sqs.destroy();
    const [began, ended, forged] = Messages!.map(({ Body }) =>
      JSON.parse(Body!),
    );
    const envelope = {
      source: 'aws.codebuild',
      'detail-type': 'CodeBuild Build State Change',
      account: '111122223333',
      region: 'eu-west-1',
      resources: [build.arn],
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    };
    expect(began).toMatchObject({
      ...envelope,
      detail: {
        'build-status': 'IN_PROGRESS',
        'build-id': build.arn,
        'project-name': 'observed',
        'additional-information': { 'build-complete': false },
      },
    });
    expect(ended).toMatchObject({
      ...envelope,
      detail: {
        'build-status': 'SUCCEEDED',
        'current-phase': 'COMPLETED',
        'additional-information': {
          'build-complete': true,
          'build-start-time': expect.stringMatching(
            /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$/,
          ),
          environment: {
            'environment-variables': [
              { name: 'RUN_ID', value: '7', type: 'PLAINTEXT' },
            ],
          },
          logs: { 'stream-name': build.logs!.streamName },
        },
      },
    });
    expect(forged).toEqual({ forged: true });
  });
});
