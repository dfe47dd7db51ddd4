/**
 * Terraform modules, cloud accounts and workspaces as catalog entities.
 *
 * @packageDocumentation
 */
export { catalogModuleTerraform as default } from './module';
export * from './provider';
