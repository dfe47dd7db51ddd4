/**
 * The HTTP contract under `/api/terraform` as zod schemas: router, client and OpenAPI document come from these.
 * Times are ISO 8601 in UTC, references are entity references, ids are opaque.
 */
import { z } from 'zod';
import { RUN_STATUSES } from './statuses';

const time = z.string().describe('ISO 8601, UTC');
const entityRef = z
  .string()
  .describe('entity reference such as group:default/team-a');

/** @public */
export const runStatusSchema = z.enum(RUN_STATUSES);

/** @public */
export const runKindSchema = z.enum([
  'plan_and_apply',
  'plan_only',
  'destroy',
  'refresh_only',
]);
/** @public */
export type RunKind = z.infer<typeof runKindSchema>;

/** @public */
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
/** @public */
export type ChangeAction = z.infer<typeof changeActionSchema>;

/** @public */
export const secretRefSchema = z
  .strictObject({ $secretRef: z.string().min(1) })
  .describe('a value given before by POST /secrets');

/** @public */
export const inlineSecretSchema = z
  .strictObject({ $secret: z.string() })
  .describe('a value that is sealed on arrival');

/** @public */
export const variablesSchema = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]*$/), z.unknown())
  .describe(
    'Terraform variables by name; a sensitive one is {"$secretRef": ref} or {"$secret": value}',
  );
/** @public */
export type Variables = z.infer<typeof variablesSchema>;

/** @public */
export const WORKSPACE_NAME_PATTERN = /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/;

/** @public */
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
  variables: variablesSchema.default({}),
});
/** @public */
export type CreateWorkspaceRequest = z.input<typeof createWorkspaceSchema>;

/** @public */
export const createRunSchema = z.strictObject({
  kind: runKindSchema,
  message: z.string().max(1000).optional(),
  variables: variablesSchema.optional(),
  version: z.string().min(1).optional(),
});
/** @public */
export type CreateRunRequest = z.input<typeof createRunSchema>;

/** @public */
export const approvalRequestSchema = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  comment: z.string().max(4000).optional(),
  digest: z.string().min(1),
});
/** @public */
export type ApprovalRequest = z.infer<typeof approvalRequestSchema>;

/** @public */
export const runActionSchema = z.enum(['cancel', 'discard', 'retry']);
/** @public */
export type RunAction = z.infer<typeof runActionSchema>;

/** @public */
export const runActionRequestSchema = z.strictObject({
  reason: z.string().max(1000).optional(),
});

/** @public */
export const createSecretSchema = z.strictObject({
  value: z.string().min(1).max(65_536),
});
/** @public */
export const secretSchema = z.object({ ref: z.string() });

/** @public */
export const deleteWorkspaceSchema = z.strictObject({
  forget: z.boolean().optional(),
  reason: z.string().max(1000).optional(),
});
/** @public */
export type DeleteWorkspaceRequest = z.infer<typeof deleteWorkspaceSchema>;

/** @public */
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
/** @public */
export type Diagnostic = z.infer<typeof diagnosticSchema>;

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
/** @public */
export type PlanCounts = z.infer<typeof planCountsSchema>;

/** @public */
export const approvalSchema = z.object({
  id: z.string(),
  decision: z.enum(['approve', 'reject']),
  by: entityRef,
  at: time,
  comment: z.string().optional(),
  digest: z.string(),
});
/** @public */
export type Approval = z.infer<typeof approvalSchema>;

/** @public */
export const outputSchema = z.object({
  name: z.string(),
  sensitive: z.boolean(),
  type: z.unknown().optional(),
  value: z.unknown().optional().describe('absent when sensitive'),
});
/** @public */
export type Output = z.infer<typeof outputSchema>;

/** @public */
export const waitingForSchema = z.object({
  reason: z.enum(['approval', 'earlier-run', 'capacity', 'cancel']),
  message: z.string(),
  runId: z.string().optional(),
});
/** @public */
export type WaitingFor = z.infer<typeof waitingForSchema>;

/** @public */
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
/** @public */
export type Run = z.infer<typeof runSchema>;

/** @public */
export const approvalResponseSchema = approvalSchema.extend({ run: runSchema });
/** @public */
export type ApprovalResponse = z.infer<typeof approvalResponseSchema>;

/** @public */
export const workspaceSchema = z.object({
  id: z.string(),
  name: z.string(),
  entityRef,
  description: z.string().optional(),
  module: z.object({ name: z.string(), version: z.string() }),
  environment: z.string(),
  owner: entityRef,
  system: entityRef.optional(),
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
/** @public */
export type Workspace = z.infer<typeof workspaceSchema>;

/** @public */
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
});
/** @public */
export type Plan = z.infer<typeof planSchema>;

/** @public */
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
/** @public */
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
/** @public */
export type PlanChangeDetail = z.infer<typeof planChangeDetailSchema>;

/** @public */
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
/** @public */
export type StateVersion = z.infer<typeof stateVersionSchema>;

