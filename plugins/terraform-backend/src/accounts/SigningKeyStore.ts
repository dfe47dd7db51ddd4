import {
  createHash,
  createPrivateKey,
  generateKeyPair,
  KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { Knex } from 'knex';
import { isUniqueViolation } from '../database/isUniqueViolation';
import { Sealer } from '../sealing/Sealer';

/** Entra accepts nothing else; Google does, too. */
export const ALGORITHM = 'RS256';
const MODULUS_BITS = 2048;
/** Longer than any token lives, and than anybody keeps the list of keys. */
const PUBLISHED_AFTER_RETIREMENT_MS = 24 * 60 * 60_000;

/** A public key as a JSON Web Key. */
export interface PublicKey {
  kty: 'RSA';
  use: 'sig';
  alg: typeof ALGORITHM;
  kid: string;
  n: string;
  e: string;
}

export interface SigningKey {
  id: string;
  privateKey: KeyObject;
}

const generate = promisify(generateKeyPair);
const place = (id: string) => ({
  table: 'oidc_keys',
  row: id,
  column: 'private_sealed',
});

/** The keys with which the portal signs: one current, made when it is first needed, and the retired ones. */
export class SigningKeyStore {
  readonly #knex: Knex;
  readonly #sealer: Sealer;

  constructor(knex: Knex, sealer: Sealer) {
    this.#knex = knex;
    this.#sealer = sealer;
  }

  /** The key that signs now. */
  async current(): Promise<SigningKey> {
    const row = await this.#currentRow();
    const pem = this.#sealer.open(row.private_sealed, place(row.id));
    return { id: row.id, privateKey: createPrivateKey(pem) };
  }

  /** The keys by which signatures can be checked, the current one first. */
  async listPublic(): Promise<PublicKey[]> {
    const { id } = await this.#currentRow();
    const since = Date.now() - PUBLISHED_AFTER_RETIREMENT_MS;
    const rows = await this.#knex('oidc_keys')
      .where({ id })
      .orWhere('retired_at', '>', new Date(since).toISOString())
      .orderBy('created_at', 'desc');
    return rows.map(row => JSON.parse(row.public_jwk));
  }

  /** Signs with a new key from now on; answers its id. */
  async rotate(): Promise<string> {
    const next = await this.#makeRow();
    const now = new Date();
    const before = now.getTime() - PUBLISHED_AFTER_RETIREMENT_MS;
    await this.#knex.transaction(async trx => {
      await trx('oidc_keys')
        .whereNull('retired_at')
        .update({ retired_at: now.toISOString() });
      await trx('oidc_keys')
        .where('retired_at', '<', new Date(before).toISOString())
        .delete();
      await trx('oidc_keys').insert(next);
    });
    return next.id;
  }

  async #currentRow(): Promise<{ id: string; private_sealed: Buffer }> {
    const read = () => this.#knex('oidc_keys').whereNull('retired_at').first();
    const found = await read();
    if (found) return found;
    const made = await this.#makeRow();
    try {
      await this.#knex('oidc_keys').insert(made);
      return made;
    } catch (error) {
      // Another replica was faster.
      if (!isUniqueViolation(error)) throw error;
      return (await read()) ?? made;
    }
  }

  async #makeRow() {
    const { publicKey, privateKey } = await generate('rsa', {
      modulusLength: MODULUS_BITS,
    });
    const { n, e } = publicKey.export({ format: 'jwk' }) as {
      n: string;
      e: string;
    };
    const id = thumbprint({ n, e });
    const jwk: PublicKey = {
      kty: 'RSA',
      use: 'sig',
      alg: ALGORITHM,
      kid: id,
      n,
      e,
    };
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    return {
      id,
      algorithm: ALGORITHM,
      public_jwk: JSON.stringify(jwk),
      private_sealed: this.#sealer.seal(Buffer.from(pem), place(id)),
      created_at: new Date().toISOString(),
    };
  }
}

/** RFC 7638. */
function thumbprint({ n, e }: { n: string; e: string }): string {
  return createHash('sha256')
    .update(JSON.stringify({ e, kty: 'RSA', n }))
    .digest('base64url');
}
