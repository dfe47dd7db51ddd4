import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  ListBuildsForProjectCommand,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import { TerraformNoCapacityError } from '@planroom/backstage-plugin-terraform-node';
import { mockClient } from 'aws-sdk-client-mock';
import { BuildStarter } from './BuildStarter';
import { PhaseObjects } from './PhaseObjects';

const codebuild = mockClient(CodeBuildClient);
const MANIFEST = 'runs/run-1/plan/0a1b';
const VARIABLE = `s3://artifacts/${MANIFEST}`;

/** The bucket as far as orders matter. */
function createObjects() {
  const kept = new Map<string, string>();
  return {
    key: (_: unknown, name: string) => `runs/run-1/plan/${name}`,
    orderKey: () => 'runs/run-1/order-plan',
    uri: (key: string) => `s3://artifacts/${key}`,
    async putNew(key: string, body: string) {
      if (kept.has(key)) return false;
      kept.set(key, body);
      return true;
    },
    async get(key: string) {
      const body = kept.get(key);
      return body === undefined ? undefined : Buffer.from(body);
    },
  } as unknown as PhaseObjects;
}

const error = (name: string, message: string, status?: number) =>
  Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status },
  });

describe('BuildStarter', () => {
  const starter = () =>
    new BuildStarter(
      new CodeBuildClient({ region: 'eu-west-1' }),
      createObjects(),
    );
  const now = () => ({ manifest: MANIFEST, at: new Date().toISOString() });
  const longAgo = () => ({
    manifest: MANIFEST,
    at: new Date(Date.now() - 10 * 60_000).toISOString(),
  });

  beforeEach(() => codebuild.reset());

  it('gives a phase one order, however often it is asked', async () => {
    const one = starter();
    const order = await one.order({ runId: 'run-1', phase: 'plan' });
    expect(order.manifest).toMatch(/^runs\/run-1\/plan\/[0-9a-f]{48}$/);
    expect(await one.order({ runId: 'run-1', phase: 'plan' })).toEqual(order);
  });

  it('overrides nothing but the one variable, and makes the same request each time', async () => {
    codebuild.on(StartBuildCommand).resolves({ build: { id: 'p:1' } });
    const one = starter();
    const order = now();
    await one.start('p', order, 'run-1-plan');
    await one.start('p', order, 'run-1-plan');
    const [first, second] = codebuild
      .commandCalls(StartBuildCommand)
      .map(call => call.args[0].input);
    expect(first).toEqual({
      projectName: 'p',
      idempotencyToken: expect.stringMatching(/^[0-9a-f]{64}$/),
      environmentVariablesOverride: [
        { name: 'RUN_MANIFEST', type: 'PLAINTEXT', value: VARIABLE },
      ],
    });
    expect(second).toEqual(first);
  });

  it('finds its own build when the token is forgotten', async () => {
    codebuild
      .on(ListBuildsForProjectCommand)
      .resolvesOnce({ ids: ['p:9', 'p:8'], nextToken: 'more' })
      .resolvesOnce({ ids: ['p:7'] });
    codebuild
      .on(BatchGetBuildsCommand)
      .resolvesOnce({
        builds: ['p:9', 'p:8'].map(id => ({ id, startTime: new Date() })),
      })
      .resolvesOnce({
        builds: [
          {
            id: 'p:7',
            environment: {
              type: 'LINUX_CONTAINER',
              image: 'i',
              computeType: 'BUILD_GENERAL1_SMALL',
              environmentVariables: [{ name: 'RUN_MANIFEST', value: VARIABLE }],
            },
          },
        ],
      });
    const build = await starter().start('p', longAgo(), 'run-1-plan');
    expect(build.id).toBe('p:7');
    expect(codebuild.commandCalls(StartBuildCommand)).toHaveLength(0);
  });

  it('starts one when there is none of its own', async () => {
    codebuild.on(ListBuildsForProjectCommand).resolves({ ids: [] });
    codebuild.on(StartBuildCommand).resolves({ build: { id: 'p:1' } });
    expect((await starter().start('p', longAgo(), 'x')).id).toBe('p:1');
  });

  it('takes a refusal for want of places as no capacity', async () => {
    codebuild
      .on(StartBuildCommand)
      .rejects(error('AccountLimitExceededException', 'Too many', 400));
    await expect(starter().start('p', now(), 'x')).rejects.toThrow(
      TerraformNoCapacityError,
    );
  });

  it('says what to mend when AWS refuses', async () => {
    codebuild
      .on(StartBuildCommand)
      .rejects(error('ResourceNotFoundException', 'Project not found', 400));
    await expect(starter().start('p', now(), 'x')).rejects.toThrow(
      'check terraform.executors.codebuild against the output portal_config',
    );
  });

  it('does not claim to know what became of a request without an answer', async () => {
    const lost = Object.assign(new Error('socket hang up'), {
      code: 'ECONNRESET',
    });
    codebuild.on(StartBuildCommand).rejects(lost);
    await expect(starter().start('p', now(), 'x')).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });
});
