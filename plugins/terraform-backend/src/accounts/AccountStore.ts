import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Account,
  AccountTest,
  EXECUTING_RUN_STATUSES,
  FINAL_RUN_STATUSES,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { isUniqueViolation } from '../database/isUniqueViolation';
import { AccountRecord } from './types';

interface AccountRow {
  name: string;
  cloud: AccountRecord['cloud'];
  account_id: string;
  title: string | null;
  environments: string;
  regions: string;
  plan_role_arn: string | null;
  apply_role_arn: string | null;
  external_id: string | null;
  permissions_boundary_arn: string | null;
  owner: string;
  created_by: string;
  created_at: string;
}

/** Accounts that were added in the portal, and what is known of the use and the tests of all accounts. */
export class AccountStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** By name. */
  async list(): Promise<AccountRecord[]> {
    const rows: AccountRow[] = await this.#knex('accounts').orderBy('name');
    return rows.map(toAccount);
  }

  /** @param knex - the transaction to read in, if there is one */
  async get(
    name: string,
    knex: Knex = this.#knex,
  ): Promise<AccountRecord | undefined> {
    const [row] = await knex('accounts').where({ name });
    return row && toAccount(row);
  }

  /**
   * @param alongside - what is to be stored with it or not at all
   * @throws ConflictError when the name is taken
   */
  async create(
    account: AccountRecord,
    alongside?: (trx: Knex.Transaction) => Promise<void>,
  ): Promise<void> {
    try {
      await this.#knex.transaction(async trx => {
        await trx('accounts').insert({
          ...toColumns(account),
          name: account.name,
          cloud: account.cloud,
          account_id: account.accountId,
          created_by: account.createdBy,
          created_at: account.createdAt,
        });
        // An earlier account of that name, in the configuration, may have left these.
        await forget(trx, account.name);
        await alongside?.(trx);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ConflictError(
        `There is an account ${account.name} already; choose another name, or change that one`,
      );
    }
  }

  /** @throws NotFoundError when it was removed meanwhile */
  async update(account: AccountRecord): Promise<void> {
    const changed = await this.#knex('accounts')
      .where({ name: account.name })
      .update(toColumns(account));
    if (changed === 0) {
      throw new NotFoundError(`There is no account ${account.name} any more`);
    }
  }

  /**
   * Removes the account with its credential and test; workspaces keep its name.
   *
   * @throws ConflictError when a run of one of its workspaces was created meanwhile
   */
  async delete(name: string): Promise<void> {
    await this.#knex.transaction(async trx => {
      const removed = await trx('accounts')
        .where({ name })
        .whereNotExists(
          trx('runs')
            .join('workspaces', 'workspaces.id', 'runs.workspace_id')
            .where('workspaces.account', name)
            .whereNull('workspaces.deleted_at')
            .whereNotIn('runs.status', [...FINAL_RUN_STATUSES]),
        )
        .delete();
      if (removed === 0) {
        throw new ConflictError(
          `A run in the account ${name} was created meanwhile; remove the account again`,
        );
      }
      await forget(trx, name);
    });
  }

  /** Ids of the workspaces that use the account. */
  async listWorkspaceIds(name: string): Promise<string[]> {
    const rows = await this.#knex('workspaces')
      .select('id')
      .where({ account: name })
      .whereNull('deleted_at');
    return rows.map(({ id }) => id);
  }

  /** A run in the account that a phase executes now. */
  async findExecuting(
    name: string,
  ): Promise<
    { number: number; status: string; workspace: string } | undefined
  > {
    const [row] = await this.#knex('runs')
      .join('workspaces', 'workspaces.id', 'runs.workspace_id')
      .select('runs.number', 'runs.status', 'workspaces.name as workspace')
      .where('workspaces.account', name)
      .whereIn('runs.status', [...EXECUTING_RUN_STATUSES])
      .limit(1);
    return row;
  }

  /** How many workspaces use each account. */
  async countWorkspaces(): Promise<Map<string, number>> {
    const rows = await this.#knex('workspaces')
      .select('account')
      .count('* as count')
      .whereNotNull('account')
      .whereNull('deleted_at')
      .groupBy('account');
    return new Map(
      rows.map(({ account, count }) => [String(account), Number(count)]),
    );
  }

  /** The last run that was applied in the account. */
  async lastSuccessfulRun(name: string): Promise<Account['lastSuccessfulRun']> {
    const [row] = await this.#knex('runs')
      .join('workspaces', 'workspaces.id', 'runs.workspace_id')
      .select('runs.id', 'runs.number', 'runs.finished_at as at')
      .where({ 'workspaces.account': name, 'runs.status': 'applied' })
      .orderBy('runs.finished_at', 'desc')
      .limit(1);
    return row;
  }

  async setTest(name: string, test: AccountTest): Promise<void> {
    await this.#knex('account_tests')
      .insert({ account: name, report: JSON.stringify(test) })
      .onConflict('account')
      .merge();
  }

  /** The last test of each account. */
  async listTests(): Promise<Map<string, AccountTest>> {
    const rows = await this.#knex('account_tests');
    return new Map(rows.map(row => [row.account, JSON.parse(row.report)]));
  }
}

async function forget(trx: Knex.Transaction, account: string): Promise<void> {
  await trx('account_credentials').where({ account }).delete();
  await trx('account_tests').where({ account }).delete();
}

/** What can change. */
function toColumns(account: AccountRecord) {
  return {
    title: account.title ?? null,
    environments: JSON.stringify(account.environments),
    regions: JSON.stringify(account.regions),
    plan_role_arn: account.planRoleArn ?? null,
    apply_role_arn: account.applyRoleArn ?? null,
    external_id: account.externalId ?? null,
    permissions_boundary_arn: account.permissionsBoundaryArn ?? null,
    owner: account.owner,
  };
}

function toAccount(row: AccountRow): AccountRecord {
  return {
    name: row.name,
    cloud: row.cloud,
    accountId: row.account_id,
    title: row.title ?? undefined,
    environments: JSON.parse(row.environments),
    regions: JSON.parse(row.regions),
    planRoleArn: row.plan_role_arn ?? undefined,
    applyRoleArn: row.apply_role_arn ?? undefined,
    externalId: row.external_id ?? undefined,
    permissionsBoundaryArn: row.permissions_boundary_arn ?? undefined,
    owner: row.owner,
    source: 'database',
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
