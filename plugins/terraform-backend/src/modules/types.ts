/**
 * A type constraint as Terraform understands it, for example
 * `map(object({ port = number }))`.
 */
export type TypeConstraint =
  | { kind: 'any' | 'string' | 'number' | 'bool' }
  | { kind: 'list' | 'set' | 'map'; element: TypeConstraint }
  | { kind: 'tuple'; elements: TypeConstraint[] }
  | { kind: 'object'; attributes: ObjectAttribute[] };

export interface ObjectAttribute {
  name: string;
  type: TypeConstraint;
  optional: boolean;
  /** Second argument of `optional()`; absent without one. */
  default?: unknown;
}

export interface ModuleVariable {
  name: string;
  /** Source text of the type constraint, `any` without one. */
  type: string;
  constraint: TypeConstraint;
  description?: string;
  /** Absent when the variable is required. */
  default?: unknown;
  required: boolean;
  sensitive: boolean;
  ephemeral: boolean;
  nullable: boolean;
  validations: Array<{ condition: string; errorMessage: string }>;
  /** JSON Schema of one value, for forms. */
  schema: JsonSchema;
}

export interface ModuleOutput {
  name: string;
  description?: string;
  sensitive: boolean;
  ephemeral: boolean;
}

export interface ModuleResource {
  type: string;
  name: string;
  mode: 'managed' | 'data' | 'ephemeral';
}

export interface RequiredProvider {
  source: string;
  version?: string;
}

export interface ModuleExample {
  title: string;
  description?: string;
  variables: Record<string, unknown>;
}

/** What `module.yaml` says. */
export interface ModuleManifest {
  title: string;
  description: string;
  category: string;
  cloud: 'aws' | 'azure' | 'gcp' | 'none';
  owner: string;
  lifecycle: string;
  version: string;
  permissionSet?: string;
  examples?: ModuleExample[];
}

export interface TerraformModule extends ModuleManifest {
  /** Name of the module's folder. */
  name: string;
  /** `sha256:` and hex over the paths and contents of every bundled file. */
  digest: string;
  /** In source order, files by name. */
  variables: ModuleVariable[];
  outputs: ModuleOutput[];
  /** By local name, with those that resources and nested modules imply. */
  requiredProviders: Record<string, RequiredProvider>;
  requiredVersion?: string;
  resources: ModuleResource[];
  readme?: string;
  folder: string;
}

export type JsonSchema = {
  type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  description?: string;
  default?: unknown;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  uniqueItems?: boolean;
  items?: JsonSchema | JsonSchema[];
  additionalItems?: boolean;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  writeOnly?: boolean;
};