/** @public */
export const stateResourceSchema = z.object({
  address: z.string(),
  type: z.string(),
  name: z.string(),
  module: z.string(),
  mode: z.enum(['managed', 'data']),
  provider: z.string(),
  id: z.string().optional(),
});
/** @public */
export type StateResource = z.infer<typeof stateResourceSchema>;

/** @public */
export const resourceSchema = stateResourceSchema.extend({
  workspaceId: z.string(),
  workspaceName: z.string(),
  environment: z.string(),
  owner: entityRef,
  runId: z.string().optional(),
});
/** @public */
export type Resource = z.infer<typeof resourceSchema>;

/** @public */
export const environmentSchema = z.object({
  name: z.string(),
  approvals: z.object({
    required: z.number(),
    groups: z.array(entityRef),
    excludeRequester: z.boolean(),
  }),
  autoApply: z.enum(['never', 'non-destructive']),
  executor: z.string(),
  terraformVersion: z.string().optional(),
  rule: z.string().describe('the approval rule in words'),
});
/** @public */
export type Environment = z.infer<typeof environmentSchema>;

/** @public */
export const moduleVariableSchema = z.object({
  name: z.string(),
  type: z.string(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  required: z.boolean(),
  sensitive: z.boolean(),
  ephemeral: z.boolean(),
  nullable: z.boolean(),
  validations: z.array(
    z.object({ condition: z.string(), errorMessage: z.string() }),
  ),
  schema: z.record(z.string(), z.unknown()),
});
/** @public */
export type ModuleVariable = z.infer<typeof moduleVariableSchema>;

/** @public */
export const moduleSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  cloud: z.enum(['aws', 'azure', 'gcp', 'none']),
  owner: entityRef,
  lifecycle: z.string(),
  version: z.string(),
  entityRef,
  variables: z.array(moduleVariableSchema),
  outputs: z.array(
    z.object({
      name: z.string(),
      description: z.string().optional(),
      sensitive: z.boolean(),
      ephemeral: z.boolean(),
    }),
  ),
  requiredProviders: z.record(
    z.string(),
    z.object({ source: z.string(), version: z.string().optional() }),
  ),
});
/** @public */
export type Module = z.infer<typeof moduleSchema>;

/** @public */
export const healthSchema = z.object({
  status: z.enum(['ok', 'degraded', 'error']),
  checks: z.record(
    z.string(),
    z.object({
      status: z.enum(['ok', 'degraded', 'error']),
      message: z.string().optional(),
    }),
  ),
});
/** @public */
export type Health = z.infer<typeof healthSchema>;

/** @public */
export const logLineSchema = z.object({
  at: time,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  text: z.string(),
  type: z.string().optional(),
});
/** @public */
export type LogLine = z.infer<typeof logLineSchema>;

/** @public */
export const logPageSchema = z.object({
  lines: z.array(logLineSchema),
  nextOffset: z.number(),
  complete: z.boolean(),
});
/** @public */
export type LogPage = z.infer<typeof logPageSchema>;

/** @public */
export const phaseNameSchema = z.enum(['plan', 'apply']);
/** @public */
export type PhaseName = z.infer<typeof phaseNameSchema>;

/** One entry of a run's server-sent stream; `id` is its place in the run's single sequence. @public */
export const runEventSchema = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('status'),
    id: z.number(),
    data: z.object({
      status: runStatusSchema,
      at: time,
      by: z.string().optional(),
      reason: z.string().optional(),
    }),
  }),
  z.object({
    event: z.literal('progress'),
    id: z.number(),
    data: z.object({
      phase: phaseNameSchema,
      address: z.string(),
      action: z.string(),
      state: z.enum(['waiting', 'running', 'done', 'failed']),
      elapsed: z.number().optional(),
    }),
  }),
  z.object({
    event: z.literal('log'),
    id: z.number(),
    data: z.object({
      phase: phaseNameSchema,
      offset: z.number(),
      lines: z.array(logLineSchema),
    }),
  }),
]);
/** @public */
export type RunEvent = z.infer<typeof runEventSchema>;

/** @public */
export const listRunsQuerySchema = z.object({
  status: z.string().optional().describe('statuses, separated by commas'),
  environment: z.string().optional(),
  workspace: z.string().optional(),
  waitingForMyApproval: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().optional(),
});
/** @public */
export type ListRunsQuery = z.infer<typeof listRunsQuerySchema>;

/** @public */
export const listChangesQuerySchema = z.object({
  action: z.string().optional().describe('actions, separated by commas'),
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().optional(),
});
/** @public */
export type ListChangesQuery = z.infer<typeof listChangesQuerySchema>;

/** @public */
export const listQuerySchema = z.object({
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().optional(),
});
/** @public */
export type ListQuery = z.infer<typeof listQuerySchema>;

/** A page of a keyset-paged list. @public */
export type Page<T> = { items: T[]; nextCursor?: string };

/** @public */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}
