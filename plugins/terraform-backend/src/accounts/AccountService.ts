import { ConflictError, InputError } from '@backstage/errors';
import {
  Account,
  AccountStatus,
  createAccountSchema,
  DeleteAccountRequest,
  DISCARDABLE_RUN_STATUSES,
  updateAccountSchema,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { IdempotencyStore } from '../database/IdempotencyStore';
import { callerOf } from '../permissions/Authorizer';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunNotifier } from '../runs/RunNotifier';
import { RunStore } from '../runs/RunStore';
import { parseOwner } from '../workspaces/entityRefs';
import { Environments } from '../workspaces/Environments';
import { idempotent } from '../workspaces/WorkspaceService';
import {
  AccountAuthority,
  WithCredentials,
  WithRequest,
} from './AccountAuthority';
import { accountProblem, hasRole } from './accountProblem';
import { Accounts } from './Accounts';
import { AccountStore } from './AccountStore';
import { CredentialStore } from './CredentialStore';
import {
  AccountFacts,
  presentAccount,
  presentAccountStatus,
  presentManagedAccount,
} from './presentAccount';
import { AccountRecord } from './types';

type CreateRequest = z.infer<typeof createAccountSchema>;
type UpdateRequest = z.infer<typeof updateAccountSchema>;

/** What a key of a repeated request remembers: which account it was stands in the request itself. */
const CREATED = 'account';

/** What callers may do with accounts; every method asks the permission framework first. */
export class AccountService {
  readonly #accounts: Accounts;
  readonly #store: AccountStore;
  readonly #credentials: CredentialStore;
  readonly #environments: Environments;
  readonly #runs: RunStore;
  readonly #lifecycle: RunLifecycle;
  readonly #idempotency: IdempotencyStore;
  readonly #notifier: RunNotifier;
  readonly #authority: AccountAuthority;

  constructor(options: {
    accounts: Accounts;
    store: AccountStore;
    credentials: CredentialStore;
    environments: Environments;
    runs: RunStore;
    lifecycle: RunLifecycle;
    idempotency: IdempotencyStore;
    notifier: RunNotifier;
    authority: AccountAuthority;
  }) {
    this.#accounts = options.accounts;
    this.#store = options.store;
    this.#credentials = options.credentials;
    this.#environments = options.environments;
    this.#runs = options.runs;
    this.#lifecycle = options.lifecycle;
    this.#idempotency = options.idempotency;
    this.#notifier = options.notifier;
    this.#authority = options.authority;
  }

  /** By name; how to get in only for those who manage accounts. */
  async list(options: WithCredentials): Promise<Account[]> {
    await this.#authority.assertMayRead(options);
    return this.#present(await this.#accounts.list(), options);
  }

