/**
 * A text of several lines as it should be compared: JSON is laid out, so that its lines are its members. Nothing for values that fit
 * on a line.
 */
export function asText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const json = parseJson(value);
  if (json !== undefined) return JSON.stringify(json, undefined, 2);
  return value.includes('\n') ? value : undefined;
}

function parseJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const empty = value && Object.keys(value as object).length === 0;
    return typeof value === 'object' && value && !empty ? value : undefined;
  } catch {
    return undefined;
  }
}
