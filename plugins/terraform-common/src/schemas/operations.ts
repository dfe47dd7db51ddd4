import { z } from 'zod';
import { entityRef, phaseNameSchema, time } from './common';
import { healthSchema } from './environments';
import { runKindSchema, runStatusSchema, waitingForSchema } from './runs';

/** Checks a {@link QueuePriority}. @public */
export const queuePrioritySchema = z.enum(['apply', 'plan', 'background']);

/** Which runs go first: applies, then plans that people asked for, then plans that services asked for, such as drift checks. @public */
export type QueuePriority = z.infer<typeof queuePrioritySchema>;

const runReferenceSchema = z.object({
  id: z.string(),
  number: z.number(),
  status: runStatusSchema,
  kind: runKindSchema,
  workspaceId: z.string(),
  workspaceName: z.string(),
  environment: z.string(),
  owner: entityRef,
  requestedBy: z.string(),
  createdAt: time,
  statusAt: time,
});

/** Checks a {@link QueueEntry}. @public */
export const queueEntrySchema = z.object({
  run: runReferenceSchema,
  executor: z.string(),
  priority: queuePrioritySchema,
  position: z
    .number()
    .optional()
    .describe('1 is the next to start; absent behind an earlier run'),
  waitingFor: waitingForSchema.optional(),
});

/** A run that waits for its turn or for a free place, and why. @public */
export type QueueEntry = z.infer<typeof queueEntrySchema>;

/** Checks a {@link Replica}. @public */
export const replicaSchema = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.number(),
  startedAt: time,
  beatAt: time,
  alive: z.boolean(),
  answering: z.boolean().describe('the process that answered this request'),
  phases: z.number().describe('phases whose lease it holds'),
});

/** A process of the portal that shares the work; it is taken for dead when its heartbeat stops. @public */
export type Replica = z.infer<typeof replicaSchema>;

/** Checks a {@link RunningPhase}. @public */
export const runningPhaseSchema = z.object({
  run: runReferenceSchema,
  phase: phaseNameSchema,
  executor: z.string(),
  startedAt: time,
  replicaId: z.string().optional().describe('absent while nobody holds it'),
  replicaHost: z.string().optional(),
  cancelRequestedAt: time.optional(),
  forceCancelFrom: time
    .optional()
    .describe('when a canceled phase may be ended by force'),
  forceCancelRequestedAt: time.optional(),
  stuck: z
    .string()
    .optional()
    .describe('why it may not go on by itself, with what to do'),
});

/** A phase that is being carried out, and which replica follows it. @public */
export type RunningPhase = z.infer<typeof runningPhaseSchema>;

/** Checks {@link Leases}. @public */
export const leasesSchema = z.object({
  replicas: z.array(replicaSchema),
  phases: z.array(runningPhaseSchema),
});

/** Who works on what: all replicas that are known, and all phases that run. @public */
export type Leases = z.infer<typeof leasesSchema>;

/** Checks an {@link ExecutorStatus}. @public */
export const executorStatusSchema = z.object({
  name: z.string(),
  replicaId: z
    .string()
    .optional()
    .describe('for an executor that has its own places on each replica'),
  host: z.string().optional(),
  phase: phaseNameSchema
    .optional()
    .describe('where plans and applies have places of their own'),
  capacity: z.number(),
  inUse: z.number(),
  lastHeartbeatAt: time,
  alive: z.boolean(),
  environments: z.array(z.string()),
  health: healthSchema.shape.checks.valueType.optional(),
});

/** An executor with its capacity in phases; one entry for each replica where its places belong to a machine. @public */
export type ExecutorStatus = z.infer<typeof executorStatusSchema>;

/** Checks a {@link HeldLock}. @public */
export const heldLockSchema = z.object({
  workspaceId: z.string(),
  workspaceName: z.string(),
  environment: z.string(),
  owner: entityRef,
  lockId: z.string(),
  lockedAt: time,
  holder: z.string().optional().describe('as Terraform names itself'),
  operation: z.string().optional(),
  run: z
    .object({ id: z.string(), number: z.number(), status: runStatusSchema })
    .optional(),
  evidence: z
    .string()
    .describe('what is known about whether the holder is still at work'),
  abandoned: z.boolean().describe('the holder is known to have ended'),
});

/** A lock on the state of a workspace, who holds it, and what speaks for or against releasing it. @public */
export type HeldLock = z.infer<typeof heldLockSchema>;

