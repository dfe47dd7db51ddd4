import { Knex } from 'knex';
import { Sealer } from '../sealing/Sealer';
import { CredentialRecord, OpenCredential } from './types';

const place = (account: string) => ({
  table: 'account_credentials',
  row: account,
  column: 'credential_sealed',
});

/** The sealed credentials of accounts, one each. */
export class CredentialStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(knex: Knex, sealer: Sealer) {
    this.#knex = knex;
    this.#sealer = sealer;
  }

  /** Seals a credential in place of the one before. */
  async set(
    account: string,
    credential: OpenCredential,
    setBy: string,
  ): Promise<void> {
    await this.#knex('account_credentials')
      .insert({
        account,
        kind: credential.kind,
        credential_sealed: this.#sealer.sealJson(credential, place(account)),
        created_by: setBy,
        created_at: new Date().toISOString(),
        last_used_at: null,
      })
      .onConflict('account')
      .merge();
  }

  /** Whether there was one. */
  async remove(account: string): Promise<boolean> {
    return (
      (await this.#knex('account_credentials').where({ account }).delete()) > 0
    );
  }

  /** What may be known of each, by account. */
  async list(): Promise<Map<string, CredentialRecord>> {
    const rows = await this.#knex('account_credentials').select(
      'account',
      'kind',
      'created_by',
      'created_at',
      'last_used_at',
    );
    return new Map(
      rows.map(row => [
        row.account,
        {
          account: row.account,
          kind: row.kind,
          setBy: row.created_by,
          setAt: row.created_at,
          lastUsedAt: row.last_used_at ?? undefined,
        },
      ]),
    );
  }

  /** @throws Error when no configured key opens it, or it was changed or moved */
  async open(account: string): Promise<OpenCredential | undefined> {
    const [row] = await this.#knex('account_credentials').where({ account });
    return row && this.#sealer.openJson(row.credential_sealed, place(account));
  }

  async markUsed(account: string): Promise<void> {
    await this.#knex('account_credentials')
      .where({ account })
      .update({ last_used_at: new Date().toISOString() });
  }
}
