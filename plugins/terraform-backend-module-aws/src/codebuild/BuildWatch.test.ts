import {
  BatchGetBuildsCommand,
  CodeBuildClient,
} from '@aws-sdk/client-codebuild';
import { mockServices } from '@backstage/backend-test-utils';
import { mockClient } from 'aws-sdk-client-mock';
import { BuildWatch } from './BuildWatch';

const codebuild = mockClient(CodeBuildClient);
const asked = () =>
  codebuild
    .commandCalls(BatchGetBuildsCommand)
    .map(call => call.args[0].input.ids ?? []);

describe('BuildWatch', () => {
  let watch: BuildWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    codebuild.reset();
    codebuild.on(BatchGetBuildsCommand).callsFake(({ ids }) => ({
      builds: ids
        .filter((id: string) => !id.startsWith('gone'))
        .map((id: string) => ({ id, currentPhase: 'BUILD' })),
      buildsNotFound: ids.filter((id: string) => id.startsWith('gone')),
    }));
    watch = new BuildWatch({
      codebuild: new CodeBuildClient({ region: 'eu-west-1' }),
      pollMs: 5_000,
      logger: mockServices.logger.mock(),
    });
  });

  afterEach(() => {
    watch.close();
    jest.useRealTimers();
  });

  it('asks for a hundred builds at a time, all of them once in an interval', async () => {
    for (let n = 0; n < 250; n += 1) watch.get(`p:${n}`);
    await jest.advanceTimersByTimeAsync(600);
    expect(asked().map(ids => ids.length)).toEqual([100, 100, 50]);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(asked()).toHaveLength(9);
    expect(watch.get('p:249')).toMatchObject({ currentPhase: 'BUILD' });
  });

  it('asks soon for the builds it hears of, in one request, and for no others', async () => {
    for (let n = 0; n < 150; n += 1) watch.get(`p:${n}`);
    await jest.advanceTimersByTimeAsync(600);
    codebuild.resetHistory();
    for (let n = 0; n < 40; n += 1) watch.wake(`p:${n}`);
    watch.wake('of somebody else');
    await jest.advanceTimersByTimeAsync(600);
    expect(asked().map(ids => ids.length)).toEqual([40]);
  });

  it('tells whoever waits, and knows what CodeBuild does not know', async () => {
    watch.get('gone:1');
    const changed = watch.changed('gone:1', 60_000);
    await jest.advanceTimersByTimeAsync(600);
    await changed;
    expect(watch.get('gone:1')).toBe('unknown');
  });

  it('asks no more for builds that have ended, or that nobody follows any more', async () => {
    codebuild.on(BatchGetBuildsCommand).callsFake(({ ids }) => ({
      builds: ids.map((id: string) => ({
        id,
        buildComplete: id === 'p:ended',
      })),
    }));
    watch.get('p:ended');
    watch.get('p:left');
    watch.get('p:wanted');
    for (let second = 0; second < 90; second += 1) {
      watch.get('p:wanted');
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect(asked()[0]).toEqual(['p:ended', 'p:left', 'p:wanted']);
    expect(asked()[2]).toEqual(['p:left', 'p:wanted']);
    expect(asked().at(-1)).toEqual(['p:wanted']);
    expect(watch.isWatched('p:left')).toBe(false);
  });

  it('gives up waiting after a while', async () => {
    watch.get('p:1');
    await jest.advanceTimersByTimeAsync(600);
    const changed = watch.changed('p:1', 1_000);
    await jest.advanceTimersByTimeAsync(1_000);
    await expect(changed).resolves.toBeUndefined();
  });

  it('comes back later when AWS throttles, and asks for what it missed', async () => {
    codebuild
      .on(BatchGetBuildsCommand)
      .rejectsOnce(
        Object.assign(new Error('slow'), { name: 'ThrottlingException' }),
      )
      .callsFake(({ ids }) => ({
        builds: ids.map((id: string) => ({ id, buildComplete: true })),
      }));
    watch.get('p:1');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked()).toHaveLength(1);
    expect(watch.get('p:1')).toBeUndefined();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(watch.get('p:1')).toMatchObject({ buildComplete: true });
  });

  it('looks often at a build that is about to end, until it has', async () => {
    watch.get('p:1');
    await jest.advanceTimersByTimeAsync(600);
    codebuild.resetHistory();
    watch.expectEnd('p:1');
    await jest.advanceTimersByTimeAsync(3_600);
    expect(asked().length).toBeGreaterThanOrEqual(3);
    codebuild.on(BatchGetBuildsCommand).callsFake(({ ids }) => ({
      builds: ids.map((id: string) => ({ id, buildComplete: true })),
    }));
    await jest.advanceTimersByTimeAsync(1_100);
    codebuild.resetHistory();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(asked().length).toBeLessThanOrEqual(1);
  });
});