  /** @throws NotFoundError when there is none of that name */
  async get(name: string, options: WithCredentials): Promise<Account> {
    await this.#authority.assertMayRead(options);
    const account = await this.#accounts.get(name);
    return (await this.#present([account], options))[0];
  }

  /**
   * @throws InputError when what is given does not fit together
   * @throws ConflictError when the name is taken
   */
  async create(
    input: CreateRequest,
    options: WithRequest & { idempotencyKey?: string },
  ): Promise<Account> {
    const { name, cloud, accountId, environments } = input;
    const meta = { account: name, cloud, accountId, environments };
    const caller = callerOf(options.credentials);
    const repeated = idempotent(caller, options.idempotencyKey, {
      route: 'create account',
      ...input,
    });
    await this.#authority.manage('account-create', meta, options, () =>
      this.#idempotency.once(repeated, async () => {
        await this.#add(input, caller.ref, async trx => {
          if (repeated)
            await this.#idempotency.remember(trx, repeated, CREATED);
        });
        return CREATED;
      }),
    );
    return this.get(name, options);
  }

  async #add(
    input: CreateRequest,
    createdBy: string,
    alongside: (trx: Knex.Transaction) => Promise<void>,
  ): Promise<void> {
    const { name } = input;
    if (this.#accounts.isConfigured(name)) {
      throw new ConflictError(
        `There is an account ${name} in the configuration already; choose another name`,
      );
    }
    const account = this.#checked({
      ...input,
      source: 'database',
      createdBy,
      createdAt: new Date().toISOString(),
    });
    await this.#store.create(account, alongside);
    this.#notifier.accountChanged({ account: name });
  }

  /**
   * Replaces everything but name, cloud and account id.
   *
   * @throws ConflictError when the account stands in the configuration, or would get a role beside its credential
   */
  async update(
    name: string,
    input: UpdateRequest,
    options: WithRequest,
  ): Promise<Account> {
    const meta = { account: name, environments: input.environments };
    await this.#authority.manage('account-update', meta, options, async () => {
      const account = await this.#changeable(name);
      const { cloud, accountId, source, createdBy, createdAt } = account;
      const next = this.#checked({
        ...input,
        ...{ name, cloud, accountId, source, createdBy, createdAt },
      });
      if (hasRole(next) && (await this.#credentials.list()).has(name)) {
        throw new ConflictError(
          `The account ${name} has a credential, which a role would take the place of; remove the credential first`,
        );
      }
      await this.#store.update(next);
      this.#notifier.accountChanged({ account: name });
    });
    return this.get(name, options);
  }

  /**
   * Removes the account and discards what waits in its workspaces, which keep its name.
   *
   * @throws ConflictError while a phase of one of its workspaces executes
   */
  async delete(
    name: string,
    { reason }: DeleteAccountRequest,
    options: WithRequest,
  ): Promise<void> {
    const meta = { account: name, reason };
    await this.#authority.manage('account-delete', meta, options, async () => {
      await this.#changeable(name);
      const by = callerOf(options.credentials).ref;
      await this.#settleRuns(name, by, reason);
      await this.#store.delete(name);
      this.#notifier.accountChanged({ account: name });
    });
  }

  /** The accounts as operators see them, by name. */
  async listStatuses(options: WithCredentials): Promise<AccountStatus[]> {
    await this.#authority.assertMayOperate(options);
    const accounts = await this.#accounts.list();
    const facts = await this.#factsOf(accounts);
    return accounts.map((account, index) =>
      presentAccountStatus(account, facts[index]),
    );
  }

  /** Names of the accounts that each environment allows, for everyone who is signed in. */
  async namesByEnvironment(): Promise<Map<string, string[]>> {
    const names = new Map<string, string[]>();
    for (const environment of this.#environments.list()) {
      const allowed = await this.#accounts.allowedFor(environment);
      names.set(
        environment.name,
        allowed.map(({ name }) => name),
      );
    }
    return names;
  }

  /** Ends what waits; refuses while a phase runs. */
  async #settleRuns(name: string, by: string, reason: string): Promise<void> {
    const executing = await this.#store.findExecuting(name);
    if (executing) {
      throw new ConflictError(
        `Run ${executing.number} of ${executing.workspace} is ${executing.status} in the account ${name}; cancel it or wait for its end first`,
      );
    }
    for (const workspaceId of await this.#store.listWorkspaceIds(name)) {
      const waiting = await this.#runs.listInStatus(
        [...DISCARDABLE_RUN_STATUSES],
        workspaceId,
      );
      // The last ones first: none of them is let through meanwhile.
      for (const run of waiting.reverse()) {
        await this.#lifecycle.move(run, 'discarded', {
          by,
          reason: `The account ${name} was removed: ${reason}`,
        });
      }
    }
  }

  /** @throws InputError when what is given does not fit together */
  #checked(account: AccountRecord): AccountRecord {
    const problem = accountProblem(
      account,
      this.#environments.list().map(({ name }) => name),
    );
    if (problem) throw new InputError(`The account is not valid: ${problem}`);
    return { ...account, owner: parseOwner(account.owner) };
  }

  /** @throws ConflictError when the account stands in the configuration */
  async #changeable(name: string): Promise<AccountRecord> {
    if (this.#accounts.isConfigured(name)) {
      throw new ConflictError(
        `The account ${name} stands in the configuration (terraform.accounts.${name}); change it there`,
      );
    }
    return this.#accounts.get(name);
  }

  async #present(
    accounts: AccountRecord[],
    options: WithCredentials,
  ): Promise<Account[]> {
    if (await this.#authority.mayManage(options)) {
      const facts = await this.#factsOf(accounts);
      return accounts.map((account, index) =>
        presentManagedAccount(account, facts[index]),
      );
    }
    const counts = await this.#store.countWorkspaces();
    return accounts.map(account =>
      presentAccount(account, { workspaces: counts.get(account.name) ?? 0 }),
    );
  }

  async #factsOf(accounts: AccountRecord[]): Promise<AccountFacts[]> {
    const counts = await this.#store.countWorkspaces();
    const credentials = await this.#credentials.list();
    const tests = await this.#store.listTests();
    const facts: AccountFacts[] = [];
    for (const { name } of accounts) {
      facts.push({
        workspaces: counts.get(name) ?? 0,
        credential: credentials.get(name),
        lastTest: tests.get(name),
        lastSuccessfulRun: await this.#store.lastSuccessfulRun(name),
      });
    }
    return facts;
  }
}
