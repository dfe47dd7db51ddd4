export { createCodeBuildStartAction } from './codeBuildStart';
export type { CodeBuildStartOptions } from './codeBuildStart';
export { scaffolderModuleAws } from './module';
