export { AwsCloud } from './AwsCloud';
export { createAwsClients, type AwsClients } from './AwsClients';
