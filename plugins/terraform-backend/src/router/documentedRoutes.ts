import * as schemas from '@planroom/backstage-plugin-terraform-common';
import { z } from 'zod';

/** A route as the OpenAPI document describes it. */
export interface DocumentedRoute {
  method: 'get' | 'post' | 'delete';
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  status: number | number[];
  response?: z.ZodType;
  contentType?: string;
  public?: boolean;
  idempotent?: boolean;
}

const list = (item: z.ZodType) => z.object({ items: z.array(item) });
const page = schemas.pageSchema;

/** Every route for people and scripts; Terraform's own state routes follow its `http` backend and are not repeated here. */
export const DOCUMENTED_ROUTES: DocumentedRoute[] = [
  {
    method: 'get',
    path: '/health',
    summary: 'Whether the portal can do its work',
    status: 200,
    response: schemas.healthSchema,
    public: true,
  },
  {
    method: 'get',
    path: '/environments',
    summary: 'Environments and their approval rules',
    status: 200,
    response: list(schemas.environmentSchema),
  },
  {
    method: 'get',
    path: '/modules',
    summary: 'Modules on offer',
    status: 200,
    response: list(schemas.moduleSchema),
  },
  {
    method: 'get',
    path: '/modules/{name}',
    summary: 'One module with inputs and outputs',
    status: 200,
    response: schemas.moduleSchema,
  },
  {
    method: 'post',
    path: '/secrets',
    summary: 'Seal a value for one use by the caller',
    body: schemas.createSecretSchema,
    status: 201,
    response: schemas.secretSchema,
  },
  {
    method: 'post',
    path: '/workspaces',
    summary: 'Create a workspace',
    body: schemas.createWorkspaceSchema,
    status: 201,
    response: schemas.workspaceSchema,
    idempotent: true,
  },
  {
    method: 'get',
    path: '/workspaces',
    summary: 'Workspaces, newest first',
    query: schemas.listQuerySchema,
    status: 200,
    response: page(schemas.workspaceSchema),
  },
  {
    method: 'get',
    path: '/workspaces/{id}',
    summary: 'One workspace',
    status: 200,
    response: schemas.workspaceSchema,
  },
  {
    method: 'delete',
    path: '/workspaces/{id}',
    summary: 'Delete a workspace whose state is empty, or forget its resources',
    body: schemas.deleteWorkspaceSchema,
    status: 204,
  },
  {
    method: 'post',
    path: '/workspaces/{id}/runs',
    summary: 'Ask for a change',
    body: schemas.createRunSchema,
    status: 201,
    response: schemas.runSchema,
    idempotent: true,
  },
  {
    method: 'get',
    path: '/workspaces/{id}/runs',
    summary: 'Runs of a workspace, newest first',
    query: schemas.listRunsQuerySchema,
    status: 200,
    response: page(schemas.runSchema),
  },
  {
    method: 'get',
    path: '/workspaces/{id}/state-versions',
    summary: 'State versions, newest first',
    query: schemas.listQuerySchema,
    status: 200,
    response: page(schemas.stateVersionSchema),
  },
  {
    method: 'get',
    path: '/state-versions/{id}/resources',
    summary: 'Resources in a state version',
    query: schemas.listQuerySchema,
    status: 200,
    response: page(schemas.stateResourceSchema),
  },
  {
    method: 'get',
    path: '/state-versions/{id}/outputs',
    summary: 'Outputs of a state version, sensitive ones without value',
    status: 200,
    response: list(schemas.outputSchema),
  },
  {
    method: 'get',
    path: '/resources',
    summary: 'Resources in all current states',
    query: schemas.listQuerySchema,
    status: 200,
    response: page(schemas.resourceSchema),
  },
  {
    method: 'get',
    path: '/runs',
    summary: 'Runs, newest first',
    query: schemas.listRunsQuerySchema,
    status: 200,
    response: page(schemas.runSchema),
  },
  {
    method: 'get',
    path: '/runs/{id}',
    summary: 'One run',
    status: 200,
    response: schemas.runSchema,
  },
  {
    method: 'get',
    path: '/runs/{id}/plan',
    summary: 'Summary of the plan',
    status: 200,
    response: schemas.planSchema,
  },
  {
    method: 'get',
    path: '/runs/{id}/plan/changes',
    summary: 'Changes of the plan, most destructive first',
    query: schemas.listChangesQuerySchema,
    status: 200,
    response: page(schemas.planChangeSchema),
  },
  {
    method: 'get',
    path: '/runs/{id}/plan/changes/{index}',
    summary: 'One change with redacted values',
    status: 200,
    response: schemas.planChangeDetailSchema,
  },
  {
    method: 'get',
    path: '/runs/{id}/plan/json',
    summary: 'The redacted plan as one document',
    status: 200,
    response: z.object({
      plan: schemas.planSchema,
      changes: z.array(schemas.planChangeDetailSchema),
    }),
  },
  {
    method: 'get',
    path: '/runs/{id}/events',
    summary: 'Server-sent events, resumed by Last-Event-ID',
    status: 200,
    contentType: 'text/event-stream',
    response: z.string(),
  },
  {
    method: 'get',
    path: '/runs/{id}/logs/{phase}',
    summary: 'Log lines from an offset',
    query: z.object({ offset: z.coerce.number().int().min(0).optional() }),
    status: 200,
    response: schemas.logPageSchema,
  },
  {
    method: 'post',
    path: '/runs/{id}/approvals',
    summary: 'Approve or reject the plan',
    body: schemas.approvalRequestSchema,
    status: 201,
    response: schemas.approvalResponseSchema,
  },
  {
    method: 'post',
    path: '/runs/{id}/actions/{action}',
    summary: 'Cancel, force-cancel, discard or retry',
    body: schemas.runActionRequestSchema,
    // 201 for a retry, which makes a new run
    status: [200, 201],
    response: schemas.runSchema,
  },
  {
    method: 'get',
    path: '/operations/queue',
    summary: 'Runs that wait for their turn or for a place, and why',
    query: schemas.listQuerySchema,
    status: 200,
    response: page(schemas.queueEntrySchema),
  },
  {
    method: 'get',
    path: '/operations/leases',
    summary: 'Replicas of the portal and the phases that run',
    status: 200,
    response: schemas.leasesSchema,
  },
  {
    method: 'get',
    path: '/operations/executors',
    summary: 'Executors with capacity and last heartbeat',
    status: 200,
    response: list(schemas.executorStatusSchema),
  },
  {
    method: 'get',
    path: '/operations/locks',
    summary: 'Locks that are held on states, oldest first',
    status: 200,
    response: list(schemas.heldLockSchema),
  },
  {
    method: 'post',
    path: '/operations/locks/{workspaceId}/release',
    summary: 'Release the lock on a state by hand',
    body: schemas.releaseLockSchema,
    status: 204,
  },
  {
    method: 'get',
    path: '/operations/retention',
    summary: 'How long what is kept, and what the last round removed',
    status: 200,
    response: schemas.retentionStatusSchema,
  },
  {
    method: 'post',
    path: '/operations/retention',
    summary: 'Remove what is older than it is kept, or count it',
    body: schemas.retentionRequestSchema,
    status: 200,
    response: schemas.retentionReportSchema,
  },
  {
    method: 'get',
    path: '/metrics',
    summary: "Numbers of this replica in Prometheus' text format",
    status: 200,
    contentType: 'text/plain',
    response: z.string(),
  },
];
