/** Classes of PostgreSQL's SQLSTATE in which the database itself has trouble: connection, resources, operator, system. */
const STATE_CLASSES = ['08', '53', '57', '58'];
const SYSTEM_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'SQLITE_BUSY',
];

/**
 * Whether the database could not be reached or could not answer, so that the same may succeed later. Everything else it says is about what
 * was asked.
 */
export function isUnavailable(error: unknown): boolean {
  const { code, name, message } = error as Error & { code?: unknown };
  if (name === 'KnexTimeoutError') return true;
  if (typeof code === 'string') {
    return (
      SYSTEM_CODES.includes(code) ||
      (code.length === 5 && STATE_CLASSES.includes(code.slice(0, 2)))
    );
  }
  return /^Connection (terminated|ended)|aborted|Unable to acquire a connection/.test(
    message ?? '',
  );
}
