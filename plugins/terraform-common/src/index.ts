/**
 * What the Terraform plugins share: types, the HTTP contract, permissions and the API client.
 *
 * @packageDocumentation
 */
export * from './accountProblems';
export * from './annotations';
export * from './attributeChanges';
export * from './canonicalJson';
export * from './lineDiff';
export * from './permissions';
export * from './schemas';
export * from './statuses';
export * from './TerraformClient';
export * from './words';
