import type {
  CreateWorkspaceRequest,
  DeleteWorkspaceRequest,
  ListWorkspacesQuery,
  Page,
  Workspace,
} from '../schemas';
import {
  path,
  type SendRequest,
  type TerraformCreateOptions,
  type TerraformRequestOptions,
} from './request';

/** Workspaces, and the secrets that are given to them. @public */
export interface TerraformWorkspacesApi {
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
  /** Workspaces that the caller may see, newest first; `search` looks in name, module and owner, `account` leaves those of one account. */
  listWorkspaces(
    query?: ListWorkspacesQuery,
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
}

export const workspaceCalls = (send: SendRequest): TerraformWorkspacesApi => ({
  createSecret: (value, options) =>
    send('POST', '/secrets', { ...options, body: { value } }),
  createWorkspace: (request, options) =>
    send('POST', '/workspaces', { ...options, body: request }),
  listWorkspaces: (query, options) =>
    send('GET', '/workspaces', { ...options, query }),
  getWorkspace: (id, options) => send('GET', path`/workspaces/${id}`, options),
  deleteWorkspace: (id, request = {}, options) =>
    send('DELETE', path`/workspaces/${id}`, { ...options, body: request }),
});
