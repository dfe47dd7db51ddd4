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

/** Checks a sensitive value that was sealed before: `{"$secretRef": ref}`, usable once and only by who gave it. @public */
export const secretRefSchema = z
  .strictObject({ $secretRef: z.string().min(1) })
  .describe('a value given before by POST /secrets');

/** Checks a sensitive value given in place: `{"$secret": value}`, for scripts. @public */
export const inlineSecretSchema = z
  .strictObject({ $secret: z.string() })
  .describe('a value that is sealed on arrival');

/** Checks {@link Variables}: the names only; values are checked against the module. @public */
export const variablesSchema = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]*$/), z.unknown())
  .describe(
    'Terraform variables by name; a sensitive one is {"$secretRef": ref} or {"$secret": value}',
  );
/** Values of Terraform variables by name; a sensitive one is `{"$secretRef": ref}` or `{"$secret": value}`. @public */
export type Variables = z.infer<typeof variablesSchema>;

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
  variables: variablesSchema.default({}),
});
/** Body of `POST /workspaces`. @public */
export type CreateWorkspaceRequest = z.input<typeof createWorkspaceSchema>;

/** Checks a {@link CreateRunRequest}; unknown members are refused. @public */
export const createRunSchema = z.strictObject({
  kind: runKindSchema,
  message: z.string().max(1000).optional(),
  variables: variablesSchema.optional(),
  version: z.string().min(1).optional(),
});
/** Body of `POST /workspaces/:id/runs`; variables given here are laid over those in force. @public */
export type CreateRunRequest = z.input<typeof createRunSchema>;

/** Checks an {@link ApprovalRequest}; unknown members are refused. @public */
export const approvalRequestSchema = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  comment: z.string().max(4000).optional(),
  digest: z.string().min(1),
});
/** Body of `POST /runs/:id/approvals`; `digest` is that of the plan which the caller has read. @public */
export type ApprovalRequest = z.infer<typeof approvalRequestSchema>;

/** Checks a {@link RunAction}. @public */
export const runActionSchema = z.enum(['cancel', 'discard', 'retry']);
/**
 * What a person can do with a run besides deciding: `cancel` stops it or takes it out of the queue, `discard` ends a waiting one,
 * `retry` makes a new one from one that has ended.
 *
 * @public
 */
export type RunAction = z.infer<typeof runActionSchema>;

/** Checks the body of `POST /runs/:id/actions/:action`; unknown members are refused. @public */
export const runActionRequestSchema = z.strictObject({
  reason: z.string().max(1000).optional(),
});

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

/** Checks an {@link Approval}. @public */
export const approvalSchema = z.object({
  id: z.string(),
  decision: z.enum(['approve', 'reject']),
  by: entityRef,
  at: time,
  comment: z.string().optional(),
  digest: z.string(),
});
/** A decision of one person on a plan; it covers exactly the plan with its digest (`sha256:` and hex). @public */
export type Approval = z.infer<typeof approvalSchema>;

/** Checks an {@link Output}. @public */
export const outputSchema = z.object({
  name: z.string(),
  sensitive: z.boolean(),
  type: z.unknown().optional(),
  value: z.unknown().optional().describe('absent when sensitive'),
});
/** An output of a state, with Terraform's type expression as JSON; the value is absent when sensitive. @public */
export type Output = z.infer<typeof outputSchema>;

/** Checks a {@link WaitingFor}. @public */
export const waitingForSchema = z.object({
  reason: z.enum(['approval', 'earlier-run', 'capacity', 'cancel']),
  message: z.string(),
  runId: z.string().optional(),
});
/** What a run waits for, with a sentence for people; `runId` names the run that is in its way. @public */
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
/** One execution of Terraform in a workspace as people see it: from its request over plan and approvals to its end. @public */
export type Run = z.infer<typeof runSchema>;

/** Checks an {@link ApprovalResponse}. @public */
export const approvalResponseSchema = approvalSchema.extend({ run: runSchema });
/** The decision as it was stored, and the run as it is after it. @public */
export type ApprovalResponse = z.infer<typeof approvalResponseSchema>;

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

/** Checks an {@link Environment}. @public */
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
/** Where workspaces live: who approves, whether harmless plans apply by themselves, and which executor runs Terraform. @public */
export type Environment = z.infer<typeof environmentSchema>;

/** Checks a {@link ModuleVariable}. @public */
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
/** A variable that a module declares; `type` is Terraform's source text, `schema` a JSON Schema of one value for forms. @public */
export type ModuleVariable = z.infer<typeof moduleVariableSchema>;

/** Checks a {@link Module}. @public */
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
/** A Terraform module of the catalogue, with the inputs and outputs it declares. @public */
export type Module = z.infer<typeof moduleSchema>;

/** Checks a {@link Health}. @public */
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
/** Whether the plugin can work: the worst status of its checks, and each check by name. @public */
export type Health = z.infer<typeof healthSchema>;

/** Checks a {@link LogLine}. @public */
export const logLineSchema = z.object({
  at: time,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  text: z.string(),
  type: z.string().optional(),
});
/** One line of a phase's output, redacted; `type` is that of Terraform's machine-readable message. @public */
export type LogLine = z.infer<typeof logLineSchema>;

/** Checks a {@link LogPage}. @public */
export const logPageSchema = z.object({
  lines: z.array(logLineSchema),
  nextOffset: z.number(),
  complete: z.boolean(),
});
/** Log lines of a phase and the offset behind them; `complete` when there was none left and the phase is not running. @public */
export type LogPage = z.infer<typeof logPageSchema>;

/** Checks a {@link PhaseName}. @public */
export const phaseNameSchema = z.enum(['plan', 'apply']);
/** The two phases in which a run executes Terraform. @public */
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
/** One entry of a run's server-sent stream; `id` is its place in the run's single sequence, `elapsed` is in seconds. @public */
export type RunEvent = z.infer<typeof runEventSchema>;

/** Checks a {@link ListRunsQuery} as it comes in a query string. @public */
export const listRunsQuerySchema = z.object({
  status: z.string().optional().describe('statuses, separated by commas'),
  environment: z.string().optional(),
  workspace: z.string().optional(),
  waitingForMyApproval: z.enum(['true', 'false']).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().optional(),
});
/** Which runs to list: statuses separated by commas, and pages of 1 to 200, 50 by default. @public */
export type ListRunsQuery = z.infer<typeof listRunsQuerySchema>;

/** Checks a {@link ListChangesQuery} as it comes in a query string. @public */
export const listChangesQuerySchema = z.object({
  action: z.string().optional().describe('actions, separated by commas'),
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().optional(),
});
/** Which changes of a plan to list: actions separated by commas, and pages of 1 to 500, 100 by default. @public */
export type ListChangesQuery = z.infer<typeof listChangesQuerySchema>;

/** Checks a {@link ListQuery} as it comes in a query string. @public */
export const listQuerySchema = z.object({
  search: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().optional(),
});
/** Which part of a list to read: pages of 1 to 200, 50 by default, from the cursor of the page before. @public */
export type ListQuery = z.infer<typeof listQuerySchema>;

/** A page of a keyset-paged list. @public */
export type Page<T> = { items: T[]; nextCursor?: string };

/** Makes the schema of a {@link Page} of such items. @public */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}
