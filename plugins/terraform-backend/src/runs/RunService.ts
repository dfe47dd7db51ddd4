import { InputError, NotFoundError } from '@backstage/errors';
import {
  CreateRunRequest,
  ListRunsQuery,
  LogPage,
  Page,
  PhaseName,
  Run,
  RUN_STATUSES,
  RunStatus,
  terraformRunApprovePermission,
  terraformRunCreatePermission,
  terraformRunReadPermission,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { IdempotencyStore } from '../database/IdempotencyStore';
import { Authorizer, callerOf } from '../permissions/Authorizer';
import {
  CallerCredentials,
  idempotent,
  WorkspaceService,
} from '../workspaces/WorkspaceService';
import { RunCreator } from './RunCreator';
import { RunEventStore } from './RunEventStore';
import { RunLifecycle } from './RunLifecycle';
import { RunPresenter } from './RunPresenter';
import { RunStore } from './RunStore';
import { RunRecord } from './types';
import { withoutSecrets } from './variables';

const PAGE_SIZE = 50;
const LOG_PAGE_LINES = 5_000;

type WithCredentials = { credentials: CallerCredentials };

/** What callers may ask for and see of runs; every method asks the permission framework first. */
export class RunService {
  readonly #knex: Knex;
  readonly #runs: RunStore;
  readonly #events: RunEventStore;
  readonly #workspaces: WorkspaceService;
  readonly #creator: RunCreator;
  readonly #idempotency: IdempotencyStore;
  readonly #authorizer: Authorizer;
  readonly #lifecycle: RunLifecycle;
  readonly #presenter: RunPresenter;

  constructor(options: {
    knex: Knex;
    runs: RunStore;
    events: RunEventStore;
    workspaces: WorkspaceService;
    creator: RunCreator;
    idempotency: IdempotencyStore;
    authorizer: Authorizer;
    lifecycle: RunLifecycle;
    presenter: RunPresenter;
  }) {
    this.#knex = options.knex;
    this.#runs = options.runs;
    this.#events = options.events;
    this.#workspaces = options.workspaces;
    this.#creator = options.creator;
    this.#idempotency = options.idempotency;
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
    const id = await this.#idempotency.once(repeated, async () => {
      const write = this.#creator.prepare(workspace, caller, request);
      return this.#knex.transaction(async trx => {
        const created = await write(trx);
        if (repeated) await this.#idempotency.remember(trx, repeated, created);
        return created;
      });
    });
    const run = await this.#runs.get(id);
    if (run) this.#lifecycle.announce(run);
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
      account: query.account,
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
