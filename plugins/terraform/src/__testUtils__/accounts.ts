import type {
  Account,
  AccountTest,
} from '@planroom/backstage-plugin-terraform-common';
import { ago } from './operations';

export const accountTest: AccountTest = {
  at: ago(7_200),
  status: 'degraded',
  checks: [
    { name: 'Enter the plan role', status: 'ok' },
    {
      name: 'External id',
      status: 'degraded',
      message: 'The trust policy does not demand the external id.',
    },
    {
      name: 'Permissions',
      status: 'unknown',
      message: 'The simulator may not be asked.',
    },
  ],
};

/** An AWS account as those see it who may manage accounts. */
export function sampleAccount(overrides: Partial<Account> = {}): Account {
  return {
    name: 'payments-production',
    entityRef: 'resource:default/account.payments-production',
    title: 'Payments',
    cloud: 'aws',
    accountId: '111122223333',
    environments: ['production'],
    regions: ['eu-west-1'],
    planRoleArn: 'arn:aws:iam::111122223333:role/planroom-plan',
    applyRoleArn: 'arn:aws:iam::111122223333:role/planroom-apply',
    externalId: 'b1946ac92492d2347c6235b4d2611184',
    owner: 'group:default/platform',
    source: 'database',
    workspaces: 2,
    lastTest: accountTest,
    lastSuccessfulRun: { id: 'run-41', number: 41, at: ago(3_600) },
    ...overrides,
  };
}

/** A Google Cloud project that stands in the configuration. */
export const configuredAccount = sampleAccount({
  name: 'analytics-dev',
  entityRef: 'resource:default/account.analytics-dev',
  title: undefined,
  cloud: 'gcp',
  accountId: 'analytics-dev-4711',
  environments: ['dev'],
  regions: [],
  planRoleArn: undefined,
  applyRoleArn: undefined,
  externalId: undefined,
  source: 'config',
  workspaces: 0,
  lastTest: undefined,
  lastSuccessfulRun: undefined,
});
