/**
 * Scaffolder actions that create and destroy what a Terraform workspace describes.
 *
 * @packageDocumentation
 */
export { scaffolderModuleTerraform as default } from './module';
export { createRunAction } from './actions/createRun';
export { destroyWorkspaceAction } from './actions/destroyWorkspace';
export type { TerraformActionOptions } from './actions/types';
