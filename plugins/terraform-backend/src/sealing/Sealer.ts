import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
} from 'node:crypto';

/** Where a sealed value lives; a value moved elsewhere does not open. */
export interface SealedPlace {
  table: string;
  row: string;
  column: string;
}

export interface SealingKey {
  id: string;
  /** 32 bytes */
  key: Buffer;
}

/**
 * Envelope encryption with AES-256-GCM: each record has a data key of its own, which a configured key encrypts. The record is
 *
 * ```
 * version (1) | key id length (1) | key id | iv (12) | wrapped data key (32) | tag (16) | iv (12) | tag (16) | ciphertext
 * ```
 *
 * Both encryptions cover table, row and column as additional data.
 */
export class Sealer {
  readonly #keys: Map<string, Buffer>;
  readonly #current: SealingKey;

  /** @param keys - the first seals, all open */
  constructor(keys: SealingKey[]) {
    if (keys.length === 0) throw new Error('A sealer needs at least one key');
    this.#current = keys[0];
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
    if (this.#keys.size < keys.length) {
      throw new Error(
        'Two sealing keys have the same id; give each key in terraform.sealing.keys an id of its own',
      );
    }
    const unusable = keys.find(({ id }) => !/^[\x21-\x7e]{1,100}$/.test(id));
    if (unusable) {
      throw new Error(
        `The id of the sealing key ${unusable.id} must have 1 to 100 letters, digits or signs`,
      );
    }
  }

  /** The id of the key that seals. */
  get currentKeyId(): string {
    return this.#current.id;
  }

  seal(plaintext: Buffer, place: SealedPlace): Buffer {
    const header = sealedHeader(this.#current.id);
    const additional = additionalData(header, place);
    const dataKey = randomBytes(32);
    return Buffer.concat([
      header,
      encrypt(this.#current.key, dataKey, additional),
      encrypt(dataKey, plaintext, additional),
    ]);
  }

  /** @throws Error when the key is unknown or the record was changed or moved */
  open(sealed: Buffer, place: SealedPlace): Buffer {
    const idLength = sealed[1];
    if (sealed[0] !== 1 || sealed.length < 2 + idLength + 88) {
      throw new Error(`The sealed value in ${describe(place)} is damaged`);
    }
    const header = sealed.subarray(0, 2 + idLength);
    const id = header.subarray(2).toString();
    const key = this.#keys.get(id);
    if (!key) {
      throw new Error(
        `The value in ${describe(
          place,
        )} was sealed with the key ${id}, which is not among terraform.sealing.keys; add that key to the end of the list`,
      );
    }
    const additional = additionalData(header, place);
    const body = sealed.subarray(header.length);
    try {
      const dataKey = decrypt(key, body.subarray(0, 60), additional);
      return decrypt(dataKey, body.subarray(60), additional);
    } catch {
      throw new Error(
        `The value in ${describe(
          place,
        )} does not open with the key ${id}: the key is another one under the same id, or the record was changed or moved`,
      );
    }
  }

  /**
   * The same content under the key that seals now. It is encrypted anew with a data key of its own, because the key's id is part of what both
   * encryptions authenticate; a record that was changed is found out by this.
   *
   * @throws Error as {@link Sealer.open} does
   */
  reseal(sealed: Buffer, place: SealedPlace): Buffer {
    return this.seal(this.open(sealed, place), place);
  }

  sealJson(value: unknown, place: SealedPlace): Buffer {
    return this.seal(Buffer.from(JSON.stringify(value)), place);
  }

  openJson<T>(sealed: Buffer, place: SealedPlace): T {
    return JSON.parse(this.open(sealed, place).toString());
  }
}

/** How every record begins that the key has sealed: whose it is can be seen without opening it. */
export function sealedHeader(keyId: string): Buffer {
  const id = Buffer.from(keyId);
  return Buffer.concat([Buffer.from([1, id.length]), id]);
}

/** iv | tag | ciphertext */
function encrypt(key: Buffer, plaintext: Buffer, additional: Buffer): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(additional);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
}

function decrypt(key: Buffer, record: Buffer, additional: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, record.subarray(0, 12))
    .setAAD(additional)
    .setAuthTag(record.subarray(12, 28));
  return Buffer.concat([
    decipher.update(record.subarray(28)),
    decipher.final(),
  ]);
}

function additionalData(header: Buffer, place: SealedPlace): Buffer {
  return Buffer.concat([
    header,
    Buffer.from(JSON.stringify([place.table, place.row, place.column])),
  ]);
}

function describe({ table, row, column }: SealedPlace): string {
  return `${table}.${column} of ${row}`;
}

/**
 * A key from its configured text: 32 bytes as base64 or hex, else the hash of a passphrase.
 *
 * @throws Error when the text is too short to be a secret
 */
export function parseSealingKey(id: string, text: string): SealingKey {
  const secret = text.trim();
  if (/^[0-9a-f]{64}$/i.test(secret)) {
    return { id, key: Buffer.from(secret, 'hex') };
  }
  const decoded = Buffer.from(secret, 'base64');
  if (decoded.length === 32 && decoded.toString('base64') === secret) {
    return { id, key: decoded };
  }
  if (secret.length < 32) {
    throw new Error(
      `The sealing key ${id} is too short: give 32 random bytes in base64 (openssl rand -base64 32)`,
    );
  }
  return { id, key: createHash('sha256').update(secret).digest() };
}
