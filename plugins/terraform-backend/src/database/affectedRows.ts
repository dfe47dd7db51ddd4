/** How many rows a raw statement has written: PostgreSQL's driver and SQLite's say it in their own words. */
export function affectedRows(result: {
  rowCount?: number | null;
  changes?: number;
}): number {
  return result.rowCount ?? result.changes ?? 0;
}
