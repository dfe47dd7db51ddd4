import * as schemas from '@planroom/backstage-plugin-terraform-common';
import { z } from 'zod';

interface Operation {
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
const OPERATIONS: Operation[] = [
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
    summary: 'Cancel, discard or retry',
    body: schemas.runActionRequestSchema,
    // 201 for a retry, which makes a new run
    status: [200, 201],
    response: schemas.runSchema,
  },
];

const ERROR_SCHEMA = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: { name: { type: 'string' }, message: { type: 'string' } },
      required: ['name', 'message'],
    },
  },
  required: ['error'],
};

/** The OpenAPI 3.0 document of the plugin, made from the zod schemas that the router and the client use. */
export function createOpenApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] ??= {};
    paths[operation.path][operation.method] = describeOperation(operation);
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'terraform',
      version: '1',
      description: 'Runs, plans, approvals and state of Terraform in Backstage',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        JWT: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
  };
}

function describeOperation(operation: Operation) {
  const { query, body, response, contentType = 'application/json' } = operation;
  const success = {
    description: operation.summary,
    ...(response && {
      content: { [contentType]: { schema: toSchema(response, 'output') } },
    }),
  };
  return {
    operationId: operationId(operation),
    summary: operation.summary,
    security: operation.public ? [] : [{ JWT: [] }],
    parameters: [
      ...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
        name,
        in: 'query',
        required: false,
        schema: toSchema(schema as z.ZodType, 'input'),
      })),
      ...(operation.idempotent
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              schema: { type: 'string', maxLength: 255 },
            },
          ]
        : []),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: toSchema(body, 'input') } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        [operation.status].flat().map(status => [status, success]),
      ),
      default: {
        description: 'A Backstage error whose message says what to do',
        content: { 'application/json': { schema: ERROR_SCHEMA } },
      },
    },
  };
}

function toSchema(schema: z.ZodType, io: 'input' | 'output') {
  return z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io,
    unrepresentable: 'any',
    reused: 'inline',
  });
}

/** `GET /runs/{id}/plan` as `getRunsIdPlan`. */
function operationId({ method, path }: Operation): string {
  const words = path.split(/[^a-zA-Z]+/).filter(Boolean);
  return [method, ...words.map(w => w[0].toUpperCase() + w.slice(1))].join('');
}
