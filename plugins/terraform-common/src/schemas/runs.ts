import { z } from 'zod';
import { approvalSchema } from './approvals';
import { entityRef, time } from './common';
import { planCountsSchema } from './plans';
import { outputSchema } from './state';
import { RUN_STATUSES } from '../statuses';
import { variablesSchema } from './variables';

/** Checks a {@link RunStatus}. @public */
export const runStatusSchema = z.enum(RUN_STATUSES);

/** Checks a {@link RunKind}. @public */
export const runKindSchema = z.enum([
  'plan_and_apply',
  'plan_only',
  'destroy',
  'refresh_only',
]);

/** What a run is for: change resources, only say what would change, destroy all, or only update the state. @public */
export type RunKind = z.infer<typeof runKindSchema>;

/** Checks a {@link CreateRunRequest}; unknown members are refused. @public */
export const createRunSchema = z.strictObject({
  kind: runKindSchema,
  message: z.string().max(1000).optional(),
  variables: variablesSchema.optional(),
  version: z.string().min(1).optional(),
});

/** Body of `POST /workspaces/:id/runs`; variables given here are laid over those in force. @public */
export type CreateRunRequest = z.input<typeof createRunSchema>;

/** Checks a {@link RunAction}. @public */
export const runActionSchema = z.enum([
  'cancel',
  'force-cancel',
  'discard',
  'retry',
]);

/**
 * What a person can do with a run besides deciding: `cancel` stops it or takes it out of the queue, `force-cancel` ends a phase that did
 * not heed the cancel in time, `discard` ends a waiting one, `retry` asks for the same again, in place of a plan that waits if there is one.
 *
 * @public
 */
export type RunAction = z.infer<typeof runActionSchema>;

/** Checks the body of `POST /runs/:id/actions/:action`; unknown members are refused. `force-cancel` needs a reason. @public */
export const runActionRequestSchema = z.strictObject({
  reason: z.string().max(1000).optional(),
});

/** Checks a {@link Diagnostic}. @public */
export const diagnosticSchema = z.object({
  severity: z.enum(['error', 'warning']),
  summary: z.string(),
  detail: z.string().optional(),
  address: z.string().optional(),
  filename: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  code: z.string().optional(),
});

/**
 * An error or warning of Terraform's own, redacted; `code` is the source it points at, `line` and `column` count from 1.
 *
 * @public
 */
export type Diagnostic = z.infer<typeof diagnosticSchema>;

/** Checks a {@link WaitingFor}. @public */
export const waitingForSchema = z.object({
  reason: z.enum(['approval', 'earlier-run', 'capacity', 'cancel', 'replica']),
  message: z.string(),
  runId: z.string().optional(),
  position: z.number().optional().describe('in its queue; 1 is the next'),
});

/**
 * What a run waits for, with a sentence for people; `runId` names the run that is in its way, `replica` means that the machine that carries
 * out its phase has not been heard of.
 *
 * @public
 */
export type WaitingFor = z.infer<typeof waitingForSchema>;

/** Checks a {@link Run}. @public */
export const runSchema = z.object({
  id: z.string(),
  number: z.number().describe('1 for the first run of the workspace'),
  status: runStatusSchema,
  kind: runKindSchema,
  workspaceId: z.string(),
  workspaceName: z.string(),
  environment: z.string(),
  owner: entityRef,
  module: z.object({ name: z.string(), version: z.string() }),
  message: z.string().optional(),
  requestedBy: z.string(),
  actor: z.enum(['user', 'service', 'agent']),
  createdAt: time,
  statusAt: time,
  finishedAt: time.optional(),
  cancelRequestedAt: time.optional(),
  forceCancelFrom: time
    .optional()
    .describe('when a canceled phase may be ended by force'),
  forceCancelRequestedAt: time.optional(),
  retryOf: z.string().optional(),
  phases: z.object({
    plan: z.object({ startedAt: time, finishedAt: time.optional() }).optional(),
    apply: z
      .object({ startedAt: time, finishedAt: time.optional() })
      .optional(),
  }),
  waitingFor: waitingForSchema.optional(),
  error: z
    .object({
      message: z.string(),
      diagnostics: z.array(diagnosticSchema),
    })
    .optional(),
  plan: planCountsSchema
    .extend({
      digest: z.string(),
      expiresAt: time.optional(),
      applyable: z.boolean(),
      outdated: z
        .string()
        .optional()
        .describe('why the plan could not be applied any more'),
    })
    .optional(),
  approvals: z.object({
    required: z.number(),
    groups: z.array(entityRef),
    excludeRequester: z.boolean(),
    given: z.array(approvalSchema),
    automatic: z
      .boolean()
      .optional()
      .describe('applied by the environment rule, without a person'),
  }),
  outputs: z.array(outputSchema).optional(),
  stateVersionId: z.string().optional(),
});

/** One execution of Terraform in a workspace as people see it: from its request over plan and approvals to its end. @public */
export type Run = z.infer<typeof runSchema>;

/** Checks an {@link ApprovalResponse}. @public */
export const approvalResponseSchema = approvalSchema.extend({ run: runSchema });

/** The decision as it was stored, and the run as it is after it. @public */
export type ApprovalResponse = z.infer<typeof approvalResponseSchema>;

/** Checks a {@link ListRunsQuery} as it comes in a query string. @public */
export const listRunsQuerySchema = z.object({
  status: z.string().optional().describe('statuses, separated by commas'),
  environment: z.string().optional(),
  workspace: z.string().optional(),
  account: z
    .string()
    .optional()
    .describe('name of the account of the workspace'),
  waitingForMyApproval: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().optional(),
});

/** Which runs to list: statuses separated by commas, and pages of 1 to 200, 50 by default. @public */
export type ListRunsQuery = z.infer<typeof listRunsQuerySchema>;
