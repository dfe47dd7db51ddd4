/** Whether a value in force is sensitive, which the API marks instead of telling it. */
export function isSensitive(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    '$sensitive' in value &&
    value.$sensitive === true
  );
}
