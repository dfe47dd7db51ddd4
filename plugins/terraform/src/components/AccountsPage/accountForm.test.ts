import {
  draftOf,
  problemsOf,
  requestOf,
  type AccountDraft,
} from './accountForm';

const aws = {
  ...draftOf({}, 'suggested-id'),
  cloud: 'aws' as const,
  name: 'payments-dev',
  accountId: '111122223333',
  environments: ['dev'],
  owner: 'group:default/platform',
};
const ROLE = 'arn:aws:iam::111122223333:role/planroom-plan';

describe('accountForm', () => {
  it.each<[string, Partial<AccountDraft>, object]>([
    ['a cloud first', { cloud: undefined }, { cloud: 'Choose a cloud.' }],
    ['what is there', {}, {}],
    [
      'what is needed',
      { name: ' ', accountId: '', environments: [], owner: '' },
      {
        name: 'This is needed.',
        accountId: 'This is needed.',
        environments: 'This is needed.',
        owner: 'This is needed.',
      },
    ],
    ['a name', { name: 'Payments' }, { name: /^Must be 3 to 63 lower-case/ }],
    ['an id of AWS', { accountId: '42' }, { accountId: /12 digits/ }],
    [
      'an id of Azure',
      { cloud: 'azure' },
      { accountId: /^Must be the id of an Azure subscription: a UUID/ },
    ],
    [
      'an id of Google Cloud',
      { cloud: 'gcp' },
      { accountId: /id of a Google project/ },
    ],
    [
      'a role',
      { planRoleArn: 'planroom-plan' },
      { planRoleArn: /^Must be the ARN of a role/ },
    ],
    [
      'a role of the account',
      { accountId: '444455556666', applyRoleArn: ROLE },
      { applyRoleArn: /^Belongs to another account than 444455556666;.*\.$/ },
    ],
    [
      'a boundary of the account or of AWS',
      { permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
      {},
    ],
    [
      'no role elsewhere',
      { planRoleArn: ROLE, cloud: 'gcp', accountId: 'payments-dev' },
      {},
    ],
    ['regions', { regions: 'eu-west-1 Ireland' }, { regions: /region/ }],
    ['an external id', { externalId: 'a b' }, { externalId: /2 to 1224/ }],
  ])('asks for %s', (_what, changes, expected) => {
    const problems = problemsOf({ ...aws, ...changes });
    expect(Object.keys(problems)).toEqual(Object.keys(expected));
    for (const [field, text] of Object.entries(expected)) {
      expect(problems[field as keyof AccountDraft]).toMatch(text);
    }
  });

  it('sends what was given, and roles to AWS only', () => {
    const draft = {
      ...aws,
      title: '  ',
      regions: 'eu-west-1,eu-central-1  eu-north-1',
      planRoleArn: ` ${ROLE} `,
    };
    expect(requestOf(draft)).toEqual({
      name: 'payments-dev',
      cloud: 'aws',
      accountId: '111122223333',
      environments: ['dev'],
      regions: ['eu-west-1', 'eu-central-1', 'eu-north-1'],
      owner: 'group:default/platform',
      planRoleArn: ROLE,
      externalId: 'suggested-id',
    });
    const elsewhere = requestOf({ ...draft, cloud: 'azure' });
    expect(elsewhere.planRoleArn).toBeUndefined();
    expect(elsewhere.externalId).toBeUndefined();
  });
});
