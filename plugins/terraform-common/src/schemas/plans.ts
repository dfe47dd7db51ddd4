import { z } from 'zod';
import { time } from './common';

/** Checks a {@link ChangeAction}. @public */
export const changeActionSchema = z.enum([
  'create',
  'update',
  'replace',
  'delete',
  'read',
  'no-op',
  'move',
  'import',
  'forget',
]);

/** What Terraform would do with one resource; a replace is one action, whichever of its halves comes first. @public */
export type ChangeAction = z.infer<typeof changeActionSchema>;

/** Number of resources by what happens to them; a replace counts only as replace. @public */
export const planCountsSchema = z.object({
  add: z.number(),
  change: z.number(),
  destroy: z.number(),
  replace: z.number(),
  import: z.number(),
  forget: z.number(),
  move: z.number().default(0),
});

/** Number of resources by what happens to them; a replace counts only as replace. @public */
export type PlanCounts = z.infer<typeof planCountsSchema>;

/** Checks a {@link PlanAccess}. @public */
export const planAccessSchema = z.object({
  account: z.string(),
  accountId: z.string(),
  roleArn: z.string().optional(),
  policy: z
    .string()
    .optional()
    .describe('JSON of the session policy to which the apply is narrowed'),
  grants: z.array(z.object({ for: z.string(), actions: z.array(z.string()) })),
  warnings: z.array(z.string()),
});

/** What the apply of a plan may do in its account, and what asks for it; part of what is approved. @public */
export type PlanAccess = z.infer<typeof planAccessSchema>;

/** Checks a {@link Plan}. @public */
export const planSchema = planCountsSchema.extend({
  runId: z.string(),
  digest: z.string(),
  expiresAt: time.optional(),
  terraformVersion: z.string(),
  applyable: z.boolean(),
  complete: z.boolean(),
  changes: z.number().describe('number of changes, no-op ones included'),
  outputs: z.array(
    z.object({
      name: z.string(),
      action: z.string(),
      sensitive: z.boolean(),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
    }),
  ),
  provisioners: z.array(z.object({ address: z.string(), type: z.string() })),
  drift: z.array(z.object({ address: z.string(), action: z.string() })),
  checks: z.array(z.object({ address: z.string(), status: z.string() })),
  access: planAccessSchema
    .optional()
    .describe('absent for a workspace without an account'),
  changesRemovedAt: time
    .optional()
    .describe('when retention removed the single changes'),
});

/** What a run would do, without the single changes: counts, outputs, provisioners, drift and checks. @public */
export type Plan = z.infer<typeof planSchema>;

/** Checks a {@link PlanChange}. @public */
export const planChangeSchema = z.object({
  index: z.number(),
  address: z.string(),
  type: z.string(),
  name: z.string(),
  module: z.string(),
  provider: z.string(),
  mode: z.enum(['managed', 'data']),
  action: changeActionSchema,
  actions: z.array(z.string()),
  reason: z.string().optional(),
  previousAddress: z.string().optional(),
  importId: z.string().optional(),
  summary: z.string().describe('what changes, in a few words'),
});

/** One resource of a plan without its values; `index` is its place in the plan, `actions` is Terraform's own list. @public */
export type PlanChange = z.infer<typeof planChangeSchema>;

/**
 * One change with its redacted values: a sensitive value is `{"$sensitive": "changed" | "unchanged"}`, a value known after apply is
 * `{"$unknown": true}`.
 *
 * @public
 */
export const planChangeDetailSchema = planChangeSchema.extend({
  replacePaths: z.array(z.unknown()).optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

/** One change with its redacted values and the paths that force a replacement. @public */
export type PlanChangeDetail = z.infer<typeof planChangeDetailSchema>;

/** Checks a {@link ListChangesQuery} as it comes in a query string. @public */
export const listChangesQuerySchema = z.object({
  action: z.string().optional().describe('actions, separated by commas'),
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().optional(),
});

/** Which changes of a plan to list: actions separated by commas, and pages of 1 to 500, 100 by default. @public */
export type ListChangesQuery = z.infer<typeof listChangesQuerySchema>;
