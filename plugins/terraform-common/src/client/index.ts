export { accountCalls, type TerraformAccountsApi } from './accounts';
export { catalogueCalls, type TerraformCatalogueApi } from './catalogue';
export { operationCalls, type TerraformOperationsApi } from './operations';
export {
  createSendRequest,
  type TerraformClientOptions,
  type TerraformCreateOptions,
  type TerraformDiscoveryApi,
  type TerraformFetchApi,
  type TerraformRequestOptions,
} from './request';
export { runCalls, type TerraformRunsApi } from './runs';
export { stateCalls, type TerraformStateApi } from './state';
export { workspaceCalls, type TerraformWorkspacesApi } from './workspaces';