/** Checks a {@link ReleaseLockRequest}; unknown members are refused. @public */
export const releaseLockSchema = z.strictObject({
  lockId: z.string().min(1).max(200),
  reason: z.string().trim().min(1).max(1000),
});

/** Body of `POST /operations/locks/:workspaceId/release`; the id must be that of the lock that is held now. @public */
export type ReleaseLockRequest = z.infer<typeof releaseLockSchema>;

/** Checks {@link RetentionCounts}. @public */
export const retentionCountsSchema = z.object({
  logs: z.object({ runs: z.number(), events: z.number() }),
  plans: z.object({ runs: z.number(), changes: z.number() }),
  stateVersions: z.number(),
  other: z.number().describe('expired secrets and idempotency keys'),
});

/** What retention removed, or would remove. @public */
export type RetentionCounts = z.infer<typeof retentionCountsSchema>;

/** Checks a {@link RetentionReport}. @public */
export const retentionReportSchema = z.object({
  at: time,
  dryRun: z.boolean(),
  by: z.string().optional().describe('absent when it ran by itself'),
  counts: retentionCountsSchema,
  environments: z.record(
    z.string(),
    retentionCountsSchema.omit({ other: true }),
  ),
});

/** One round of retention, in all and by environment. @public */
export type RetentionReport = z.infer<typeof retentionReportSchema>;

/** Checks a {@link RetentionStatus}. @public */
export const retentionStatusSchema = z.object({
  policies: z.array(
    z.object({
      environment: z.string(),
      logs: z.string().describe('ISO 8601 duration, or never'),
      plans: z.string().describe('ISO 8601 duration, or never'),
      stateVersions: z.string().describe('ISO 8601 duration, or never'),
    }),
  ),
  last: retentionReportSchema.optional(),
});

/** How long what is kept, by environment, and what the last real round removed. @public */
export type RetentionStatus = z.infer<typeof retentionStatusSchema>;

/** Checks a {@link RetentionRequest}; unknown members are refused. @public */
export const retentionRequestSchema = z.strictObject({ dryRun: z.boolean() });

/** Body of `POST /operations/retention`: with `dryRun` nothing is removed. @public */
export type RetentionRequest = z.infer<typeof retentionRequestSchema>;

/** Checks {@link ResealCounts}. @public */
export const resealCountsSchema = z.object({
  resealed: z.number(),
  current: z.number().describe('sealed with that key already'),
  failed: z.number(),
});

/** What a round of sealing again did with records. @public */
export type ResealCounts = z.infer<typeof resealCountsSchema>;

/** Checks a {@link ResealFailure}. @public */
export const resealFailureSchema = z.object({
  column: z.string().describe('table and column, such as plans.plan_sealed'),
  row: z.string().describe('primary key'),
  reason: z.string(),
});

/** A record that could not be sealed again, and why. @public */
export type ResealFailure = z.infer<typeof resealFailureSchema>;

/** Checks a {@link ResealReport}. @public */
export const resealReportSchema = z.object({
  id: z.string(),
  keyId: z.string().describe('the key that everything is sealed with'),
  by: z.string(),
  reason: z.string(),
  at: time.describe('when it was asked for'),
  finishedAt: time.optional(),
  counts: resealCountsSchema,
  tables: z.record(z.string(), resealCountsSchema),
  failures: z.array(resealFailureSchema).describe('the first 20'),
});

/** One round of sealing everything again, in all and by table. @public */
export type ResealReport = z.infer<typeof resealReportSchema>;

/** Checks a {@link SealingStatus}. @public */
export const sealingStatusSchema = z.object({
  keys: z.array(
    z.object({
      id: z.string(),
      provider: z.enum(['secret', 'file', 'kms']),
      first: z.boolean().describe('it seals; the others only open'),
      records: z.number().describe('sealed with it now'),
    }),
  ),
  unknown: z
    .number()
    .describe('records of keys that are not configured: they do not open'),
  running: resealReportSchema.optional(),
  last: resealReportSchema.optional(),
});

/** The sealing keys in their order, what each has sealed, and the rounds of sealing again. @public */
export type SealingStatus = z.infer<typeof sealingStatusSchema>;

/** Checks a {@link ResealRequest}; unknown members are refused. @public */
export const resealRequestSchema = z.strictObject({
  reason: z.string().trim().min(1).max(1000),
});

/** Body of `POST /operations/sealing/reseal`. @public */
export type ResealRequest = z.infer<typeof resealRequestSchema>;
