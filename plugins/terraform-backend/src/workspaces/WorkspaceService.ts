import { randomUUID } from 'node:crypto';
import {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  CreateWorkspaceRequest,
  DeleteWorkspaceRequest,
  DISCARDABLE_RUN_STATUSES,
  ListWorkspacesQuery,
  Page,
  terraformWorkspaceCreatePermission,
  terraformWorkspaceDeletePermission,
  terraformWorkspaceForgetPermission,
  terraformWorkspaceReadPermission,
  Workspace,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { Accounts } from '../accounts/Accounts';
import {
  IdempotencyStore,
  IdempotentRequest,
} from '../database/IdempotencyStore';
import { ModuleCatalogue, TerraformModule } from '../modules';
import { Authorizer, Caller, callerOf } from '../permissions/Authorizer';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunNotifier } from '../runs/RunNotifier';
import { RunStore } from '../runs/RunStore';
import { sealVariables } from '../runs/sealedVariables';
import {
  assertVariables,
  maskVariables,
  putOver,
  resolveGiven,
  withoutSecrets,
} from '../runs/variables';
import { Sealer } from '../sealing/Sealer';
import { SecretStore } from '../secrets/SecretStore';
import { normalizeRef, parseOwner } from './entityRefs';
import { Environments } from './Environments';
import { presentWorkspaces } from './presentWorkspace';
import { WorkspaceRecord, WorkspaceStore } from './WorkspaceStore';

const PAGE_SIZE = 50;

/** Credentials of anyone who is signed in. */
export type CallerCredentials = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** What callers may do with workspaces; every method asks the permission framework first. */
export class WorkspaceService {
  readonly #knex: Knex;
  readonly #workspaces: WorkspaceStore;
  readonly #runs: RunStore;
  readonly #secrets: SecretStore;
  readonly #idempotency: IdempotencyStore;
  readonly #sealer: Sealer;
  readonly #modules: ModuleCatalogue;
  readonly #environments: Environments;
  readonly #accounts: Accounts;
  readonly #authorizer: Authorizer;
  readonly #userInfo: UserInfoService;
  readonly #lifecycle: RunLifecycle;
  readonly #notifier: RunNotifier;

  constructor(options: {
    knex: Knex;
    workspaces: WorkspaceStore;
    runs: RunStore;
    secrets: SecretStore;
    idempotency: IdempotencyStore;
    sealer: Sealer;
    modules: ModuleCatalogue;
    environments: Environments;
    accounts: Accounts;
    authorizer: Authorizer;
    userInfo: UserInfoService;
    lifecycle: RunLifecycle;
    notifier: RunNotifier;
  }) {
    this.#knex = options.knex;
    this.#workspaces = options.workspaces;
    this.#runs = options.runs;
    this.#secrets = options.secrets;
    this.#idempotency = options.idempotency;
    this.#sealer = options.sealer;
    this.#modules = options.modules;
    this.#environments = options.environments;
    this.#accounts = options.accounts;
    this.#authorizer = options.authorizer;
    this.#userInfo = options.userInfo;
    this.#lifecycle = options.lifecycle;
    this.#notifier = options.notifier;
  }

