import { ResponseError } from '@backstage/errors';
import type {
  ApprovalRequest,
  ApprovalResponse,
  CreateRunRequest,
  CreateWorkspaceRequest,
  DeleteWorkspaceRequest,
  Environment,
  ExecutorStatus,
  Health,
  HeldLock,
  Leases,
  ListChangesQuery,
  ListQuery,
  ListRunsQuery,
  LogPage,
  Module,
  Output,
  Page,
  PhaseName,
  Plan,
  PlanChange,
  PlanChangeDetail,
  QueueEntry,
  ReleaseLockRequest,
  Resource,
  RetentionReport,
  RetentionRequest,
  RetentionStatus,
  Run,
  RunAction,
  StateResource,
  StateVersion,
  Workspace,
} from './schemas';

/** Options of every call. @public */
export interface TerraformRequestOptions {
  /** Backstage token; not needed where the given fetch adds it. */
  token?: string;
  /** Aborts the request. */
  signal?: AbortSignal;
}

/** Options of the calls that create something. @public */
export interface TerraformCreateOptions extends TerraformRequestOptions {
  /** A repeated call with the same key and body answers what the first one made. */
  idempotencyKey?: string;
}

/**
 * The API of the terraform backend plugin. Every method throws `ResponseError` with the backend's message when refused.
 *
 * @public
 */
