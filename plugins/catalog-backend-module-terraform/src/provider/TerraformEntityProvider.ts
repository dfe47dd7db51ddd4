import type {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  TERRAFORM_EVENT_TOPIC,
  type TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
import { CoalescedTask } from './CoalescedTask';
import { readTerraform } from './readTerraform';
import { toAccountEntity } from './toAccountEntity';
import { toModuleEntity } from './toModuleEntity';
import { toWorkspaceEntity } from './toWorkspaceEntity';

const REFRESH_AFTER_EVENT_MS = 500;
const REFRESH_TIMEOUT_MS = 30_000;
const START_RETRY_MS = 1_000;
/** The terraform backend starts beside the catalog; until then it is no news that it does not answer. */
const START_QUIET_MS = 30_000;

/** What the provider works with. @public */
export interface TerraformEntityProviderOptions {
  /** Where modules, accounts and workspaces come from. */
  terraform: TerraformApi;
  /** Makes the token of the catalog plugin. */
  auth: AuthService;
  /** Says when workspaces or accounts changed. */
  events: EventsService;
  /** Is told of outages. */
  logger: LoggerService;
  /** When to refresh besides the events. */
  taskRunner: SchedulerServiceTaskRunner;
  /** Where the portal is, for links. */
  appBaseUrl: string;
  /** Ends the refresh that is going on and the attempts at start. */
  signal?: AbortSignal;
}

/**
 * Modules as Components, workspaces and cloud accounts as Resources.
 *
 * Every refresh reads everything and replaces what this provider gave before; when the terraform backend does not answer, the entities
 * stay as they are. Refreshes come at start, by schedule, and soon after an event that says that workspaces or accounts changed.
 *
 * @public
 */
export class TerraformEntityProvider implements EntityProvider {
  readonly #options: TerraformEntityProviderOptions;
  readonly #refresh = new CoalescedTask(() => this.#refreshOrWarn());
  #connection: EntityProviderConnection | undefined;
  #quietUntil = 0;
  #answered = false;
  #warned = false;

  /** Does nothing before the catalog connects it. */
  static create(
    options: TerraformEntityProviderOptions,
  ): TerraformEntityProvider {
    return new TerraformEntityProvider(options);
  }

  private constructor(options: TerraformEntityProviderOptions) {
    this.#options = options;
  }

  /** Part of what identifies the entities; a change would orphan them. */
  getProviderName(): string {
    return 'terraform';
  }

  /** Begins to refresh. */
  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    this.#quietUntil = Date.now() + START_QUIET_MS;
    const { events, taskRunner } = this.#options;
    await events.subscribe({
      id: 'terraform-entity-provider',
      topics: [TERRAFORM_EVENT_TOPIC],
      onEvent: async () => this.#refresh.runWithin(REFRESH_AFTER_EVENT_MS),
    });
    await taskRunner.run({
      id: 'terraform-entity-provider-refresh',
      fn: () => this.#refresh.run(),
    });
    // Not awaited: the catalog goes on meanwhile.
    void this.#refresh.run();
  }

  /** Warns once per outage. */
  async #refreshOrWarn(): Promise<void> {
    const { logger, signal } = this.#options;
    if (signal?.aborted) return;
    try {
      await this.#applyAll();
      if (this.#warned) logger.info('Terraform entities are up to date again');
      this.#answered = true;
      this.#warned = false;
    } catch (error) {
      if (signal?.aborted) return;
      // Afterwards the schedule and the next event do.
      if (!this.#answered) this.#refresh.runWithin(START_RETRY_MS);
      if (this.#warned || Date.now() < this.#quietUntil) return;
      this.#warned = true;
      logger.warn(
        `Terraform entities stay as they are, because they cannot be refreshed: ${stringifyError(
          error,
        )}`,
      );
    }
  }

  async #applyAll(): Promise<void> {
    const { terraform, auth, appBaseUrl } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'terraform',
    });
    const { modules, accounts, workspaces } = await readTerraform(terraform, {
      token,
      signal: this.#timeout(),
    });
    const entities = [
      ...modules.map(toModuleEntity),
      ...accounts.map(account => toAccountEntity(account, { appBaseUrl })),
      ...workspaces.map(workspace =>
        toWorkspaceEntity(workspace, {
          appBaseUrl,
          account: accounts.find(({ name }) => name === workspace.account),
        }),
      ),
    ];
    await this.#connection?.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({
        entity,
        locationKey: this.getProviderName(),
      })),
    });
  }

  #timeout(): AbortSignal {
    const timeout = AbortSignal.timeout(REFRESH_TIMEOUT_MS);
    const { signal } = this.#options;
    return signal ? AbortSignal.any([timeout, signal]) : timeout;
  }
}
