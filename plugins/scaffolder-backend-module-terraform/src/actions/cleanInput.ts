import type { JsonObject, JsonValue } from '@backstage/types';
import type { Module } from '@planroom/backstage-plugin-terraform-common';

/** What a form leaves of a field that nobody filled in is no value. */
export function filled(value: string | undefined): string | undefined {
  return value?.trim() ? value : undefined;
}

/**
 * Variables that nobody filled in are left to the module's defaults, and so are attributes of objects: to Terraform, an optional
 * attribute that is null is one that was not given. An empty string is a value. An empty object is one only where the module wants an
 * object: the form of a secret leaves one when it stays empty.
 */
export function filledVariables(
  variables: Record<string, unknown> | undefined,
  module?: Pick<Module, 'variables'>,
): JsonObject {
  const wantsObject = (name: string) => {
    const declared = module?.variables.find(v => v.name === name)?.schema.type;
    return declared === undefined || declared === 'object';
  };
  return Object.fromEntries(
    Object.entries(withoutNulls(variables ?? {}) as JsonObject).filter(
      ([name, value]) => wantsObject(name) || !isEmptyObject(value),
    ),
  );
}

function withoutNulls(value: unknown): JsonValue | undefined {
  if (Array.isArray(value)) {
    return value.map(item => withoutNulls(item) ?? null);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, inner]) => [name, withoutNulls(inner)] as const)
        .filter(([, inner]) => inner !== undefined),
    );
  }
  return (value ?? undefined) as JsonValue | undefined;
}

function isEmptyObject(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 0
  );
}
