/**
 * What modules of the Terraform backend rely on: the executor contract, extension points and permission rules.
 *
 * @packageDocumentation
 */
export * from './blobs';
export * from './cloud';
export * from './executor';
export * from './extensions';
export * from './resources';
export * from './rules';
export * from './sealing';
