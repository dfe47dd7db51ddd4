import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { AwsEmulator, EmulatedProject } from '@planroom/codebuild-emulator';
import { createCodeBuildStartAction } from './codeBuildStart';

jest.setTimeout(60_000);

const REGION = 'eu-west-1';
const CONFIGURED = ['image', 'guarded', 'missing', 'narrow', 'slow'].map(
  name => ({
    name,
    region: REGION,
    variables: ['TAG'],
    sourceVersion: true,
    ...(name === 'guarded' && { owners: ['group:default/platform'] }),
  }),
);
let emulator: AwsEmulator;
const userInfo = mockServices.userInfo.mock({
  getUserInfo: async ({ principal }: any) => ({
    userEntityRef: principal.userEntityRef,
    ownershipEntityRefs: [
      principal.userEntityRef,
      principal.userEntityRef.replace('user:', 'group:'),
    ],
  }),
});

beforeAll(async () => {
  emulator = await AwsEmulator.start({ region: REGION });
  const project = (name: string, commands: string[], more: object = {}) =>
    emulator.putProject({
      name,
      serviceRole: 'arn:aws:iam::111122223333:role/builds',
      timeoutInMinutes: 5,
      logGroup: `/aws/codebuild/${name}`,
      buildspec: JSON.stringify(
        {
          version: 0.2,
          env: { 'exported-variables': ['IMAGE'] },
          phases: { build: { commands } },
        },
        null,
        2,
      ),
      ...more,
    } as EmulatedProject);
  project('image', [
    'echo "tag $TAG"',
    'if [ "$TAG" = broken ]; then exit 3; fi',
    'export IMAGE=image:$TAG',
    'echo done',
  ]);
  project('guarded', ['echo guarded']);
  project('slow', ['echo begun', 'sleep 30']);
  project('narrow', ['sleep 1'], { concurrentBuildLimit: 1 });
});
afterAll(() => emulator.close());
beforeEach(() => {
  emulator.journal.clear();
  emulator.faults.clear();
});

/** A task's step; checkpoints are kept in the given map, as the scaffolder keeps them over a restart. */
function step(
  input: Record<string, unknown>,
  given: {
    checkpoints?: Map<string, any>;
    taskId?: string;
    signal?: AbortSignal;
    isDryRun?: boolean;
    credentials?: unknown;
  } = {},
) {
  const checkpoints = given.checkpoints ?? new Map<string, any>();
  const outputs: Record<string, any> = {};
  const logged: string[] = [];
  const action = createCodeBuildStartAction({
    config: new ConfigReader({
      terraform: { aws: { codebuild: { projects: CONFIGURED as never } } },
    }),
    userInfo,
    clients: () => ({
      codebuild: new CodeBuildClient(emulator.clientConfig),
      logs: new CloudWatchLogsClient(emulator.clientConfig),
    }),
    pollMs: 50,
  });
  const ctx = {
    ...createMockActionContext({
      input: input as never,
      task: { id: given.taskId ?? `task-${Math.random()}` },
    }),
    isDryRun: given.isDryRun,
    signal: given.signal,
    logger: mockServices.logger.mock({
      info: message => logged.push(message),
      warn: message => logged.push(`WARN ${message}`),
    }),
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
    checkpoint: async ({ key, fn }: { key: string; fn: () => unknown }) => {
      if (!checkpoints.has(key)) {
        checkpoints.set(key, JSON.parse(JSON.stringify(await fn())));
      }
      return checkpoints.get(key);
    },
    ...(given.credentials !== undefined && {
      getInitiatorCredentials: async () => given.credentials,
    }),
  };
  return { run: () => action.handler(ctx as never), outputs, logged };
}

/** Answers every order with one time. */
class SameOrder extends Map<string, any> {
  constructor(readonly orderedAt: string) {
    super();
  }
  has(key: string) {
    return key.startsWith('order.') || super.has(key);
  }
  get(key: string) {
    return key.startsWith('order.')
      ? { orderedAt: this.orderedAt }
      : super.get(key);
  }
}

const starts = () => emulator.journal.of('codebuild', 'StartBuild');
const buildsOf = (name: string) =>
  emulator.builds().filter(({ project }) => project === name);

