import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Key } from './Keys';

/** What a ciphertext is bound to; the order of the names does not matter. */
export type EncryptionContext = Record<string, string>;

const VERSION = 1;
const ID_BYTES = 36;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES;

/** Version, key id, nonce, tag, and AES-256-GCM of the text with the context as additional data. */
export function encrypt(
  key: Key,
  plaintext: Buffer,
  context: EncryptionContext = {},
): Buffer {
  const header = Buffer.concat([Buffer.from([VERSION]), Buffer.from(key.id)]);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.material, iv);
  cipher.setAAD(additionalData(header, context));
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), text]);
}

/** The id of the key that made a ciphertext. */
export function keyIdOf(ciphertext: Buffer): string | undefined {
  const long = ciphertext.length >= HEADER_BYTES + IV_BYTES + TAG_BYTES;
  return long && ciphertext[0] === VERSION
    ? ciphertext.toString('latin1', 1, HEADER_BYTES)
    : undefined;
}

/** @returns undefined when the text was changed, or the context is another */
export function decrypt(
  key: Key,
  ciphertext: Buffer,
  context: EncryptionContext = {},
): Buffer | undefined {
  const header = ciphertext.subarray(0, HEADER_BYTES);
  const iv = ciphertext.subarray(HEADER_BYTES, HEADER_BYTES + IV_BYTES);
  const rest = ciphertext.subarray(HEADER_BYTES + IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key.material, iv);
  decipher.setAAD(additionalData(header, context));
  decipher.setAuthTag(rest.subarray(0, TAG_BYTES));
  try {
    return Buffer.concat([
      decipher.update(rest.subarray(TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    return undefined;
  }
}

function additionalData(header: Buffer, context: EncryptionContext): Buffer {
  const sorted = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat([header, Buffer.from(JSON.stringify(sorted))]);
}
