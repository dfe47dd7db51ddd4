import { ConfigReader } from '@backstage/config';
import { chooseProject, readCodeBuildConfig } from './config';

const PORTAL_CONFIG = {
  region: 'eu-west-1',
  accountId: '111122223333',
  projects: {
    plan: { '1.11.4': 'planroom-plan-1-11-4' },
    apply: { '1.11.4': 'planroom-apply-1-11-4' },
  },
  artifacts: { bucket: 'planroom-artifacts', prefix: 'runs/' },
};

function read(codebuild: object) {
  return readCodeBuildConfig(
    new ConfigReader({ terraform: { executors: { codebuild } } }),
  );
}

describe('readCodeBuildConfig', () => {
  it('is nothing without the executor', () => {
    expect(readCodeBuildConfig(new ConfigReader({}))).toBeUndefined();
  });

  it('takes what the Terraform module says, and has defaults for the rest', () => {
    expect(
      read({
        ...PORTAL_CONFIG,
        state: {
          bucket: 'planroom-state',
          region: 'eu-west-1',
          kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1',
          useLockfile: true,
          dynamodbLock: null,
        },
        events: { queueUrl: 'https://sqs.example/builds' },
        capacity: { plan: 3, apply: 2 },
      }),
    ).toMatchObject({
      projects: PORTAL_CONFIG.projects,
      state: { bucket: 'planroom-state' },
      queueUrl: 'https://sqs.example/builds',
      capacity: { plan: 3, apply: 2 },
      logs: { requestsPerSecond: 10 },
      pollMs: 5_000,
    });
  });

  it.each([
    [{ accountId: '1234' }, 'must have 12 digits'],
    [{ projects: { plan: {}, apply: {} } }, 'must name a project for each'],
    [
      { projects: { plan: { '1.11.4': 'a b' }, apply: { '1.11.4': 'ab' } } },
      'cannot be the name of a CodeBuild project',
    ],
    [{ artifacts: { bucket: 'b', prefix: 'other/' } }, 'know runs/ only'],
    [{ capacity: { plan: 0 } }, 'must be larger than 0'],
  ])('refuses %j', (part, message) => {
    expect(() => read({ ...PORTAL_CONFIG, ...part })).toThrow(message);
  });
});

describe('chooseProject', () => {
  const projects = { '1.9.8': 'nine', '1.11.4': 'four', '1.11.10': 'ten' };

  it.each([
    ['1.11.4', 'four'],
    ['1.11', 'ten'],
    ['1', 'ten'],
    ['1.9', 'nine'],
  ])('finds the project of %s', (version, project) => {
    expect(chooseProject(projects, version)).toBe(project);
  });

  it('needs no version where there is one only', () => {
    expect(chooseProject({ '1.11.4': 'four' }, undefined)).toBe('four');
    expect(() => chooseProject(projects, undefined)).toThrow(
      'for the versions 1.9.8, 1.11.4, 1.11.10',
    );
  });

  it('names the versions there are', () => {
    expect(() => chooseProject(projects, '1.1')).toThrow(
      'no project for version 1.1; set terraformVersion of the environment to one of 1.9.8, 1.11.4, 1.11.10',
    );
  });
});
