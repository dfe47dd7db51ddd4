import { accountProblems } from '@planroom/backstage-plugin-terraform-common';
import { AccountRecord } from './types';

/** The first thing that is wrong with an account beyond the form of its members, as a sentence without a full stop. */
export function accountProblem(
  account: Parameters<typeof accountProblems>[0] &
    Pick<AccountRecord, 'environments'>,
  knownEnvironments: string[],
): string | undefined {
  const unknown = account.environments.find(
    name => !knownEnvironments.includes(name),
  );
  if (unknown !== undefined) {
    return `environments names ${unknown}, which does not exist; choose from ${knownEnvironments.join(
      ', ',
    )}`;
  }
  const [problem] = accountProblems(account);
  return problem && `${problem.field} ${problem.message}`;
}

/** Whether a phase gets into the account with a role, and needs no credential. */
export function hasRole(
  account: Pick<AccountRecord, 'planRoleArn' | 'applyRoleArn'>,
): boolean {
  return Boolean(account.planRoleArn || account.applyRoleArn);
}
