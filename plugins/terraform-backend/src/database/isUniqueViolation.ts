/** Whether a write failed because another row has the same key: SQLite says so in words, PostgreSQL with a code. */
export function isUniqueViolation(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === '23505' || /UNIQUE constraint failed/.test(String(error));
}
