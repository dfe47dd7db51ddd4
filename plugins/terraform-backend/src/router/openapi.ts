import { z } from 'zod';
import { DocumentedRoute, DOCUMENTED_ROUTES } from './documentedRoutes';

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
  for (const operation of DOCUMENTED_ROUTES) {
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

function describeOperation(operation: DocumentedRoute) {
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
function operationId({ method, path }: DocumentedRoute): string {
  const words = path.split(/[^a-zA-Z]+/).filter(Boolean);
  return [method, ...words.map(w => w[0].toUpperCase() + w.slice(1))].join('');
}
