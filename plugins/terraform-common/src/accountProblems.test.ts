import { ACCOUNT_IDS, accountProblems } from './accountProblems';

const aws = { cloud: 'aws' as const, accountId: '111122223333' };
const azure = {
  cloud: 'azure',
  accountId: '02468ace-1357-9bdf-0246-8ace13579BDF',
};
const gcp = { cloud: 'gcp', accountId: 'payments-dev-4711' };
const role = 'arn:aws:iam::111122223333:role/planroom';
const elsewhere = '444455556666';

describe('accountProblems', () => {
  it.each<[object, string[]]>([
    [{}, []],
    [{ planRoleArn: role, applyRoleArn: role, externalId: 'x' }, []],
    [{ permissionsBoundaryArn: 'arn:aws:iam::aws:policy/Guard' }, []],
    [azure, []],
    [gcp, []],
    [{ accountId: '1111222233' }, ['accountId must be the id of an AWS']],
    [{ cloud: 'azure' }, ['accountId must be the id of an Azure']],
    [{ cloud: 'gcp' }, ['accountId must be the id of a Google project']],
    [
      { accountId: elsewhere, planRoleArn: role, applyRoleArn: role },
      [
        `planRoleArn belongs to another account than ${elsewhere}; give one of this account`,
        'applyRoleArn belongs to another',
      ],
    ],
    [
      { permissionsBoundaryArn: `arn:aws:iam::${elsewhere}:policy/Guard` },
      ['permissionsBoundaryArn belongs to another'],
    ],
    [
      { ...azure, externalId: 'x' },
      ['externalId is for accounts of AWS only; leave it out'],
    ],
    [
      { ...gcp, accountId: '123456789012', applyRoleArn: role },
      [
        `accountId must be the id of a Google project: ${ACCOUNT_IDS.gcp.form}`,
        'applyRoleArn is for accounts of AWS only',
      ],
    ],
  ])('judges %j', (more, expected) => {
    const problems = accountProblems({ ...aws, ...more });
    expect(problems.map(({ field, message }) => `${field} ${message}`)).toEqual(
      expected.map(words => expect.stringContaining(words)),
    );
  });
});
