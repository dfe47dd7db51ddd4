/**
 * Terraform in Backstage: pages, entity tab, entity cards and the form field for secrets.
 *
 * @packageDocumentation
 */
export { terraformPlugin as default, terraformPlugin } from './plugin';
