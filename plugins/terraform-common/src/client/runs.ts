import type {
  ApprovalRequest,
  ApprovalResponse,
  CreateRunRequest,
  ListChangesQuery,
  ListRunsQuery,
  LogPage,
  Page,
  PhaseName,
  Plan,
  PlanChange,
  PlanChangeDetail,
  Run,
  RunAction,
} from '../schemas';
import {
  path,
  type SendRequest,
  type TerraformCreateOptions,
  type TerraformRequestOptions,
} from './request';

/** Runs with their plans, logs and decisions. @public */
export interface TerraformRunsApi {
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
}

export const runCalls = (send: SendRequest): TerraformRunsApi => ({
  createRun: (workspaceId, request, options) =>
    send('POST', path`/workspaces/${workspaceId}/runs`, {
      ...options,
      body: request,
    }),
  listRuns: (query, options) => send('GET', '/runs', { ...options, query }),
  getRun: (id, options) => send('GET', path`/runs/${id}`, options),
  getPlan: (runId, options) => send('GET', path`/runs/${runId}/plan`, options),
  listChanges: (runId, query, options) =>
    send('GET', path`/runs/${runId}/plan/changes`, { ...options, query }),
  getChange: (runId, index, options) =>
    send('GET', path`/runs/${runId}/plan/changes/${String(index)}`, options),
  getLog: (runId, phase, offset, options) =>
    send('GET', path`/runs/${runId}/logs/${phase}`, {
      ...options,
      query: { offset },
    }),
  decide: (runId, request, options) =>
    send('POST', path`/runs/${runId}/approvals`, { ...options, body: request }),
  act: (runId, action, request = {}, options) =>
    send('POST', path`/runs/${runId}/actions/${action}`, {
      ...options,
      body: request,
    }),
});
