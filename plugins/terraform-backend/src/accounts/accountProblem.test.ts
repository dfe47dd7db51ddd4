import { accountProblem } from './accountProblem';

const aws = {
  cloud: 'aws' as const,
  accountId: '111122223333',
  environments: ['dev'],
};

it.each<[object, string]>([
  [{}, 'fine'],
  [
    { environments: ['dev', 'qa'] },
    'environments names qa, which does not exist; choose from dev, production',
  ],
  [
    { accountId: '1111222233' },
    'accountId must be the id of an AWS account: 12 digits',
  ],
])('judges %j', (more, words) => {
  const problem = accountProblem({ ...aws, ...more }, ['dev', 'production']);
  expect(problem ?? 'fine').toBe(words);
});
