import type { JsonObject, JsonValue } from '@backstage/types';

/** What a form leaves of a field that nobody filled in is no value. */
export function filled(value: string | undefined): string | undefined {
  return value?.trim() ? value : undefined;
}

/** Variables that nobody filled in are left to the module's defaults. An empty string is a value. */
export function filledVariables(
  variables: Record<string, unknown> | undefined,
): JsonObject {
  return Object.fromEntries(
    Object.entries(variables ?? {}).filter(
      ([_, value]) => value !== undefined && value !== null,
    ),
  ) as Record<string, JsonValue>;
}