export interface TerraformApi {
  /** The health of the plugin, which is answered also when it is bad; messages only with sign-in. */
  getHealth(options?: TerraformRequestOptions): Promise<Health>;
  /** All configured environments, each with its approval rule. */
  listEnvironments(options?: TerraformRequestOptions): Promise<Environment[]>;
  /** All modules of the catalogue. */
  listModules(options?: TerraformRequestOptions): Promise<Module[]>;
  /** One module of the catalogue by name; 404 when there is none. */
  getModule(name: string, options?: TerraformRequestOptions): Promise<Module>;
  /** Seals a value of 1 to 65536 characters; the reference works once, within a day, and only for the same caller. */
  createSecret(
    value: string,
    options?: TerraformRequestOptions,
  ): Promise<{ ref: string }>;
  /** Creates a workspace without resources; 403 when the caller does not belong to the owner group, 409 when the name is taken. */
  createWorkspace(
    request: CreateWorkspaceRequest,
    options?: TerraformCreateOptions,
  ): Promise<Workspace>;
  /** Workspaces that the caller may see, newest first; `search` looks in name, module and owner. */
  listWorkspaces(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Workspace>>;
  /** One workspace; 404 when there is none that the caller may see. */
  getWorkspace(
    id: string,
    options?: TerraformRequestOptions,
  ): Promise<Workspace>;
  /**
   * Deletes a workspace and discards its waiting runs; 409 while a phase runs, or while the state holds resources and `forget` is
   * not set. State versions stay.
   */
  deleteWorkspace(
    id: string,
    request?: DeleteWorkspaceRequest,
    options?: TerraformRequestOptions,
  ): Promise<void>;
  /** Creates a run, which waits behind the earlier ones of its workspace; 400 for variables that the module does not take. */
  createRun(
    workspaceId: string,
    request: CreateRunRequest,
    options?: TerraformCreateOptions,
  ): Promise<Run>;
  /** Runs that the caller may see, newest first; with `waitingForMyApproval` the planned ones that the caller may decide on. */
  listRuns(
    query?: ListRunsQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Run>>;
  /** One run, with its outputs once applied; 404 when there is none that the caller may see. */
  getRun(id: string, options?: TerraformRequestOptions): Promise<Run>;
  /** The plan of a run without its changes; 404 until the run is planned. */
  getPlan(runId: string, options?: TerraformRequestOptions): Promise<Plan>;
  /** Changes of a plan in the order of {@link CHANGE_ACTIONS}; `search` looks in address, provider and summary. */
  listChanges(
    runId: string,
    query?: ListChangesQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<PlanChange>>;
  /** One change with its redacted values, by its index in the plan; 404 when there is none. */
  getChange(
    runId: string,
    index: number,
    options?: TerraformRequestOptions,
  ): Promise<PlanChangeDetail>;
  /** Log lines of a phase from an offset on, which is the number of lines before and 0 by default. */
  getLog(
    runId: string,
    phase: PhaseName,
    offset?: number,
    options?: TerraformRequestOptions,
  ): Promise<LogPage>;
  /**
   * Approves or rejects a plan; 400 when a comment is missing, 403 for whoever may not decide, 409 when the plan is outdated,
   * cannot be decided on or was decided on by the caller before.
   */
  decide(
    runId: string,
    request: ApprovalRequest,
    options?: TerraformRequestOptions,
  ): Promise<ApprovalResponse>;
  /**
   * Cancels, force-cancels, discards or retries a run; answers the run, or the new one for a retry, and 409 when the status does not allow
   * it.
   */
  act(
    runId: string,
    action: RunAction,
    request?: { reason?: string },
    options?: TerraformRequestOptions,
  ): Promise<Run>;
  /** State versions of a workspace, newest first; `search` is ignored. */
  listStateVersions(
    workspaceId: string,
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<StateVersion>>;
  /** Resources in one state version, in the order of the state; `search` looks in address, provider and id. */
  listStateResources(
    stateVersionId: string,
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<StateResource>>;
  /** Outputs in one state version; sensitive ones come without a value. */
  getStateOutputs(
    stateVersionId: string,
    options?: TerraformRequestOptions,
  ): Promise<Output[]>;
  /** Resources in the current states of all workspaces whose state the caller may read, grouped by workspace. */
  listResources(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Resource>>;
  /** Runs that wait for their turn or for a place, in the order in which they would start; `search` is ignored. */
  listQueue(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<QueueEntry>>;
  /** The replicas of the portal and the phases that run. */
  getLeases(options?: TerraformRequestOptions): Promise<Leases>;
  /** The executors with their capacity and last heartbeat. */
  listExecutors(options?: TerraformRequestOptions): Promise<ExecutorStatus[]>;
  /** The locks that are held on states, oldest first. */
  listLocks(options?: TerraformRequestOptions): Promise<HeldLock[]>;
  /** Releases the lock of a workspace's state; 409 when another lock, or none, is held. */
  releaseLock(
    workspaceId: string,
    request: ReleaseLockRequest,
    options?: TerraformRequestOptions,
  ): Promise<void>;
  /** How long what is kept, and what the last round of retention removed. */
  getRetention(options?: TerraformRequestOptions): Promise<RetentionStatus>;
  /** Removes what is older than the environments keep, or only counts it. */
  runRetention(
    request: RetentionRequest,
    options?: TerraformRequestOptions,
  ): Promise<RetentionReport>;
}

/** Anything with the shape of `fetch`. @public */
export interface TerraformFetchApi {
  /** Called with an absolute URL. */
  fetch: typeof fetch;
}

/** Anything that knows the plugin's base URL. @public */
export interface TerraformDiscoveryApi {
  /** Base URL of a backend plugin, without a slash at its end. */
  getBaseUrl(pluginId: string): Promise<string>;
}

/**
 * The {@link TerraformApi} over HTTP, for browsers and backends; throws `ResponseError` for every answer
 * that is not a success, except that a bad health is answered.
 *
 * @public
 */
export class TerraformClient implements TerraformApi {
  readonly #fetchApi: TerraformFetchApi;
  readonly #discoveryApi: TerraformDiscoveryApi;

  constructor(options: {
    discoveryApi: TerraformDiscoveryApi;
    fetchApi?: TerraformFetchApi;
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi ?? { fetch };
  }

  /** {@inheritDoc TerraformApi.getHealth} */
  getHealth(options?: TerraformRequestOptions): Promise<Health> {
    return this.#request('GET', '/health', { ...options, accept: [503] });
  }

  /** {@inheritDoc TerraformApi.listEnvironments} */
  async listEnvironments(
    options?: TerraformRequestOptions,
  ): Promise<Environment[]> {
    const page = await this.#request<Page<Environment>>(
      'GET',
      '/environments',
      options,
    );
    return page.items;
  }

  /** {@inheritDoc TerraformApi.listModules} */
  async listModules(options?: TerraformRequestOptions): Promise<Module[]> {
    const page = await this.#request<Page<Module>>('GET', '/modules', options);
    return page.items;
  }

  /** {@inheritDoc TerraformApi.getModule} */
  getModule(name: string, options?: TerraformRequestOptions): Promise<Module> {
    return this.#request('GET', path`/modules/${name}`, options);
  }

  /** {@inheritDoc TerraformApi.createSecret} */
  createSecret(
    value: string,
    options?: TerraformRequestOptions,
  ): Promise<{ ref: string }> {
    return this.#request('POST', '/secrets', { ...options, body: { value } });
  }

  /** {@inheritDoc TerraformApi.createWorkspace} */
  createWorkspace(
    request: CreateWorkspaceRequest,
    options?: TerraformCreateOptions,
  ): Promise<Workspace> {
    return this.#request('POST', '/workspaces', { ...options, body: request });
  }

  /** {@inheritDoc TerraformApi.listWorkspaces} */
  listWorkspaces(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Workspace>> {
    return this.#request('GET', '/workspaces', { ...options, query });
  }

  /** {@inheritDoc TerraformApi.getWorkspace} */
  getWorkspace(
    id: string,
    options?: TerraformRequestOptions,
  ): Promise<Workspace> {
    return this.#request('GET', path`/workspaces/${id}`, options);
  }

  /** {@inheritDoc TerraformApi.deleteWorkspace} */
  deleteWorkspace(
    id: string,
    request?: DeleteWorkspaceRequest,
    options?: TerraformRequestOptions,
  ): Promise<void> {
    return this.#request('DELETE', path`/workspaces/${id}`, {
      ...options,
      body: request ?? {},
    });
  }

  /** {@inheritDoc TerraformApi.createRun} */
  createRun(
    workspaceId: string,
    request: CreateRunRequest,
    options?: TerraformCreateOptions,
  ): Promise<Run> {
    return this.#request('POST', path`/workspaces/${workspaceId}/runs`, {
      ...options,
      body: request,
    });
  }

  /** {@inheritDoc TerraformApi.listRuns} */
  listRuns(
    query?: ListRunsQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Run>> {
    return this.#request('GET', '/runs', { ...options, query });
  }

  /** {@inheritDoc TerraformApi.getRun} */
  getRun(id: string, options?: TerraformRequestOptions): Promise<Run> {
    return this.#request('GET', path`/runs/${id}`, options);
  }

  /** {@inheritDoc TerraformApi.getPlan} */
  getPlan(runId: string, options?: TerraformRequestOptions): Promise<Plan> {
    return this.#request('GET', path`/runs/${runId}/plan`, options);
  }

  /** {@inheritDoc TerraformApi.listChanges} */
  listChanges(
    runId: string,
    query?: ListChangesQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<PlanChange>> {
    return this.#request('GET', path`/runs/${runId}/plan/changes`, {
      ...options,
      query,
    });
  }

  /** {@inheritDoc TerraformApi.getChange} */
  getChange(
    runId: string,
    index: number,
    options?: TerraformRequestOptions,
  ): Promise<PlanChangeDetail> {
    return this.#request(
      'GET',
      path`/runs/${runId}/plan/changes/${String(index)}`,
      options,
    );
  }

  /** {@inheritDoc TerraformApi.getLog} */
  getLog(
    runId: string,
    phase: PhaseName,
    offset?: number,
    options?: TerraformRequestOptions,
  ): Promise<LogPage> {
    return this.#request('GET', path`/runs/${runId}/logs/${phase}`, {
      ...options,
      query: { offset },
    });
  }

  /** {@inheritDoc TerraformApi.decide} */
  decide(
    runId: string,
    request: ApprovalRequest,
    options?: TerraformRequestOptions,
  ): Promise<ApprovalResponse> {
    return this.#request('POST', path`/runs/${runId}/approvals`, {
      ...options,
      body: request,
    });
  }

  /** {@inheritDoc TerraformApi.act} */
  act(
    runId: string,
    action: RunAction,
    request?: { reason?: string },
    options?: TerraformRequestOptions,
  ): Promise<Run> {
    return this.#request('POST', path`/runs/${runId}/actions/${action}`, {
      ...options,
      body: request ?? {},
    });
  }

  /** {@inheritDoc TerraformApi.listStateVersions} */
  listStateVersions(
    workspaceId: string,
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<StateVersion>> {
    return this.#request(
      'GET',
      path`/workspaces/${workspaceId}/state-versions`,
      { ...options, query },
    );
  }

  /** {@inheritDoc TerraformApi.listStateResources} */
  listStateResources(
    stateVersionId: string,
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<StateResource>> {
    return this.#request(
      'GET',
      path`/state-versions/${stateVersionId}/resources`,
      { ...options, query },
    );
  }

  /** {@inheritDoc TerraformApi.getStateOutputs} */
  async getStateOutputs(
    stateVersionId: string,
    options?: TerraformRequestOptions,
  ): Promise<Output[]> {
    const page = await this.#request<Page<Output>>(
      'GET',
      path`/state-versions/${stateVersionId}/outputs`,
      options,
    );
    return page.items;
  }

  /** {@inheritDoc TerraformApi.listResources} */
  listResources(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Resource>> {
    return this.#request('GET', '/resources', { ...options, query });
  }

  /** {@inheritDoc TerraformApi.listQueue} */
  listQueue(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<QueueEntry>> {
    return this.#request('GET', '/operations/queue', { ...options, query });
  }

  /** {@inheritDoc TerraformApi.getLeases} */
  getLeases(options?: TerraformRequestOptions): Promise<Leases> {
    return this.#request('GET', '/operations/leases', options);
  }

  /** {@inheritDoc TerraformApi.listExecutors} */
  async listExecutors(
    options?: TerraformRequestOptions,
  ): Promise<ExecutorStatus[]> {
    const page = await this.#request<Page<ExecutorStatus>>(
      'GET',
      '/operations/executors',
      options,
    );
    return page.items;
  }

  /** {@inheritDoc TerraformApi.listLocks} */
  async listLocks(options?: TerraformRequestOptions): Promise<HeldLock[]> {
    const page = await this.#request<Page<HeldLock>>(
      'GET',
      '/operations/locks',
      options,
    );
    return page.items;
  }

  /** {@inheritDoc TerraformApi.releaseLock} */
  releaseLock(
    workspaceId: string,
    request: ReleaseLockRequest,
    options?: TerraformRequestOptions,
  ): Promise<void> {
    return this.#request(
      'POST',
      path`/operations/locks/${workspaceId}/release`,
      { ...options, body: request },
    );
  }

  /** {@inheritDoc TerraformApi.getRetention} */
  getRetention(options?: TerraformRequestOptions): Promise<RetentionStatus> {
    return this.#request('GET', '/operations/retention', options);
  }

  /** {@inheritDoc TerraformApi.runRetention} */
  runRetention(
    request: RetentionRequest,
    options?: TerraformRequestOptions,
  ): Promise<RetentionReport> {
    return this.#request('POST', '/operations/retention', {
      ...options,
      body: request,
    });
  }

  async #request<T>(
    method: string,
    route: string,
    options: TerraformCreateOptions & {
      body?: unknown;
      query?: Record<string, string | number | undefined>;
      accept?: number[];
    } = {},
  ): Promise<T> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('terraform');
    const url = new URL(`${baseUrl}${route}`);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = {};
    if (options.body !== undefined)
      headers['Content-Type'] = 'application/json';
    if (options.token) headers.Authorization = `Bearer ${options.token}`;
    if (options.idempotencyKey) {
      headers['Idempotency-Key'] = options.idempotencyKey;
    }
    const response = await this.#fetchApi.fetch(url.toString(), {
      method,
      headers,
      body:
        options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    });
    if (!response.ok && !options.accept?.includes(response.status)) {
      throw await ResponseError.fromResponse(response);
    }
    return response.status === 204 ? (undefined as T) : response.json();
  }
}

function path(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}
