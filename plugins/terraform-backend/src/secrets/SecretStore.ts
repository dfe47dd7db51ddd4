import { randomUUID } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { Knex } from 'knex';
import { Sealer } from '../sealing/Sealer';

const LIFETIME_MS = 24 * 60 * 60_000;
const place = (ref: string) => ({
  table: 'secrets',
  row: ref,
  column: 'sealed',
});

/** Values that people give before they are used: sealed, bound to who gave them, taken once, forgotten after a day. */
export class SecretStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(knex: Knex, sealer: Sealer) {
    this.#knex = knex;
    this.#sealer = sealer;
  }

  async put(value: string, createdBy: string): Promise<string> {
    const ref = randomUUID();
    const now = Date.now();
    await this.#knex('secrets')
      .where('expires_at', '<', new Date(now).toISOString())
      .delete();
    await this.#knex('secrets').insert({
      ref,
      sealed: this.#sealer.seal(Buffer.from(value), place(ref)),
      created_by: createdBy,
      created_at: new Date(now).toISOString(),
      expires_at: new Date(now + LIFETIME_MS).toISOString(),
    });
    return ref;
  }

  /**
   * Takes a value out; part of the transaction that stores it with what it is for.
   *
   * @throws InputError when there is no such value of this caller (any more)
   */
  async take(
    trx: Knex.Transaction,
    ref: string,
    caller: string,
    variable: string,
  ): Promise<string> {
    const [row] = await trx('secrets').where({ ref, created_by: caller });
    const taken = await trx('secrets')
      .where({ ref, created_by: caller })
      .delete();
    if (!row || taken === 0 || row.expires_at < new Date().toISOString()) {
      throw new InputError(
        `The secret given for variable ${variable} has been used or has expired, or somebody else gave it; enter the value again`,
      );
    }
    return this.#sealer.open(row.sealed, place(ref)).toString();
  }
}
