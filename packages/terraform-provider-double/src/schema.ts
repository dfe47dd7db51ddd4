import { z } from 'zod';

const attributeSchema = z.object({
  /** As Terraform writes types: "string", or ["list", "string"] and so on. */
  type: z.unknown(),
  description: z.string().optional(),
  required: z.boolean().optional(),
  optional: z.boolean().optional(),
  computed: z.boolean().optional(),
  sensitive: z.boolean().optional(),
  deprecated: z.boolean().optional(),
  write_only: z.boolean().optional(),
});

const blockSchema = z.object({
  deprecated: z.boolean().optional(),
  attributes: z.record(z.string(), attributeSchema).default({}),
  get block_types() {
    // Blocks are in blocks: one of the two has to come first.
    // eslint-disable-next-line @typescript-eslint/no-use-before-define
    return z.record(z.string(), nestedBlockSchema).default({});
  },
});

const nestedBlockSchema = z.object({
  nesting_mode: z.enum(['single', 'list', 'set', 'map', 'group']),
  min_items: z.number().default(0),
  max_items: z.number().default(0),
  block: blockSchema,
});

const schemaSchema = z.object({
  version: z.number().default(0),
  block: blockSchema,
});

const documentSchema = z.object({
  provider_schemas: z.record(
    z.string(),
    z.object({
      provider: schemaSchema,
      resource_schemas: z.record(z.string(), schemaSchema).default({}),
      data_source_schemas: z.record(z.string(), schemaSchema).default({}),
    }),
  ),
  x_source: z.object({
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    force_new: z.record(z.string(), z.array(z.string())).default({}),
  }),
});

export type Attribute = z.infer<typeof attributeSchema>;
export type Block = z.infer<typeof blockSchema>;
export type NestedBlock = z.infer<typeof nestedBlockSchema>;
export type Schema = z.infer<typeof schemaSchema>;

/** What is known of one provider. */
export interface ProviderDocument {
  /** Such as `registry.terraform.io/hashicorp/google`. */
  address: string;
  version: string;
  provider: Schema;
  resources: Record<string, Schema>;
  dataSources: Record<string, Schema>;
  /** By resource type, the attributes that cannot be changed in place; nested ones with dots. */
  forceNew: Record<string, string[]>;
}

/**
 * Reads the output of `terraform providers schema -json` for one provider, with `x_source` added: the version, and `force_new`, which
 * Terraform's format does not tell. See terraform/provider-schemas/README.md.
 *
 * @throws Error that names the place in the document that is not right
 */
export function readDocument(text: string): ProviderDocument {
  const result = documentSchema.safeParse(JSON.parse(text));
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new Error(
      `The provider's schema is not right at ${path.join('.')}: ${message}`,
    );
  }
  const entries = Object.entries(result.data.provider_schemas);
  if (entries.length !== 1) {
    throw new Error(
      `A schema document is about one provider, this one is about ${entries.length}`,
    );
  }
  const [[address, schemas]] = entries;
  return {
    address,
    version: result.data.x_source.version,
    provider: schemas.provider,
    resources: schemas.resource_schemas,
    dataSources: schemas.data_source_schemas,
    forceNew: result.data.x_source.force_new,
  };
}

const NESTING = { single: 1, list: 2, set: 3, map: 4, group: 5 };

/** The schema as the plugin protocol sends it. */
export function toProtocol({ version, block }: Schema): object {
  return { version, block: blockToProtocol(block) };
}

function blockToProtocol(block: Block): object {
  return {
    deprecated: block.deprecated,
    attributes: Object.entries(block.attributes).map(([name, attribute]) => ({
      ...attribute,
      name,
      type: Buffer.from(JSON.stringify(attribute.type)),
    })),
    block_types: Object.entries(block.block_types).map(([name, nested]) => ({
      type_name: name,
      nesting: NESTING[nested.nesting_mode],
      min_items: nested.min_items,
      max_items: nested.max_items,
      block: blockToProtocol(nested.block),
    })),
  };
}
