/**
 * Runs the terraform plugin's phases in AWS CodeBuild, in AWS accounts with the permissions that they need.
 *
 * @packageDocumentation
 */
export { terraformModuleAws as default } from './module';
export { createCodeBuildStartAction, scaffolderModuleAws } from './scaffolder';
export type { CodeBuildStartOptions } from './scaffolder';