it('starts the project with what may be changed, shows its log and answers what it exports', async () => {
  emulator.faults.emptyLogPages(2);
  const { run, outputs, logged } = step({
    project: 'image',
    environmentVariables: { TAG: 7 },
    sourceVersion: 'main',
  });
  await run();
  expect(starts().map(({ input }) => input)).toEqual([
    {
      projectName: 'image',
      idempotencyToken: expect.stringMatching(/^\w{64}$/),
      autoRetryLimitOverride: 0,
      environmentVariablesOverride: [
        { name: 'TAG', value: '7', type: 'PLAINTEXT' },
        {
          name: 'PLANROOM_TASK',
          value: starts()[0].input.idempotencyToken,
          type: 'PLAINTEXT',
        },
      ],
      sourceVersion: 'main',
    },
  ]);
  const [build] = buildsOf('image');
  expect(outputs).toEqual({
    buildId: build.id,
    buildArn: build.arn,
    status: 'SUCCEEDED',
    logsUrl: expect.stringContaining('https://'),
    exportedVariables: { IMAGE: 'image:7' },
  });
  const lines = logged.filter(line => ['tag 7', 'done'].includes(line));
  expect(lines).toEqual(['tag 7', 'done']);
});

it('fails with the phase and the words of CodeBuild', async () => {
  const { run, outputs } = step({
    project: 'image',
    environmentVariables: { TAG: 'broken' },
  });
  await expect(run()).rejects.toThrow(
    /^The build image:\S+ failed in the phase BUILD: .*exit status 3.* See https:/,
  );
  expect(outputs).toMatchObject({
    status: 'FAILED',
    logsUrl: expect.stringContaining('https://'),
  });

  emulator.faults.provisioningFault('image', 'the image is gone', {
    status: 'FAULT',
  });
  await expect(step({ project: 'image' }).run()).rejects.toThrow(
    'AWS had a fault of its own in the phase PROVISIONING',
  );
});

it('is not confused by answers that are lost or refused for a while', async () => {
  const before = buildsOf('image').length;
  emulator.faults.loseAnswer('codebuild', 'StartBuild');
  emulator.faults.throttle('codebuild', 'BatchGetBuilds', 4);
  emulator.faults.throttle('logs', 'GetLogEvents', 4);
  const { run, logged } = step({ project: 'image' });
  await run();
  expect(buildsOf('image')).toHaveLength(before + 1);
  expect(logged).toContain('done');
});

it('stops the build when the task is cancelled', async () => {
  const cancel = new AbortController();
  const { run, logged } = step({ project: 'slow' }, { signal: cancel.signal });
  const failed = run().catch((error: Error) => error.message);
  while (!logged.includes('begun')) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  cancel.abort();
  expect(await failed).toMatch(
    /^The build slow:\S+ was stopped, because the task was cancelled$/,
  );
  expect(buildsOf('slow')[0].status).toBe('STOPPED');

  const early = step({ project: 'slow' }, { signal: AbortSignal.abort() });
  await expect(early.run()).rejects.toThrow();
  expect(buildsOf('slow')).toHaveLength(1);
});

it('does not wait when it is told so, nor longer than it is told', async () => {
  const unwatched = step({ project: 'slow', wait: false });
  await unwatched.run();
  expect(unwatched.outputs).toMatchObject({
    status: 'IN_PROGRESS',
    buildId: expect.stringMatching(/^slow:/),
    logsUrl: expect.stringContaining(
      'https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/111122223333/projects/slow/build/slow%3A',
    ),
  });
  expect(emulator.journal.of('logs')).toEqual([]);

  const orderedAt = new Date(Date.now() - 120_000).toISOString();
  const patient = step(
    { project: 'slow', timeoutMinutes: 1 },
    { checkpoints: new SameOrder(orderedAt) },
  );
  await expect(patient.run()).rejects.toThrow(
    /^The build slow:\S+ still runs, and the task does not wait any longer/,
  );
  expect(emulator.journal.of('codebuild', 'StopBuild')).toEqual([]);
});

