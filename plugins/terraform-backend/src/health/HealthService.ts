import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Health } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { TerraformConfig } from '../config';
import { Executors } from '../execution/Executors';
import { ModuleCatalogue } from '../modules';
import { Environments } from '../workspaces/Environments';
import { checkProviders } from './checkProviders';

type Check = Health['checks'][string];
type Mirrors = Pick<TerraformConfig, 'providerMirrors' | 'namedProviderMirror'>;

/** Whether the portal can do its work: the database, users, modules, environments, providers and executors. */
export class HealthService {
  readonly #knex: Knex;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #modules: ModuleCatalogue;
  readonly #environments: Environments;
  readonly #executors: Executors;
  readonly #config: Mirrors;
  #usersSeen = false;

  constructor(options: {
    knex: Knex;
    catalog: CatalogService;
    auth: AuthService;
    modules: ModuleCatalogue;
    environments: Environments;
    executors: Executors;
    config: Mirrors;
  }) {
    this.#knex = options.knex;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#modules = options.modules;
    this.#environments = options.environments;
    this.#executors = options.executors;
    this.#config = options.config;
  }

  /** Messages may name folders and hosts, so they are for people who are signed in. */
  async check(options: { withMessages: boolean }): Promise<Health> {
    const checks: Record<string, Check> = {
      database: await this.#checkDatabase(),
      users: await this.#checkUsers(),
      modules: this.#checkModules(),
      environments: this.#checkEnvironments(),
      providers: checkProviders(this.#config),
    };
    for (const [name, executor] of this.#executors.entries()) {
      checks[`executor.${name}`] = await executor.health().catch(failed);
    }
    const statuses = Object.values(checks).map(check => check.status);
    const worst =
      (['error', 'degraded'] as const).find(s => statuses.includes(s)) ?? 'ok';
    return {
      status: worst,
      checks: options.withMessages
        ? checks
        : Object.fromEntries(
            Object.entries(checks).map(([name, { status }]) => [
              name,
              { status },
            ]),
          ),
    };
  }

  async #checkDatabase(): Promise<Check> {
    return this.#knex
      .raw('select 1')
      .then((): Check => ({ status: 'ok' }))
      .catch(failed);
  }

  async #checkUsers(): Promise<Check> {
    if (this.#usersSeen) return { status: 'ok' };
    try {
      const { items } = await this.#catalog.queryEntities(
        { filter: { kind: 'User' }, limit: 1 },
        { credentials: await this.#auth.getOwnServiceCredentials() },
      );
      this.#usersSeen = items.length > 0;
    } catch (error) {
      return failed(error);
    }
    return this.#usersSeen
      ? { status: 'ok' }
      : {
          status: 'error',
          message: 'The catalog holds no users yet, so nobody can sign in',
        };
  }

  #checkModules(): Check {
    const problems = this.#modules.problems();
    if (problems.length > 0) {
      return {
        status: this.#modules.list().length > 0 ? 'degraded' : 'error',
        message: problems.map(p => `${p.folder}: ${p.message}`).join(' '),
      };
    }
    return this.#modules.list().length > 0
      ? { status: 'ok' }
      : {
          status: 'error',
          message:
            'No modules were found; name their folder under terraform.modules.locations',
        };
  }

  #checkEnvironments(): Check {
    if (this.#environments.list().length === 0) {
      return {
        status: 'error',
        message: 'No environments are configured under terraform.environments',
      };
    }
    const known = this.#executors.entries().map(([name]) => name);
    const broken = this.#environments
      .list()
      .filter(environment => !known.includes(environment.executor));
    return broken.length === 0
      ? { status: 'ok' }
      : {
          status: 'degraded',
          message: broken
            .map(
              e =>
                `${e.name} uses the executor ${e.executor}, which does not exist.`,
            )
            .join(' '),
        };
  }
}

function failed(error: unknown): Check {
  return { status: 'error', message: (error as Error).message };
}
