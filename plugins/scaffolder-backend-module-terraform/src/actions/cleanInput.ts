import type { JsonObject, JsonValue } from '@backstage/types';
import type { Module } from '@planroom/backstage-plugin-terraform-common';

/** What a form leaves of a field that nobody filled in is no value. */
export function filled(value: string | undefined): string | undefined {
  return value?.trim() ? value : undefined;
}

/**
 * Variables that nobody filled in are left to the module's defaults. An empty string is a value. An empty object is one only where the
 * module wants an object: the form of a secret leaves one when it stays empty.
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
    Object.entries(variables ?? {}).filter(
      ([name, value]) =>
        value !== undefined &&
        value !== null &&
        (wantsObject(name) || !isEmptyObject(value)),
    ),
  ) as Record<string, JsonValue>;
}

function isEmptyObject(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === 0
  );
}
