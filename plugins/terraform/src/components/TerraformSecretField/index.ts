export { terraformSecretField } from './terraformSecretField';
