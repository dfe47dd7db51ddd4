export { terraformModuleField } from './terraformModuleField';
