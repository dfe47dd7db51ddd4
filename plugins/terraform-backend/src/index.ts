/**
 * Runs, plans, approvals and state of Terraform as a Backstage backend plugin.
 *
 * @packageDocumentation
 */
export { terraformPlugin as default } from './plugin';
