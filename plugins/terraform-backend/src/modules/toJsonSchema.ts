import type { JsonSchema, TypeConstraint } from './types';

/** JSON Schema of the values that a type constraint accepts, for forms and ajv. */
export function toJsonSchema(constraint: TypeConstraint): JsonSchema {
  switch (constraint.kind) {
    case 'any':
      return {};
    case 'string':
      return { type: 'string' };
    case 'number':
      return { type: 'number' };
    case 'bool':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: toJsonSchema(constraint.element) };
    case 'set':
      return {
        type: 'array',
        items: toJsonSchema(constraint.element),
        uniqueItems: true,
      };
    case 'map':
      return {
        type: 'object',
        additionalProperties: toJsonSchema(constraint.element),
      };
    case 'tuple':
      return {
        type: 'array',
        items: constraint.elements.map(toJsonSchema),
        additionalItems: false,
        minItems: constraint.elements.length,
        maxItems: constraint.elements.length,
      };
    case 'object': {
      const required = constraint.attributes
        .filter(attribute => !attribute.optional)
        .map(attribute => attribute.name);
      return {
        type: 'object',
        properties: Object.fromEntries(
          constraint.attributes.map(attribute => [
            attribute.name,
            withDefault(toJsonSchema(attribute.type), attribute.default),
          ]),
        ),
        ...(required.length > 0 && { required }),
        additionalProperties: false,
      };
    }
    default:
      throw new Error('not a type constraint');
  }
}

/** A form has no use for a null default: it leaves the field empty. */
export function withDefault(schema: JsonSchema, value: unknown): JsonSchema {
  return value === undefined || value === null
    ? schema
    : { ...schema, default: value };
}
