/** Whether a database refused a row because another one has its key; SQLite and PostgreSQL both say so in the message. */
export function isUniqueViolation(error: unknown): boolean {
  return /unique/i.test(String(error));
}
