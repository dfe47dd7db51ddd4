/**
 * What modules of the Terraform backend rely on: the executor contract, extension points and permission rules.
 *
 * @packageDocumentation
 */
export * from './executor';
export * from './extensions';
export * from './resources';
export * from './rules';
