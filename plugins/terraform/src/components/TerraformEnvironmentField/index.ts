export { terraformEnvironmentField } from './terraformEnvironmentField';
