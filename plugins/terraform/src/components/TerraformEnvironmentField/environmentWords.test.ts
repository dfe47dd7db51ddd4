import { environments } from '../../__testUtils__/samples';
import { chosenEnvironment } from './chosenEnvironment';
import { describeEnvironment, environmentProblem } from './environmentWords';

const [production] = environments;
const two = [{ ...production, name: 'cloud' }, production];

describe('chosenEnvironment', () => {
  it.each([
    ['nobody has chosen', undefined, undefined, 'cloud'],
    ['the default exists', 'production', 'production', 'production'],
    ['the default is missing', 'dev', 'dev', 'cloud'],
    ['the choice is missing', 'staging', 'dev', 'staging'],
    ['the choice exists', 'production', 'dev', 'production'],
  ])('when %s', (_when, given, templateDefault, expected) => {
    expect(chosenEnvironment(two, given, templateDefault)).toBe(expected);
  });

  it('is none when there are none', () => {
    expect(chosenEnvironment([], undefined, undefined)).toBeUndefined();
    expect(chosenEnvironment([], 'dev', 'dev')).toBeUndefined();
  });
});

describe('environmentProblem', () => {
  it.each([
    [two, 'production', undefined],
    [two, undefined, undefined],
    [
      two,
      'dev',
      'There is no environment dev. Choose one of cloud, production.',
    ],
    [[production], 'dev', 'There is no environment dev. Choose production.'],
    [
      [],
      'dev',
      'There are no environments. Ask the platform team to add one to the configuration, under terraform.environments.',
    ],
  ])('of %j and %s', (all, chosen, expected) => {
    expect(environmentProblem(all, chosen)).toBe(expected);
  });
});

describe('describeEnvironment', () => {
  it.each([
    ['local', "Terraform runs on the portal's machine."],
    ['codebuild', 'Terraform runs in AWS CodeBuild.'],
    ['our-cluster', 'Terraform runs in our-cluster.'],
  ])('of %s', (executor, place) => {
    expect(describeEnvironment({ ...production, executor })).toBe(
      `One of reviewers, never the requester. ${place}`,
    );
  });
});
