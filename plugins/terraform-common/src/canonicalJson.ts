/**
 * JSON with sorted object keys and no white space, so that equal values have equal text (after RFC 8785, without its number rules:
 * numbers are written as JSON.stringify writes them). `undefined` members are left out.
 *
 * @public
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(
          Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : entry,
  );
}
