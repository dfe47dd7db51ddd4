import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { CloudName } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { EnvironmentConfig } from '../config';
import { TerraformModule } from '../modules';
import { SealedVariables } from '../runs/types';
import { Environments } from '../workspaces/Environments';
import { WorkspaceRecord } from '../workspaces/WorkspaceStore';
import { AccountStore } from './AccountStore';
import { knownRegions, regionProblem } from './regionProblem';
import { AccountRecord } from './types';

/** All accounts, wherever they stand, and which of them workspaces may use. Decides nothing about who may see them. */
export class Accounts {
  readonly #configured: Map<string, AccountRecord>;
  readonly #store: AccountStore;
  readonly #environments: Environments;

  constructor(options: {
    configured: AccountRecord[];
    store: AccountStore;
    environments: Environments;
  }) {
    this.#configured = new Map(options.configured.map(a => [a.name, a]));
    this.#store = options.store;
    this.#environments = options.environments;
  }

  /** @throws Error when an account stands in the configuration and in the database */
  async assertDistinct(): Promise<void> {
    for (const { name } of await this.#store.list()) {
      if (this.isConfigured(name)) {
        throw new Error(
          `There are two accounts named ${name}: one under terraform.accounts, and one that was added in the portal. Give the one in the configuration another name, or take it out, start, and remove the other one in the portal`,
        );
      }
    }
  }

  isConfigured(name: string): boolean {
    return this.#configured.has(name);
  }

  /** By name. */
  async list(): Promise<AccountRecord[]> {
    const all = [...this.#configured.values(), ...(await this.#store.list())];
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @param knex - the transaction to read in, if there is one */
  async find(name: string, knex?: Knex): Promise<AccountRecord | undefined> {
    return this.#configured.get(name) ?? this.#store.get(name, knex);
  }

  /** @throws NotFoundError when there is none of that name */
  async get(name: string): Promise<AccountRecord> {
    const account = await this.find(name);
    if (!account) throw new NotFoundError(`There is no account ${name}`);
    return account;
  }

  /** The accounts that workspaces of an environment may use, by name. */
  async allowedFor(
    environment: EnvironmentConfig,
    cloud?: CloudName,
  ): Promise<AccountRecord[]> {
    return (await this.list()).filter(
      account =>
        allows(account, environment) &&
        (cloud === undefined || account.cloud === cloud),
    );
  }

  /**
   * The account for a new workspace: the one that was asked for, or the only one there is.
   *
   * @returns undefined where the module is for no cloud, or the environment has no account for it
   * @throws InputError naming the accounts there are when it cannot be that one, or when there are several
   */
  async choose(
    module: Pick<TerraformModule, 'name' | 'cloud'>,
    environment: EnvironmentConfig,
    wanted: string | undefined,
    variables: Record<string, unknown>,
  ): Promise<AccountRecord | undefined> {
    const { cloud } = module;
    if (cloud === 'none') {
      if (wanted === undefined) return undefined;
      throw new InputError(
        `The module ${module.name} is for no cloud, so its workspaces have no account; leave account out`,
      );
    }
    const allowed = await this.allowedFor(environment, cloud);
    const names = allowed.map(({ name }) => name).join(', ');
    if (wanted === undefined && allowed.length > 1) {
      throw new InputError(
        `The environment ${environment.name} has several accounts for ${cloud}; choose one as account: ${names}`,
      );
    }
    const account =
      wanted === undefined
        ? allowed[0]
        : allowed.find(({ name }) => name === wanted);
    if (wanted !== undefined && !account) {
      throw new InputError(
        `The environment ${
          environment.name
        } does not allow the account ${wanted} for ${cloud}; ${
          names ? `choose one of ${names}` : 'it allows none'
        }`,
      );
    }
    if (account) {
      assertRegions(account, knownRegions(cloud, environment, variables));
    }
    return account;
  }

  /**
   * The account in which a workspace has its resources; undefined where it has none.
   *
   * @param knex - the transaction to read in, if there is one
   * @throws ConflictError when the account is gone, is another one now, or is no longer allowed
   */
  async ofWorkspace(
    workspace: Pick<
      WorkspaceRecord,
      'name' | 'environment' | 'account' | 'accountId'
    >,
    knex?: Knex,
  ): Promise<AccountRecord | undefined> {
    if (workspace.account === undefined) return undefined;
    const account = await this.find(workspace.account, knex);
    const of = `The account ${workspace.account} of ${workspace.name}`;
    if (!account) {
      throw new ConflictError(
        `${of} was removed; ask the platform team to add it again, or delete the workspace`,
      );
    }
    if (account.accountId !== workspace.accountId) {
      throw new ConflictError(
        `${of} was ${workspace.accountId} and is ${account.accountId} now, where its resources are not; ask the platform team to give the name to the account that had it`,
      );
    }
    if (!allows(account, this.#environments.get(workspace.environment))) {
      throw new ConflictError(
        `${of} is no longer allowed in the environment ${workspace.environment}; ask the platform team`,
      );
    }
    return account;
  }

  /**
   * The account for a run that asks for the given variables. What is in force is not looked at: a workspace can be brought out of a region
   * that is no longer allowed.
   *
   * @throws InputError when the run asks for a place that the account does not allow
   * @throws ConflictError as ofWorkspace does
   */
  async forRun(
    workspace: Parameters<Accounts['ofWorkspace']>[0],
    asked: Pick<SealedVariables, 'values' | 'given'>,
    knex?: Knex,
  ): Promise<AccountRecord | undefined> {
    const account = await this.ofWorkspace(workspace, knex);
    if (account) {
      const given = Object.fromEntries(
        asked.given.map(name => [name, asked.values[name]]),
      );
      const nothing = { providers: {}, env: {} };
      assertRegions(account, knownRegions(account.cloud, nothing, given));
    }
    return account;
  }
}

/** Both must agree: the account names the environment, and the environment, if it has a list, names the account. */
function allows(
  account: AccountRecord,
  environment: Pick<EnvironmentConfig, 'name' | 'accounts'>,
): boolean {
  return (
    account.environments.includes(environment.name) &&
    (environment.accounts?.includes(account.name) ?? true)
  );
}

function assertRegions(account: AccountRecord, regions: string[]): void {
  const problems = regions.flatMap(
    region => regionProblem(account, region) ?? [],
  );
  if (problems.length > 0) throw new InputError(problems.join('. '));
}
