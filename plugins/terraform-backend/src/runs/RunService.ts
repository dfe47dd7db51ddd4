import { randomUUID } from 'node:crypto';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  CreateRunRequest,
  isFinalStatus,
  ListRunsQuery,
  LogPage,
  Page,
  PhaseName,
  Run,
  RUN_STATUSES,
  RunAction,
  RunEvent,
  RunStatus,
  terraformRunApprovePermission,
  terraformRunCancelPermission,
  terraformRunCreatePermission,
  terraformRunReadPermission,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { IdempotencyStore } from '../database/IdempotencyStore';
import { ModuleCatalogue } from '../modules';
import { Authorizer, Caller, callerOf } from '../permissions/Authorizer';
import { Sealer } from '../sealing/Sealer';
import { SecretStore } from '../secrets/SecretStore';
import { Environments, rulesOf } from '../workspaces/Environments';
import {
  CallerCredentials,
  findModule,
  idempotent,
  WorkspaceService,
} from '../workspaces/WorkspaceService';
import { WorkspaceRecord } from '../workspaces/WorkspaceStore';
import { RunEventStore } from './RunEventStore';
import { RunLifecycle } from './RunLifecycle';
import { RunPresenter } from './RunPresenter';
import { RunStore } from './RunStore';
import {
  openRunVariables,
  openWorkspaceVariables,
  sealVariables,
} from './sealedVariables';
import { RunRecord } from './types';
import {
  assertVariables,
  declaredValues,
  maskVariables,
  putOver,
  resolveGiven,
  withoutSecrets,
} from './variables';

const PAGE_SIZE = 50;
const LOG_PAGE_LINES = 5_000;
const EVENT_PAGE = 200;

type WithCredentials = { credentials: CallerCredentials };

/** What callers may do with runs; every method asks the permission framework first. */
export class RunService {
  readonly #knex: Knex;
  readonly #runs: RunStore;
  readonly #events: RunEventStore;
  readonly #workspaces: WorkspaceService;
  readonly #secrets: SecretStore;
  readonly #idempotency: IdempotencyStore;
  readonly #sealer: Sealer;
  readonly #modules: ModuleCatalogue;
  readonly #environments: Environments;
  readonly #authorizer: Authorizer;
  readonly #lifecycle: RunLifecycle;
  readonly #presenter: RunPresenter;

  constructor(options: {
    knex: Knex;
    runs: RunStore;
    events: RunEventStore;
    workspaces: WorkspaceService;
    secrets: SecretStore;
    idempotency: IdempotencyStore;
    sealer: Sealer;
    modules: ModuleCatalogue;
    environments: Environments;
    authorizer: Authorizer;
    lifecycle: RunLifecycle;
    presenter: RunPresenter;
  }) {
    this.#knex = options.knex;
    this.#runs = options.runs;
    this.#events = options.events;
    this.#workspaces = options.workspaces;
    this.#secrets = options.secrets;
    this.#idempotency = options.idempotency;
    this.#sealer = options.sealer;
    this.#modules = options.modules;
    this.#environments = options.environments;
    this.#authorizer = options.authorizer;
    this.#lifecycle = options.lifecycle;
    this.#presenter = options.presenter;
  }

