import { z } from 'zod';
import { entityRef, listQuerySchema, time } from './common';
import { runKindSchema, runStatusSchema } from './runs';
import { variablesSchema } from './variables';

/** Names of workspaces: 3 to 63 lower-case letters, digits and dashes, with a letter first and no dash at the end. @public */
export const WORKSPACE_NAME_PATTERN = /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/;

/** Checks a {@link CreateWorkspaceRequest}; unknown members are refused. @public */
export const createWorkspaceSchema = z.strictObject({
  name: z
    .string()
    .regex(
      WORKSPACE_NAME_PATTERN,
      'must be 3 to 63 lower-case letters, digits and dashes, begin with a letter and not end with a dash',
    ),
  module: z.string().min(1),
  version: z.string().min(1).optional(),
  environment: z.string().min(1),
  owner: entityRef,
  system: entityRef.optional(),
  description: z.string().max(1000).optional(),
  account: z
    .string()
    .min(1)
    .optional()
    .describe(
      'name of an account that the environment allows; needed where there are several for the cloud of the module',
    ),
  variables: variablesSchema.default({}),
});

/** Body of `POST /workspaces`. @public */
export type CreateWorkspaceRequest = z.input<typeof createWorkspaceSchema>;

/** Checks a {@link ListWorkspacesQuery} as it comes in a query string. @public */
export const listWorkspacesQuerySchema = listQuerySchema.extend({
  account: z
    .string()
    .optional()
    .describe('name of the account in which the resources are'),
});

/** Which workspaces to list: those that a search finds, of one account or all, in pages. @public */
export type ListWorkspacesQuery = z.infer<typeof listWorkspacesQuerySchema>;

/** Checks the body of `POST /secrets`: a value of 1 to 65536 characters. @public */
export const createSecretSchema = z.strictObject({
  value: z.string().min(1).max(65_536),
});

/** Checks the answer of `POST /secrets`: the reference that stands for the sealed value. @public */
export const secretSchema = z.object({ ref: z.string() });

/** Checks a {@link DeleteWorkspaceRequest}; unknown members are refused. @public */
export const deleteWorkspaceSchema = z.strictObject({
  forget: z.boolean().optional(),
  reason: z.string().max(1000).optional(),
});

/** Body of `DELETE /workspaces/:id`; `forget` leaves the resources behind and needs a reason. @public */
export type DeleteWorkspaceRequest = z.infer<typeof deleteWorkspaceSchema>;

/** Checks a {@link Workspace}. @public */
export const workspaceSchema = z.object({
  id: z.string(),
  name: z.string(),
  entityRef,
  description: z.string().optional(),
  module: z.object({ name: z.string(), version: z.string() }),
  environment: z.string(),
  owner: entityRef,
  system: entityRef.optional(),
  account: z
    .string()
    .optional()
    .describe('name of the account in which the resources are'),
  createdBy: z.string(),
  createdAt: time,
  variables: z
    .record(z.string(), z.unknown())
    .describe('values in force; a sensitive one is {"$sensitive": true}'),
  resourceCount: z.number(),
  stateVersionId: z.string().optional(),
  lock: z
    .object({ id: z.string(), runId: z.string().optional(), at: time })
    .optional(),
  latestRun: z
    .object({
      id: z.string(),
      number: z.number(),
      status: runStatusSchema,
      kind: runKindSchema,
      statusAt: time,
      requestedBy: z.string(),
    })
    .optional(),
});

/** A module in an environment, with its own state and the variables in force; sensitive ones are masked. @public */
export type Workspace = z.infer<typeof workspaceSchema>;
