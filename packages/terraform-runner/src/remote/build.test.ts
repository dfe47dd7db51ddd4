import { deadlineOf, parseBuild, Refusal } from './build';

const ENV = {
  RUN_MANIFEST: 's3://artifacts-1/runs/run_1/apply/m-1.json',
  RUN_ARTIFACT_BUCKET: 'artifacts-1',
  RUN_PHASE: 'apply',
  RUN_TERRAFORM_VERSION: 'tofu-1.10.6',
  RUN_TIMEOUT_MINUTES: '480',
  CODEBUILD_BUILD_ARN:
    'arn:aws-cn:codebuild:cn-north-1:111122223333:build/planroom:0b1c',
  AWS_DEFAULT_REGION: 'cn-north-1',
};

describe('parseBuild', () => {
  it('takes what the project and CodeBuild say', () => {
    expect(parseBuild(ENV)).toEqual({
      arn: ENV.CODEBUILD_BUILD_ARN,
      bucket: 'artifacts-1',
      runId: 'run_1',
      phase: 'apply',
      manifestKey: 'runs/run_1/apply/m-1.json',
      prefix: 'runs/run_1/apply/',
      region: 'cn-north-1',
      version: 'tofu-1.10.6',
      timeoutMinutes: 480,
    });
    expect(
      parseBuild({
        ...ENV,
        AWS_REGION: 'eu-west-1',
        RUN_TERRAFORM_VERSION: '',
        RUN_TIMEOUT_MINUTES: undefined,
      }),
    ).toMatchObject({
      region: 'eu-west-1',
      version: undefined,
      timeoutMinutes: undefined,
    });
  });

  it.each([
    ['none', 'RUN_MANIFEST must be s3://artifacts-1/runs/<run>/apply/<name>'],
    ['s3://other/runs/run_1/apply/m', 'RUN_MANIFEST must be'],
    ['s3://artifacts-1/runs/run_1/plan/m', 'RUN_MANIFEST must be'],
    ['s3://artifacts-1/runs/run_1/apply/', 'RUN_MANIFEST must be'],
    ['s3://artifacts-1/runs/../apply/m', 'RUN_MANIFEST must be'],
    ['s3://artifacts-1/runs/run_1/apply/a/m', 'RUN_MANIFEST must be'],
    ['s3://artifacts-1/runs/run_1/apply/started', 'RUN_MANIFEST must be'],
    ['s3://artifacts-1/runs/run_1/apply/input.tar.gz', 'RUN_MANIFEST must be'],
  ])('refuses the address %s', (address, sentence) => {
    expect(() => parseBuild({ ...ENV, RUN_MANIFEST: address })).toThrow(
      sentence,
    );
  });

  it.each([
    ['RUN_ARTIFACT_BUCKET', undefined, 'RUN_ARTIFACT_BUCKET is not set'],
    ['RUN_PHASE', 'destroy', 'RUN_PHASE must be plan or apply, got "destroy"'],
    ['RUN_TERRAFORM_VERSION', '../1', 'RUN_TERRAFORM_VERSION must be'],
    ['RUN_TIMEOUT_MINUTES', 'long', 'RUN_TIMEOUT_MINUTES must be'],
    ['CODEBUILD_BUILD_ARN', 'arn:aws:s3:::x', 'CODEBUILD_BUILD_ARN is not'],
    ['AWS_DEFAULT_REGION', undefined, 'AWS_DEFAULT_REGION is not set'],
  ])('refuses %s=%s', (name, value, sentence) => {
    const attempt = () => parseBuild({ ...ENV, [name]: value });
    expect(attempt).toThrow(Refusal);
    expect(attempt).toThrow(sentence);
  });
});

describe('deadlineOf', () => {
  it.each([
    // timeout, the portal's wish, elapsed -> seconds, whether the project's timeout is the reason
    [undefined, undefined, 5, undefined, false],
    [undefined, 60, 5, 60, false],
    [10, undefined, 5, undefined, false],
    [11, undefined, 20, 280, true],
    [60, 600, 0, 600, false],
    [60, 3_600, 40, 3_200, true],
    [60, undefined, 7_000, 1, true],
  ])(
    'timeout %s min, wish %s s, %s s gone: %s s',
    (timeoutMinutes, wish, elapsed, seconds, isProjects) => {
      const deadline = deadlineOf(
        { phase: 'plan', timeoutMinutes },
        wish,
        elapsed,
      );
      expect(deadline.deadlineSeconds).toBe(seconds);
      expect(deadline.deadlineReason ?? '').toMatch(
        isProjects
          ? new RegExp(`The plan .*CodeBuild project \\(${timeoutMinutes} min`)
          : /^$/,
      );
    },
  );
});
