import type {
  ListQuery,
  Output,
  Page,
  Resource,
  StateResource,
  StateVersion,
} from '../schemas';
import {
  listAll,
  path,
  type SendRequest,
  type TerraformRequestOptions,
} from './request';

/** What exists: states with their resources and outputs. @public */
export interface TerraformStateApi {
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
}

export const stateCalls = (send: SendRequest): TerraformStateApi => ({
  listStateVersions: (workspaceId, query, options) =>
    send('GET', path`/workspaces/${workspaceId}/state-versions`, {
      ...options,
      query,
    }),
  listStateResources: (stateVersionId, query, options) =>
    send('GET', path`/state-versions/${stateVersionId}/resources`, {
      ...options,
      query,
    }),
  getStateOutputs: (stateVersionId, options) =>
    listAll(send, path`/state-versions/${stateVersionId}/outputs`, options),
  listResources: (query, options) =>
    send('GET', '/resources', { ...options, query }),
});
