import { Knex } from 'knex';
import { SealedPlace, sealedHeader } from './Sealer';
import { SEALED_COLUMNS, SealedColumn } from './sealedColumns';

/** A record as it is stored. */
export interface SealedRecord {
  sealed: Buffer;
  place: SealedPlace;
}

/** How many records of a column each key has sealed, and how many keys that are not known. */
export interface RecordCounts {
  byKey: Map<string, number>;
  unknown: number;
}

/** Everything that is sealed, whatever it is. Whose key a record needs is read from its first bytes, so that large ones stay where they are. */
export class SealedRecords {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** The newest record of each column that has one. */
  async newest(): Promise<SealedRecord[]> {
    const found: SealedRecord[] = [];
    for (const { table, row, column, age } of SEALED_COLUMNS) {
      const [newest] = await this.#knex(table)
        .select({ row, sealed: column })
        .whereNotNull(column)
        .orderBy(age ?? 'created_at', 'desc')
        .limit(1);
      if (newest) {
        found.push({
          sealed: newest.sealed,
          place: { table, row: newest.row, column },
        });
      }
    }
    return found;
  }

  async hasAnyOf(keyId: string): Promise<boolean> {
    for (const { table, row, column } of SEALED_COLUMNS) {
      const [found] = await this.#knex(table)
        .select(row)
        .whereNotNull(column)
        .andWhere(this.#begins(column, '=', keyId))
        .limit(1);
      if (found) return true;
    }
    return false;
  }

  async count(
    { table, column }: SealedColumn,
    keyIds: string[],
  ): Promise<RecordCounts> {
    const [row]: Array<Record<string, unknown>> = await this.#knex(table)
      .whereNotNull(column)
      .count({ total: '*' })
      .select(
        keyIds.map((keyId, index) =>
          this.#knex.raw('sum(case when ? then 1 else 0 end) as ??', [
            this.#begins(column, '=', keyId),
            `key_${index}`,
          ]),
        ),
      );
    const byKey = new Map(
      keyIds.map((keyId, index) => [keyId, Number(row[`key_${index}`] ?? 0)]),
    );
    const known = [...byKey.values()].reduce((sum, n) => sum + n, 0);
    return { byKey, unknown: Number(row.total) - known };
  }

  /** Rows whose value another key has sealed, in the order of their names, after one of them. */
  async listNotOf(
    keyId: string,
    { table, row, column }: SealedColumn,
    page: { after?: string; limit: number },
  ): Promise<string[]> {
    const query = this.#knex(table)
      .select({ row })
      .whereNotNull(column)
      .andWhere(this.#begins(column, '<>', keyId))
      .orderBy(row)
      .limit(page.limit);
    if (page.after !== undefined) query.andWhere(row, '>', page.after);
    return (await query).map(found => found.row);
  }

  /** Undefined when the row, or its value, is gone. */
  async read(
    { table, row, column }: SealedColumn,
    name: string,
  ): Promise<Buffer | undefined> {
    const [found] = await this.#knex(table)
      .select({ sealed: column })
      .where({ [row]: name });
    return found?.sealed ?? undefined;
  }

  /** Puts another value in place of one; false when that one is not there any more. */
  async replace(
    { table, row, column }: SealedColumn,
    name: string,
    change: { before: Buffer; after: Buffer },
  ): Promise<boolean> {
    const changed = await this.#knex(table)
      .where({ [row]: name, [column]: change.before })
      .update({ [column]: change.after });
    return changed === 1;
  }

  #begins(column: string, is: '=' | '<>', keyId: string): Knex.Raw {
    const header = sealedHeader(keyId);
    return this.#knex.raw(`substr(??, 1, ${header.length}) ${is} ?`, [
      column,
      header,
    ]);
  }
}
