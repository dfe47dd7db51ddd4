import type { CloudName, CreateAccountRequest } from './schemas';

/** What the id of an account is, by cloud, and what it looks like: both in words that go on after "must be". @public */
export const ACCOUNT_IDS: Record<
  CloudName,
  { what: string; form: string; pattern: RegExp }
> = {
  aws: {
    what: 'the id of an AWS account',
    form: '12 digits',
    pattern: /^\d{12}$/,
  },
  azure: {
    what: 'the id of an Azure subscription',
    form: 'a UUID such as 00000000-0000-0000-0000-000000000000',
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  },
  gcp: {
    what: 'the id of a Google project',
    form: '6 to 30 lower-case letters, digits and dashes, not the number of the project',
    pattern: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
  },
};

const ONLY_AWS = [
  'planRoleArn',
  'applyRoleArn',
  'externalId',
  'permissionsBoundaryArn',
] as const;

const ARNS = ['planRoleArn', 'applyRoleArn', 'permissionsBoundaryArn'] as const;

/** A member of an account that does not fit the others, and why, without a full stop. @public */
export interface AccountProblem {
  /** The member. */
  field:
    | 'accountId'
    | 'planRoleArn'
    | 'applyRoleArn'
    | 'externalId'
    | 'permissionsBoundaryArn';
  /** What is wrong with it, to be read behind its name. */
  message: string;
}

/**
 * What does not fit together in an account whose members have their right form: the id is that of its cloud, roles and what goes with them
 * belong to AWS, and to this account.
 *
 * @public
 */
export function accountProblems(
  account: Pick<CreateAccountRequest, 'cloud' | AccountProblem['field']>,
): AccountProblem[] {
  const { cloud, accountId } = account;
  const { what, form, pattern } = ACCOUNT_IDS[cloud];
  const problems: AccountProblem[] = [];
  if (!pattern.test(accountId)) {
    problems.push({
      field: 'accountId',
      message: `must be ${what}: ${form}`,
    });
  }
  if (cloud !== 'aws') {
    for (const field of ONLY_AWS) {
      if (account[field] === undefined) continue;
      problems.push({
        field,
        message: 'is for accounts of AWS only; leave it out',
      });
    }
    return problems;
  }
  for (const field of ARNS) {
    const owner = account[field]?.split(':').at(4);
    // Policies of AWS itself belong to every account.
    if (owner === undefined || owner === 'aws' || owner === accountId) continue;
    problems.push({
      field,
      message: `belongs to another account than ${accountId}; give one of this account`,
    });
  }
  return problems;
}