  async create(
    request: CreateWorkspaceRequest,
    options: { credentials: CallerCredentials; idempotencyKey?: string },
  ): Promise<Workspace> {
    const { credentials } = options;
    const caller = callerOf(credentials);
    await this.#authorizer.assertBasic(
      terraformWorkspaceCreatePermission,
      credentials,
      'You may not create workspaces',
    );
    const owner = parseOwner(request.owner);
    await this.#assertOwns(caller, owner, credentials);
    const repeated = idempotent(caller, options.idempotencyKey, {
      route: 'create workspace',
      ...request,
      variables: withoutSecrets(request.variables),
    });
    const id = await this.#idempotency.once(repeated, () =>
      this.#add(request, { caller, owner, repeated }),
    );
    return this.get(id, { credentials });
  }

  async #add(
    request: CreateWorkspaceRequest,
    options: {
      caller: Caller;
      owner: string;
      repeated: IdempotentRequest | undefined;
    },
  ): Promise<string> {
    const { caller, owner, repeated } = options;
    const environment = this.#environments.get(request.environment);
    const module = findModule(this.#modules, request.module, request.version);
    const given = request.variables ?? {};
    assertVariables(module, given);
    const account = await this.#accounts.choose(
      module,
      environment,
      request.account,
      given,
    );
    const id = randomUUID();
    await this.#knex.transaction(async trx => {
      const asked = await resolveGiven(given, (ref, name) =>
        this.#secrets.take(trx, ref, caller.ref, name),
      );
      const variables = putOver(module, undefined, asked);
      await this.#workspaces.create(
        {
          id,
          name: request.name,
          environment: environment.name,
          owner,
          system: request.system && normalizeRef(request.system, 'system'),
          description: request.description,
          account: account?.name,
          accountId: account?.accountId,
          module: module.name,
          moduleVersion: module.version,
          variablesSealed: sealVariables(
            this.#sealer,
            'workspaces',
            id,
            variables,
          ),
          variablesPublic: maskVariables(variables),
          inputAuthors: [caller.ref],
          createdBy: caller.ref,
          createdAt: new Date().toISOString(),
        },
        trx,
      );
      if (repeated) await this.#idempotency.remember(trx, repeated, id);
    });
    this.#notifier.workspaceChanged({ workspaceId: id });
    return id;
  }

  async list(
    query: ListWorkspacesQuery,
    options: { credentials: CallerCredentials },
  ): Promise<Page<Workspace>> {
    const criteria = await this.#authorizer.workspaceCriteria(
      terraformWorkspaceReadPermission,
      options.credentials,
    );
    const page = await this.#workspaces.list({
      search: query.search,
      account: query.account,
      limit: query.limit ?? PAGE_SIZE,
      cursor: query.cursor,
      criteria,
    });
    return { ...page, items: await presentWorkspaces(this.#knex, page.items) };
  }

  async get(
    id: string,
    options: { credentials: CallerCredentials },
  ): Promise<Workspace> {
    const workspace = await this.find(id, options);
    return (await presentWorkspaces(this.#knex, [workspace]))[0];
  }

  /**
   * The workspace, if the caller may know that it exists.
   *
   * @throws NotFoundError otherwise
   */
  async find(
    id: string,
    options: { credentials: CallerCredentials },
  ): Promise<WorkspaceRecord> {
    const workspace = await this.#workspaces.get(id);
    if (
      !workspace ||
      !(await this.#authorizer.allows(
        terraformWorkspaceReadPermission,
        id,
        options.credentials,
      ))
    ) {
      throw new NotFoundError(`There is no workspace ${id} that you may see`);
    }
    return workspace;
  }

  async delete(
    id: string,
    request: DeleteWorkspaceRequest,
    options: { credentials: CallerCredentials },
  ): Promise<void> {
    const { credentials } = options;
    const workspace = await this.find(id, options);
    await this.#authorizer.assert(
      terraformWorkspaceDeletePermission,
      id,
      credentials,
      'You may not delete this workspace; its owner group and the platform team may',
    );
    if (workspace.resourceCount > 0) {
      if (!request.forget) {
        throw new ConflictError(
          `The state of ${workspace.name} still holds ${workspace.resourceCount} resources; destroy them with a run of kind destroy first`,
        );
      }
      await this.#authorizer.assert(
        terraformWorkspaceForgetPermission,
        id,
        credentials,
        'Only the platform team may delete a workspace whose state still holds resources',
      );
      if (!request.reason?.trim()) {
        throw new InputError(
          'Say why the resources are to be forgotten (reason)',
        );
      }
    }
    await this.#settleRuns(workspace, callerOf(credentials));
    await this.#workspaces.delete(workspace);
    this.#notifier.workspaceChanged({ workspaceId: id });
  }

  /** Ends what waits; refuses while a phase runs. */
  async #settleRuns(workspace: WorkspaceRecord, caller: Caller): Promise<void> {
    const active = await this.#runs.getActive(workspace.id);
    if (active && !DISCARDABLE_RUN_STATUSES.includes(active.status)) {
      throw new ConflictError(
        `Run ${active.number} of ${workspace.name} is ${active.status}; cancel it or wait for its end first`,
      );
    }
    const waiting = await this.#runs.listInStatus(
      [...DISCARDABLE_RUN_STATUSES],
      workspace.id,
    );
    // The last ones first: none of them is let through meanwhile.
    for (const run of waiting.reverse()) {
      await this.#lifecycle.move(run, 'discarded', {
        by: caller.ref,
        reason: 'The workspace was deleted',
      });
    }
  }

  async #assertOwns(
    caller: Caller,
    owner: string,
    credentials: CallerCredentials,
  ): Promise<void> {
    if (caller.kind === 'service') return;
    const { ownershipEntityRefs } = await this.#userInfo.getUserInfo(
      credentials,
    );
    if (!ownershipEntityRefs.includes(owner)) {
      throw new NotAllowedError(
        `You are not a member of ${owner}; choose a group that you belong to as owner`,
      );
    }
  }
}

/** @throws InputError when there is no such module or it is not offered in that version */
export function findModule(
  modules: ModuleCatalogue,
  name: string,
  version: string | undefined,
): TerraformModule {
  const module = modules.get(name);
  if (!module) {
    throw new InputError(
      `There is no module ${name}; choose one of ${modules
        .list()
        .map(m => m.name)
        .join(', ')}`,
    );
  }
  if (version !== undefined && version !== module.version) {
    throw new InputError(
      `The module ${name} is offered in version ${module.version}, not in ${version}`,
    );
  }
  return module;
}

/** A request that may be repeated, if it carries a key. */
export function idempotent(
  caller: Caller,
  key: string | undefined,
  request: unknown,
): IdempotentRequest | undefined {
  return key === undefined ? undefined : { caller: caller.ref, key, request };
}
