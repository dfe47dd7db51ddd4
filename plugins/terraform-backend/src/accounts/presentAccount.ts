import {
  Account,
  AccountStatus,
  AccountTest,
} from '@planroom/backstage-plugin-terraform-common';
import { AccountRecord, CredentialRecord } from './types';

/** What is known of an account besides itself. */
export interface AccountFacts {
  workspaces: number;
  credential?: CredentialRecord;
  lastTest?: AccountTest;
  lastSuccessfulRun?: Account['lastSuccessfulRun'];
}

/** No workspace can have such a name, so that the entity of an account is never that of a workspace. */
export function accountEntityRef(name: string): string {
  return `resource:default/account.${name}`;
}

/** What everyone who is signed in sees of an account: enough to choose one. */
export function presentAccount(
  account: AccountRecord,
  facts: Pick<AccountFacts, 'workspaces'>,
): Account {
  return {
    name: account.name,
    entityRef: accountEntityRef(account.name),
    title: account.title,
    cloud: account.cloud,
    accountId: account.accountId,
    environments: account.environments,
    regions: account.regions,
    owner: account.owner,
    source: account.source,
    workspaces: facts.workspaces,
  };
}

/** What those see who manage accounts: how to get in, never the credential itself. */
export function presentManagedAccount(
  account: AccountRecord,
  facts: AccountFacts,
): Account {
  const { credential, lastTest, lastSuccessfulRun } = facts;
  return {
    ...presentAccount(account, facts),
    planRoleArn: account.planRoleArn,
    applyRoleArn: account.applyRoleArn,
    externalId: account.externalId,
    permissionsBoundaryArn: account.permissionsBoundaryArn,
    credential: credential && {
      kind: credential.kind,
      setBy: credential.setBy,
      setAt: credential.setAt,
      lastUsedAt: credential.lastUsedAt,
    },
    lastTest,
    lastSuccessfulRun,
    createdBy: account.createdBy,
    createdAt: account.createdAt,
  };
}

/** An account for operators: whether the last test found it well. */
export function presentAccountStatus(
  { name, cloud, accountId }: AccountRecord,
  { lastTest, lastSuccessfulRun }: AccountFacts,
): AccountStatus {
  const worst = lastTest?.checks.find(
    check => check.status === lastTest.status && check.message,
  );
  return {
    name,
    cloud,
    accountId,
    health: lastTest && {
      status: lastTest.status,
      message: lastTest.status === 'ok' ? undefined : worst?.message,
    },
    lastTestAt: lastTest?.at,
    lastSuccessfulRun,
  };
}
