import { ConfigReader } from '@backstage/config';
import { readCodeBuildConfig } from './config';
import { readEvent } from './readEvent';

const config = readCodeBuildConfig(
  new ConfigReader({
    terraform: {
      executors: {
        codebuild: {
          region: 'eu-west-1',
          accountId: '111122223333',
          projects: {
            plan: { '1': 'runner-plan' },
            apply: { '1': 'runner-apply' },
          },
          artifacts: { bucket: 'artifacts' },
        },
      },
    },
  }),
)!;
const EVENT = {
  id: 'event-1',
  source: 'aws.codebuild',
  account: '111122223333',
  region: 'eu-west-1',
  'detail-type': 'CodeBuild Build State Change',
  detail: {
    'build-id':
      'arn:aws:codebuild:eu-west-1:111122223333:build/runner-plan:0a1b-2c',
    'build-status': 'SUCCEEDED',
  },
};
const read = (event: unknown) => readEvent(JSON.stringify(event), config);
const about = (arn: string) => ({ ...EVENT, detail: { 'build-id': arn } });

describe('readEvent', () => {
  it('names the build', () => {
    expect(read(EVENT)).toEqual({
      eventId: 'event-1',
      buildId: 'runner-plan:0a1b-2c',
    });
  });

  it.each([
    [{ ...EVENT, source: 'my.app' }, 'no event of CodeBuild'],
    [{ ...EVENT, id: undefined }, 'no event of CodeBuild'],
    [{ ...EVENT, account: '999999999999' }, 'about the account 999999999999'],
    [
      about('arn:aws:codebuild:eu-west-1:999999999999:build/runner-plan:0a'),
      'no build of this account',
    ],
    [
      about('arn:aws:codebuild:eu-west-1:111122223333:build/other:0a'),
      'project other, which is not configured',
    ],
    [about('runner-plan:0a'), 'no build of this account'],
    ['text', 'no event'],
    [null, 'no event'],
  ])('ignores %j', (event, why) => {
    expect(read(event)).toContain(why);
  });

  it('ignores what is not JSON', () => {
    expect(readEvent('{', config)).toBe('It is not JSON');
  });
});
