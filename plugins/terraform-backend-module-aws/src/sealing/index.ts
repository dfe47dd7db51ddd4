export { AwsKeyManagement, kmsClients } from './AwsKeyManagement';
