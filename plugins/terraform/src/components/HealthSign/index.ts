export { HealthSign, type HealthStatus } from './HealthSign';
