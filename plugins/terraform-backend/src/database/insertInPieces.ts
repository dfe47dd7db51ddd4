import { Knex } from 'knex';

/** SQLite takes at most 500 rows in one statement; large texts ask for fewer. */
const ROWS_AT_ONCE = 100;

/** Inserts any number of rows, without the savepoints that knex's own batchInsert makes within a transaction. */
export async function insertInPieces(
  trx: Knex.Transaction,
  table: string,
  rows: object[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await trx(table).insert(rows.slice(from, from + ROWS_AT_ONCE));
  }
}