it('waits for a place', async () => {
  const [first, second] = [
    step({ project: 'narrow' }),
    step({ project: 'narrow' }),
  ];
  await Promise.all([first.run(), second.run()]);
  expect(buildsOf('narrow').map(({ status }) => status)).toEqual([
    'SUCCEEDED',
    'SUCCEEDED',
  ]);
  expect([...first.logged, ...second.logged].join('\n')).toContain(
    'Waiting for a place in CodeBuild',
  );
});

it('lets only owners start a project that has some', async () => {
  const as = (credentials: unknown, more: object = {}) =>
    step({ project: 'guarded' }, { credentials, ...more }).run();
  await as(mockCredentials.user('user:default/platform'));
  const stranger = mockCredentials.user('user:default/stranger');
  for (const isDryRun of [true, false]) {
    await expect(as(stranger, { isDryRun })).rejects.toThrow(
      'Only members of group:default/platform may start guarded, and user:default/stranger is in none of these groups',
    );
    await expect(as(mockCredentials.service(), { isDryRun })).rejects.toThrow(
      'this task was not started by a person',
    );
    await expect(as(mockCredentials.none(), { isDryRun })).rejects.toThrow(
      'this task was not started by a person',
    );
  }
  expect(buildsOf('guarded')).toHaveLength(1);
});

it('only checks the input in a dry run', async () => {
  const dry = step({ project: 'image' }, { isDryRun: true });
  await dry.run();
  expect(dry.outputs).toMatchObject({ buildId: 'dry-run' });
  await expect(
    step({ project: 'unknown' }, { isDryRun: true }).run(),
  ).rejects.toThrow('cannot be started by templates');
  expect(emulator.journal.entries).toEqual([]);
});

it('says what to mend when AWS refuses, and does without a log', async () => {
  await expect(step({ project: 'missing' }).run()).rejects.toThrow(
    'The portal could not start a build of missing in eu-west-1: there is no such project',
  );
  const refuse = (service: 'codebuild' | 'logs', operation: string) =>
    emulator.faults.failNext(service, operation, 'AccessDeniedException', 'no');
  refuse('codebuild', 'StartBuild');
  await expect(step({ project: 'image' }).run()).rejects.toThrow(
    'AWS does not allow it (AccessDeniedException: no); give the role of the machine codebuild:StartBuild',
  );
  refuse('logs', 'GetLogEvents');
  const { run, logged, outputs } = step({ project: 'image' });
  await run();
  expect(outputs.status).toBe('SUCCEEDED');
  expect(logged.filter(line => line.startsWith('WARN'))).toEqual([
    expect.stringContaining('could not read the log of a build of image'),
  ]);
});

// The last one: after it the clock of the emulator is another.
it('starts one build, however often the task is taken up again', async () => {
  const before = buildsOf('image').length;
  const taskId = 'task-again';
  // The scaffolder did not live to keep the answer.
  const order = new Map<string, any>();
  await step({ project: 'image' }, { taskId, checkpoints: order }).run();
  const kept = [...order].filter(([key]) => key.startsWith('order.'));
  const again = step(
    { project: 'image' },
    { taskId, checkpoints: new Map(kept) },
  );
  await again.run();
  expect(starts()).toHaveLength(2);
  expect(buildsOf('image')).toHaveLength(before + 1);

  // CodeBuild has forgotten the token.
  emulator.clock.advance(6 * 60_000);
  const [[key]] = kept;
  const tenMinutesAgo = new Date(Date.now() - 10 * 60_000).toISOString();
  const late = step(
    { project: 'image' },
    { taskId, checkpoints: new Map([[key, { orderedAt: tenMinutesAgo }]]) },
  );
  await late.run();
  expect(starts()).toHaveLength(2);
  expect(late.outputs).toEqual(again.outputs);

  // With everything kept it only looks at the build.
  const whole = step({ project: 'image' }, { taskId, checkpoints: order });
  await whole.run();
  expect(starts()).toHaveLength(2);
  expect(whole.outputs).toEqual(again.outputs);
  // Another task is another build.
  await step({ project: 'image' }).run();
  expect(buildsOf('image')).toHaveLength(before + 2);
});
