import { knownRegions, regionProblem } from './regionProblem';

it.each<[string[], string, boolean]>([
  [[], 'anywhere', true],
  [['eu-west-1', 'eu-central-1'], 'eu-central-1', true],
  [['eu-west-1'], 'us-east-1', false],
  [['westeurope'], 'West Europe', true],
  [['eu'], 'EU', true],
])('%j allows %s: %s', (regions, region, allowed) => {
  const problem = regionProblem({ name: 'payments', regions }, region);
  expect(problem).toBe(
    allowed
      ? undefined
      : 'The account payments does not allow the region us-east-1, only eu-west-1',
  );
});

it.each([
  ['aws', { providers: { aws: { region: 'eu-west-1' } } }, {}, ['eu-west-1']],
  ['aws', { env: { AWS_REGION: 'eu-west-2' } }, {}, ['eu-west-2']],
  [
    'aws',
    { providers: { aws: { region: 'eu-west-1' } }, env: { AWS_REGION: 'x' } },
    { location: 'y' },
    ['eu-west-1'],
  ],
  ['azure', {}, { location: 'westeurope' }, ['westeurope']],
  ['azure', {}, { location: { $secret: 'x' } }, []],
  [
    'gcp',
    { providers: { google: { region: 'europe-west1' } } },
    { location: 'EU' },
    ['europe-west1', 'EU'],
  ],
] as const)(
  'knows for %s with %j and %j: %j',
  (cloud, environment, variables, regions) => {
    expect(
      knownRegions(
        cloud,
        { providers: {}, env: {}, ...environment },
        variables,
      ),
    ).toEqual(regions);
  },
);
