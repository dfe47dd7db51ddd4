export { buildBundle, type Bundle } from './bundle';
export type { BuildRootOptions } from './buildRoot';
export { checkVariables } from './checkVariables';
export {
  ModuleCatalogue,
  type ModuleCatalogueOptions,
  type ModuleProblem,
} from './ModuleCatalogue';
export { readModule } from './readModule';
export type {
  JsonSchema,
  ModuleExample,
  ModuleManifest,
  ModuleOutput,
  ModuleResource,
  ModuleVariable,
  ObjectAttribute,
  RequiredProvider,
  TerraformModule,
  TypeConstraint,
} from './types';
