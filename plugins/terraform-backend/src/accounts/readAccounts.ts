import { Config } from '@backstage/config';
import { createAccountSchema } from '@planroom/backstage-plugin-terraform-common';
import { parseOwner } from '../workspaces/entityRefs';
import { accountProblem } from './accountProblem';
import { AccountRecord } from './types';

/** What Backstage's own `aws.accounts` says of an account, as far as it is taken over. */
interface AwsIntegration {
  roleArn?: string;
  externalId?: string;
}

/**
 * Reads `terraform.accounts`. An AWS account without roles takes role and external id of the entry of `aws.accounts` with the same id.
 *
 * @throws Error naming the key that is wrong
 */
export function readAccounts(
  root: Config,
  environments: string[],
): AccountRecord[] {
  const accounts = root.getOptionalConfig('terraform.accounts');
  const integrations = readIntegrations(root);
  return (accounts?.keys() ?? []).map(name => {
    const given = accounts!.getConfig(name).get<Record<string, unknown>>();
    const { accountId } = given;
    const where = `terraform.accounts.${name}`;
    if ('name' in given) {
      throw new Error(`${where}.name: the name is the key; leave it out`);
    }
    const result = createAccountSchema.safeParse({
      cloud: 'aws',
      ...given,
      name,
      // YAML makes a number of digits without quotes.
      ...(typeof accountId === 'number' && { accountId: String(accountId) }),
    });
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new Error(`${[where, ...issue.path].join('.')}: ${issue.message}`);
    }
    const account = withIntegration(result.data, integrations);
    const problem = accountProblem(account, environments);
    if (problem) {
      // Without quotes, YAML takes digits for a number and drops the zeros before it.
      const unquoted = typeof accountId === 'number' && '; write it in quotes';
      throw new Error(`${where}: ${problem}${unquoted || ''}`);
    }
    return {
      ...account,
      owner: readOwner(account.owner, where),
      source: 'config',
    };
  });
}

function readOwner(ref: string, where: string): string {
  try {
    return parseOwner(ref);
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`);
  }
}

function withIntegration<
  T extends Pick<
    AccountRecord,
    'cloud' | 'accountId' | 'planRoleArn' | 'applyRoleArn' | 'externalId'
  >,
>(account: T, integrations: Map<string, AwsIntegration>): T {
  const { cloud, planRoleArn, applyRoleArn, externalId } = account;
  const integration = integrations.get(account.accountId);
  if (cloud !== 'aws' || planRoleArn || applyRoleArn || !integration?.roleArn) {
    return account;
  }
  return {
    ...account,
    planRoleArn: integration.roleArn,
    applyRoleArn: integration.roleArn,
    externalId: externalId ?? integration.externalId,
  };
}

function readIntegrations(root: Config): Map<string, AwsIntegration> {
  const entries = root.getOptionalConfigArray('aws.accounts') ?? [];
  return new Map(
    entries.map(entry => {
      const id = String(entry.get('accountId'));
      const roleName = entry.getOptionalString('roleName');
      const partition = entry.getOptionalString('partition') ?? 'aws';
      return [
        id,
        {
          roleArn: roleName && `arn:${partition}:iam::${id}:role/${roleName}`,
          externalId: entry.getOptionalString('externalId'),
        },
      ];
    }),
  );
}
