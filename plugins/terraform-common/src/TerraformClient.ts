import {
  accountCalls,
  catalogueCalls,
  createSendRequest,
  operationCalls,
  runCalls,
  stateCalls,
  workspaceCalls,
  type TerraformAccountsApi,
  type TerraformCatalogueApi,
  type TerraformClientOptions,
  type TerraformOperationsApi,
  type TerraformRunsApi,
  type TerraformStateApi,
  type TerraformWorkspacesApi,
} from './client';

export type {
  TerraformAccountsApi,
  TerraformCatalogueApi,
  TerraformClientOptions,
  TerraformCreateOptions,
  TerraformDiscoveryApi,
  TerraformFetchApi,
  TerraformOperationsApi,
  TerraformRequestOptions,
  TerraformRunsApi,
  TerraformStateApi,
  TerraformWorkspacesApi,
} from './client';

/**
 * The API of the terraform backend plugin. Every method throws `ResponseError` with the backend's message when refused.
 *
 * @public
 */
export interface TerraformApi
  extends TerraformCatalogueApi,
    TerraformWorkspacesApi,
    TerraformRunsApi,
    TerraformStateApi,
    TerraformAccountsApi,
    TerraformOperationsApi {}

/** Has every call of the {@link TerraformApi}. @public */
export interface TerraformClient extends TerraformApi {}

/**
 * The {@link TerraformApi} over HTTP, for browsers and backends; throws `ResponseError` for every answer
 * that is not a success, except that a bad health is answered.
 *
 * @public
 */
export class TerraformClient {
  constructor(options: TerraformClientOptions) {
    const send = createSendRequest(options);
    const calls: TerraformApi = {
      ...catalogueCalls(send),
      ...workspaceCalls(send),
      ...runCalls(send),
      ...stateCalls(send),
      ...accountCalls(send),
      ...operationCalls(send),
    };
    Object.assign(this, calls);
  }
}
