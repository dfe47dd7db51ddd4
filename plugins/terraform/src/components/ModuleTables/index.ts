export { ModuleInputs } from './ModuleInputs';
export { ModuleOutputs } from './ModuleOutputs';
