import { z } from 'zod';
import { entityRef, time } from './common';

/** Checks an {@link Output}. @public */
export const outputSchema = z.object({
  name: z.string(),
  sensitive: z.boolean(),
  type: z.unknown().optional(),
  value: z.unknown().optional().describe('absent when sensitive'),
});

/** An output of a state, with Terraform's type expression as JSON; the value is absent when sensitive. @public */
export type Output = z.infer<typeof outputSchema>;

/** Checks a {@link StateVersion}. @public */
export const stateVersionSchema = z.object({
  id: z.string(),
  workspaceId: z.string(),
  runId: z.string().optional(),
  serial: z.number(),
  lineage: z.string(),
  terraformVersion: z.string().optional(),
  resourceCount: z.number(),
  bytes: z.number(),
  recovered: z
    .boolean()
    .describe('picked up from the runner after Terraform could not save it'),
  createdAt: time,
});

/** One state that Terraform wrote; `serial` grows within a lineage, `bytes` is its size as Terraform sent it. @public */
export type StateVersion = z.infer<typeof stateVersionSchema>;

/** Checks a {@link StateResource}. @public */
export const stateResourceSchema = z.object({
  address: z.string(),
  type: z.string(),
  name: z.string(),
  module: z.string(),
  mode: z.enum(['managed', 'data']),
  provider: z.string(),
  id: z.string().optional(),
});

/** One resource instance in a state; `module` is empty for the root module, `id` is absent when unknown or sensitive. @public */
export type StateResource = z.infer<typeof stateResourceSchema>;

/** Checks a {@link Resource}. @public */
export const resourceSchema = stateResourceSchema.extend({
  workspaceId: z.string(),
  workspaceName: z.string(),
  environment: z.string(),
  owner: entityRef,
  runId: z.string().optional(),
});

/** A resource of the current state of a workspace, with the workspace; `runId` is the run that wrote that state. @public */
export type Resource = z.infer<typeof resourceSchema>;
