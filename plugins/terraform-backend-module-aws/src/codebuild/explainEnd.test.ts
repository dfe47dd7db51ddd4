import { Build } from '@aws-sdk/client-codebuild';
import { explainEnd } from './explainEnd';

const id = 'planroom-apply:1';
const explain = (
  build: Build | undefined,
  end: { begun?: boolean; canceled?: boolean } = {},
) =>
  explainEnd({
    phaseId: 'run-apply',
    build: build && { id, ...build },
    begun: false,
    canceled: false,
    ...end,
  });

describe('explainEnd', () => {
  it.each<[string, Build, string]>([
    [
      'an image that is not there',
      {
        buildStatus: 'FAILED',
        environment: {
          image: 'registry/runner@sha256:1',
          type: 'LINUX_CONTAINER',
          computeType: 'BUILD_GENERAL1_SMALL',
        },
        phases: [
          {
            phaseType: 'PROVISIONING',
            phaseStatus: 'FAILED',
            contexts: [
              { message: "Unable to pull customer's container image" },
            ],
          },
        ],
      },
      "cannot be had: Unable to pull customer's container image; check the image of this version",
    ],
    [
      'a queue that took too long',
      { buildStatus: 'TIMED_OUT', queuedTimeoutInMinutes: 60 },
      'waited longer than 60 minutes for a free place in CodeBuild and never ran',
    ],
    [
      'a failure before the build',
      {
        buildStatus: 'FAILED',
        phases: [
          { phaseType: 'INSTALL', phaseStatus: 'SUCCEEDED' },
          { phaseType: 'PRE_BUILD', phaseStatus: 'FAILED' },
        ],
      },
      'failed in the phase PRE_BUILD before the runner began',
    ],
    [
      'a stop from the console',
      { buildStatus: 'STOPPED' },
      'stopped by somebody in AWS, outside Planroom; CloudTrail knows who',
    ],
    [
      'a fault of AWS',
      { buildStatus: 'FAULT', currentPhase: 'PROVISIONING' },
      'AWS had a fault of its own in the phase PROVISIONING',
    ],
  ])('says of %s that nothing was changed', (_, build, sentence) => {
    const outcome = explain(build);
    expect(outcome).toMatchObject({
      kind: 'ended',
      result: { outcome: 'failed', step: 'start', phaseId: 'run-apply' },
    });
    const message =
      outcome.kind === 'ended' ? outcome.result.message : outcome.reason;
    expect(message).toContain(sentence);
    expect(message).toMatch(/nothing was changed$/);
  });

  it('is a cancel when the portal stopped what had not begun', () => {
    expect(
      explain({ buildStatus: 'STOPPED' }, { canceled: true }),
    ).toMatchObject({ kind: 'ended', result: { outcome: 'canceled' } });
  });

  it.each<[string, Build | undefined, string]>([
    [
      'a timeout',
      { buildStatus: 'TIMED_OUT', timeoutInMinutes: 480 },
      'ended by CodeBuild after 480 minutes',
    ],
    [
      'a killed build',
      { buildStatus: 'FAILED', currentPhase: 'BUILD' },
      'was ended in the phase BUILD before it could say how Terraform ended',
    ],
    ['a build that is unknown', undefined, 'does not know the build any more'],
    [
      'a runner of another version',
      { buildStatus: 'SUCCEEDED' },
      'handed over nothing',
    ],
  ])('is lost after %s, once Terraform may have run', (_, build, sentence) => {
    expect(explain(build, { begun: true })).toEqual({
      kind: 'lost',
      reason: expect.stringContaining(sentence),
    });
  });
});
