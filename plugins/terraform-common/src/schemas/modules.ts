import { z } from 'zod';
import { entityRef } from './common';

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
