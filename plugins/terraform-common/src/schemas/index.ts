/**
 * The HTTP contract under `/api/terraform` as zod schemas, a file for each noun: router, client and OpenAPI document come from these.
 * Times are ISO 8601 in UTC, references are entity references, ids are opaque.
 */
export {
  listQuerySchema,
  pageSchema,
  phaseNameSchema,
  type ListQuery,
  type Page,
  type PhaseName,
} from './common';
export * from './accounts';
export * from './approvals';
export * from './environments';
export * from './events';
export * from './modules';
export * from './operations';
export * from './plans';
export * from './runs';
export * from './state';
export * from './variables';
export * from './workspaces';
