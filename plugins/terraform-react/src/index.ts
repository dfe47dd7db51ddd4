/**
 * What any portal can embed: plan viewer, status, log and approvals of Terraform runs, with the hooks behind them.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './components';
export * from './hooks';
export * from './testUtils';
export { describePeriod, errorMessage } from './words';