  async create(
    workspaceId: string,
    request: CreateRunRequest,
    options: WithCredentials & { idempotencyKey?: string },
  ): Promise<Run> {
    const { credentials } = options;
    const caller = callerOf(credentials);
    const workspace = await this.#workspaces.find(workspaceId, options);
    await this.#authorizer.assert(
      terraformRunCreatePermission,
      workspaceId,
      credentials,
      `You may not create runs in ${workspace.name}; its owner group ${workspace.owner} may`,
    );
    const repeated = idempotent(caller, options.idempotencyKey, {
      route: 'create run',
      workspaceId,
      ...request,
      variables: withoutSecrets(request.variables),
    });
    const id = await this.#idempotency.once(repeated, () =>
      this.#add(workspace, caller, {
        ...request,
        remember: async (trx, created) => {
          if (repeated) {
            await this.#idempotency.remember(trx, repeated, created);
          }
        },
      }),
    );
    return this.get(id, options);
  }

  async list(
    query: ListRunsQuery,
    options: WithCredentials,
  ): Promise<Page<Run>> {
    const mine = query.waitingForMyApproval === 'true';
    const criteria = await this.#authorizer.runCriteria(
      mine ? terraformRunApprovePermission : terraformRunReadPermission,
      options.credentials,
    );
    const page = await this.#runs.list({
      statuses: mine ? ['planned'] : parseStatuses(query.status),
      environment: query.environment,
      workspaceId: query.workspace,
      limit: query.limit ?? PAGE_SIZE,
      cursor: query.cursor,
      criteria,
    });
    return { ...page, items: await this.#presenter.presentMany(page.items) };
  }

  async listOfWorkspace(
    workspaceId: string,
    query: ListRunsQuery,
    options: WithCredentials,
  ): Promise<Page<Run>> {
    await this.#workspaces.find(workspaceId, options);
    return this.list({ ...query, workspace: workspaceId }, options);
  }

  async get(id: string, options: WithCredentials): Promise<Run> {
    return this.#presenter.present(await this.find(id, options));
  }

  /**
   * The run, if the caller may know that it exists.
   *
   * @throws NotFoundError otherwise
   */
  async find(id: string, { credentials }: WithCredentials): Promise<RunRecord> {
    const run = await this.#runs.get(id);
    if (
      !run ||
      !(await this.#authorizer.allows(
        terraformRunReadPermission,
        id,
        credentials,
      ))
    ) {
      throw new NotFoundError(`There is no run ${id} that you may see`);
    }
    return run;
  }

  async readLog(
    id: string,
    phase: PhaseName,
    offset: number,
    options: WithCredentials,
  ): Promise<LogPage> {
    const run = await this.find(id, options);
    const page = await this.#events.readLog(id, phase, offset, LOG_PAGE_LINES);
    return {
      ...page,
      complete:
        page.lines.length === 0 &&
        run.status !== (phase === 'plan' ? 'planning' : 'applying'),
    };
  }

  /** Events after a place in the run's sequence, and whether more can follow. */
  async readEvents(
    id: string,
    after: number,
  ): Promise<{ events: RunEvent[]; ended: boolean }> {
    // The status is read first: a run that is final now has no event that the reading after it misses.
    const run = await this.#runs.get(id);
    const events = await this.#events.listAfter(id, after, EVENT_PAGE);
    return {
      events,
      ended: events.length < EVENT_PAGE && (!run || isFinalStatus(run.status)),
    };
  }

  async act(
    id: string,
    action: RunAction,
    request: { reason?: string },
    options: WithCredentials,
  ): Promise<Run> {
    const run = await this.find(id, options);
    const caller = callerOf(options.credentials);
    switch (action) {
      case 'retry':
        return this.#retry(run, caller, options);
      case 'cancel':
        await this.#assertMayStop(run, options);
        return this.#cancel(run, caller, request.reason);
      default:
        await this.#assertMayStop(run, options);
        if (run.status === 'planning' || run.status === 'applying') {
          throw new ConflictError(
            `Run ${run.number} is ${run.status}; cancel it instead`,
          );
        }
        return this.#presenter.present(
          await this.#lifecycle.move(run, 'discarded', {
            by: caller.ref,
            reason: request.reason,
          }),
        );
    }
  }

  async #cancel(
    run: RunRecord,
    caller: Caller,
    reason: string | undefined,
  ): Promise<Run> {
    switch (run.status) {
      case 'planning':
      case 'applying':
        await this.#runs.requestCancel(run);
        this.#lifecycle.announce(run);
        break;
      case 'pending':
      case 'plan_queued':
      case 'apply_queued':
        await this.#lifecycle.move(run, 'canceled', {
          by: caller.ref,
          reason,
        });
        break;
      case 'planned':
      case 'policy_soft_failed':
      case 'confirmed':
        throw new ConflictError(
          `Run ${run.number} is ${run.status}, nothing is running; discard it instead`,
        );
      default:
        throw new ConflictError(`Run ${run.number} has ended: ${run.status}`);
    }
    return this.#presenter.present((await this.#runs.get(run.id)) ?? run);
  }

  async #retry(
    run: RunRecord,
    caller: Caller,
    options: WithCredentials,
  ): Promise<Run> {
    if (!isFinalStatus(run.status)) {
      throw new ConflictError(
        `Run ${run.number} is ${run.status}; only a run that has ended can be planned again`,
      );
    }
    const workspace = await this.#workspaces.find(run.workspaceId, options);
    await this.#authorizer.assert(
      terraformRunCreatePermission,
      workspace.id,
      options.credentials,
      `You may not create runs in ${workspace.name}; its owner group ${workspace.owner} may`,
    );
    const id = await this.#add(workspace, caller, {
      kind: run.kind,
      message: run.message,
      retryOf: run,
    });
    return this.get(id, options);
  }

  async #assertMayStop(
    run: RunRecord,
    options: WithCredentials,
  ): Promise<void> {
    if (
      !(await this.#authorizer.allows(
        terraformRunCancelPermission,
        run.id,
        options.credentials,
      ))
    ) {
      throw new NotAllowedError(
        'You may not stop this run; its requester, its owner group and the platform team may',
      );
    }
  }

  async #add(
    workspace: WorkspaceRecord,
    caller: Caller,
    input: CreateRunRequest & {
      /** ask for the same again */
      retryOf?: RunRecord;
      remember?: (trx: Knex.Transaction, id: string) => Promise<void>;
    },
  ): Promise<string> {
    const environment = this.#environments.get(workspace.environment);
    const module = findModule(this.#modules, workspace.module, input.version);
    const given = input.variables ?? {};
    const inForce = openWorkspaceVariables(this.#sealer, workspace);
    const again =
      input.retryOf && openRunVariables(this.#sealer, input.retryOf);
    assertVariables(module, {
      ...declaredValues(module, inForce),
      ...declaredValues(module, again),
      ...given,
    });
    const id = randomUUID();
    const createdAt = new Date();
    await this.#knex.transaction(async trx => {
      const asked =
        again ??
        (await resolveGiven(given, (ref, name) =>
          this.#secrets.take(trx, ref, caller.ref, name),
        ));
      const variables = putOver(module, inForce, asked);
      await this.#runs.create(
        {
          id,
          workspaceId: workspace.id,
          kind: input.kind,
          environment: environment.name,
          owner: workspace.owner,
          module: module.name,
          moduleVersion: module.version,
          message: input.message,
          requestedBy: caller.ref,
          actor: caller.actor,
          createdAt: createdAt.toISOString(),
          expiresAt: new Date(
            createdAt.getTime() + environment.expiry.pendingMs,
          ).toISOString(),
          retryOf: input.retryOf?.id,
          variablesSealed: sealVariables(this.#sealer, 'runs', id, variables),
          variablesPublic: maskVariables(variables),
          rules: rulesOf(environment),
          requesters: [
            ...new Set([
              caller.ref,
              ...workspace.inputAuthors,
              ...(input.retryOf?.requesters ?? []),
            ]),
          ],
        },
        trx,
      );
      await input.remember?.(trx, id);
    });
    const run = await this.#runs.get(id);
    if (!run) throw new Error(`Run ${id} has disappeared`);
    this.#lifecycle.announce(run);
    return id;
  }
}

/** @throws InputError naming the statuses there are */
function parseStatuses(text: string | undefined): RunStatus[] | undefined {
  if (!text) return undefined;
  return text.split(',').map(name => {
    const status = RUN_STATUSES.find(known => known === name);
    if (!status) {
      throw new InputError(
        `There is no status ${name}; choose from ${RUN_STATUSES.join(', ')}`,
      );
    }
    return status;
  });
}
