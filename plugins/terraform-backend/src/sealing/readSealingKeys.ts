import { isAbsolute, resolve } from 'node:path';
import { Config } from '@backstage/config';

/** One of `terraform.sealing.keys`: its secret stands there, in a file, or is wrapped by a key management. */
export interface SealingKeyConfig {
  id: string;
  secret?: string;
  file?: string;
  /** make the file when nothing is sealed yet */
  generate: boolean;
  kms?: ManagedKeyConfig;
}

export interface ManagedKeyConfig {
  /** name of the key management */
  provider: string;
  /** how it names the key that wraps */
  keyId: string;
  region?: string;
  /** the wrapped key; kept in the database when absent */
  ciphertext?: Buffer;
}

/**
 * Reads `terraform.sealing.keys`, in their order.
 *
 * @throws Error naming what is missing or wrong
 */
export function readSealingKeys(
  config: Config | undefined,
): SealingKeyConfig[] {
  const keys = config?.getOptionalConfigArray('sealing.keys') ?? [];
  return keys.map(key => {
    const id = key.getString('id');
    const file = key.getOptionalString('file');
    const read = {
      id,
      // A variable that is set to nothing is not set.
      secret: key.getOptional<string>('secret') || undefined,
      file: file === undefined || isAbsolute(file) ? file : resolve(file),
      generate: key.getOptionalBoolean('generate') ?? false,
      kms: readManagedKey(id, key.getOptionalConfig('kms')),
    };
    if (read.kms && (read.secret || read.file)) {
      throw new Error(
        `The sealing key ${id} has kms and also ${
          read.secret ? 'secret' : 'file'
        }; keep one of them, and give the other a key with an id of its own`,
      );
    }
    return read;
  });
}

function readManagedKey(
  id: string,
  config: Config | undefined,
): ManagedKeyConfig | undefined {
  if (!config) return undefined;
  const text = config.getOptional<string>('ciphertext') || undefined;
  const ciphertext = text && Buffer.from(text.trim(), 'base64');
  if (ciphertext && ciphertext.toString('base64') !== text.trim()) {
    throw new Error(
      `kms.ciphertext of the sealing key ${id} is not base64; it must be the wrapped key as the key management answered it`,
    );
  }
  return {
    provider: config.getString('provider'),
    keyId: config.getString('keyId'),
    region: config.getOptionalString('region'),
    ...(ciphertext && { ciphertext }),
  };
}
