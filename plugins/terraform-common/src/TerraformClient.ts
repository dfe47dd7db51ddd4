import { ResponseError } from '@backstage/errors';
import type {
  ApprovalRequest,
  ApprovalResponse,
  CreateRunRequest,
  CreateWorkspaceRequest,
  DeleteWorkspaceRequest,
  Environment,
  Health,
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
  Resource,
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
  getHealth(options?: TerraformRequestOptions): Promise<Health>;
  listEnvironments(options?: TerraformRequestOptions): Promise<Environment[]>;
  listModules(options?: TerraformRequestOptions): Promise<Module[]>;
  getModule(name: string, options?: TerraformRequestOptions): Promise<Module>;
  createSecret(
    value: string,
    options?: TerraformRequestOptions,
  ): Promise<{ ref: string }>;
  createWorkspace(
    request: CreateWorkspaceRequest,
    options?: TerraformCreateOptions,
  ): Promise<Workspace>;
  listWorkspaces(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Workspace>>;
  getWorkspace(
    id: string,
    options?: TerraformRequestOptions,
  ): Promise<Workspace>;
  deleteWorkspace(
    id: string,
    request?: DeleteWorkspaceRequest,
    options?: TerraformRequestOptions,
  ): Promise<void>;
  createRun(
    workspaceId: string,
    request: CreateRunRequest,
    options?: TerraformCreateOptions,
  ): Promise<Run>;
  listRuns(
    query?: ListRunsQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Run>>;
  getRun(id: string, options?: TerraformRequestOptions): Promise<Run>;
  getPlan(runId: string, options?: TerraformRequestOptions): Promise<Plan>;
  listChanges(
    runId: string,
    query?: ListChangesQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<PlanChange>>;
  getChange(
    runId: string,
    index: number,
    options?: TerraformRequestOptions,
  ): Promise<PlanChangeDetail>;
  getLog(
    runId: string,
    phase: PhaseName,
    offset?: number,
    options?: TerraformRequestOptions,
  ): Promise<LogPage>;
  decide(
    runId: string,
    request: ApprovalRequest,
    options?: TerraformRequestOptions,
  ): Promise<ApprovalResponse>;
  act(
    runId: string,
    action: RunAction,
    request?: { reason?: string },
    options?: TerraformRequestOptions,
  ): Promise<Run>;
  listStateVersions(
    workspaceId: string,
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<StateVersion>>;
  listStateResources(
    stateVersionId: string,
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<StateResource>>;
  getStateOutputs(
    stateVersionId: string,
    options?: TerraformRequestOptions,
  ): Promise<Output[]>;
  listResources(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Resource>>;
}

/** Anything with the shape of `fetch`. @public */
export interface TerraformFetchApi {
  fetch: typeof fetch;
}

/** Anything that knows the plugin's base URL. @public */
export interface TerraformDiscoveryApi {
  getBaseUrl(pluginId: string): Promise<string>;
}

/** @public */
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

  getHealth(options?: TerraformRequestOptions): Promise<Health> {
    return this.#request('GET', '/health', { ...options, accept: [503] });
  }

  async listEnvironments(options?: TerraformRequestOptions) {
    const page = await this.#request<Page<Environment>>(
      'GET',
      '/environments',
      options,
    );
    return page.items;
  }

  async listModules(options?: TerraformRequestOptions) {
    const page = await this.#request<Page<Module>>('GET', '/modules', options);
    return page.items;
  }

  getModule(name: string, options?: TerraformRequestOptions): Promise<Module> {
    return this.#request('GET', path`/modules/${name}`, options);
  }

  createSecret(
    value: string,
    options?: TerraformRequestOptions,
  ): Promise<{ ref: string }> {
    return this.#request('POST', '/secrets', { ...options, body: { value } });
  }

  createWorkspace(
    request: CreateWorkspaceRequest,
    options?: TerraformCreateOptions,
  ): Promise<Workspace> {
    return this.#request('POST', '/workspaces', { ...options, body: request });
  }

  listWorkspaces(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Workspace>> {
    return this.#request('GET', '/workspaces', { ...options, query });
  }

  getWorkspace(
    id: string,
    options?: TerraformRequestOptions,
  ): Promise<Workspace> {
    return this.#request('GET', path`/workspaces/${id}`, options);
  }

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

  listRuns(
    query?: ListRunsQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Run>> {
    return this.#request('GET', '/runs', { ...options, query });
  }

  getRun(id: string, options?: TerraformRequestOptions): Promise<Run> {
    return this.#request('GET', path`/runs/${id}`, options);
  }

  getPlan(runId: string, options?: TerraformRequestOptions): Promise<Plan> {
    return this.#request('GET', path`/runs/${runId}/plan`, options);
  }

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

  listResources(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<Resource>> {
    return this.#request('GET', '/resources', { ...options, query });
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
