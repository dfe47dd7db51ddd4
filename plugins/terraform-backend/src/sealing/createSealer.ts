import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TerraformKeyManagement } from '@planroom/backstage-plugin-terraform-node';
import { Knex } from 'knex';
import { ManagedKeys } from './ManagedKeys';
import { SealingKeyConfig } from './readSealingKeys';
import { SealedRecords } from './SealedRecords';
import { parseSealingKey, Sealer, SealingKey } from './Sealer';

/**
 * Reads the configured keys and proves that they open what is already sealed.
 *
 * @param keyManagements - by the name that `kms.provider` uses
 * @throws Error with what to do when no key is configured, a key is missing, or the newest record does not open
 */
export async function createSealer(
  knex: Knex,
  keys: SealingKeyConfig[],
  keyManagements: ReadonlyMap<string, TerraformKeyManagement>,
): Promise<Sealer> {
  if (keys.length === 0) {
    throw new Error(
      'No sealing key is configured. State, plans and secrets are sealed at rest: set terraform.sealing.keys to [{ id: primary, secret: ${PLANROOM_SEALING_KEY} }] with the output of `openssl rand -base64 32`, and keep it safe, because nothing opens without it.',
    );
  }
  const newest = await new SealedRecords(knex).newest();
  const managedKeys = new ManagedKeys(knex, keyManagements);
  const read: SealingKey[] = [];
  for (const key of keys) {
    read.push(
      key.kms
        ? await managedKeys.read(key.id, key.kms)
        : readKey(key, newest.length > 0),
    );
  }
  const sealer = new Sealer(read);
  for (const { sealed, place } of newest) sealer.open(sealed, place);
  return sealer;
}

function readKey(
  config: SealingKeyConfig,
  sealedRecordsExist: boolean,
): SealingKey {
  if (config.secret) return parseSealingKey(config.id, config.secret);
  if (!config.file) {
    throw new Error(
      `The sealing key ${config.id} has neither secret nor file nor kms; if its secret comes from an environment variable, that variable is not set`,
    );
  }
  try {
    return parseSealingKey(config.id, readFileSync(config.file, 'utf8'));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!missing || !config.generate) throw error;
  }
  if (sealedRecordsExist) {
    throw new Error(
      `The sealing key file ${config.file} is missing, but the database holds records sealed with it. Put the file back; a new key would not open them.`,
    );
  }
  const secret = randomBytes(32).toString('base64');
  mkdirSync(dirname(config.file), { recursive: true });
  writeFileSync(config.file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return parseSealingKey(config.id, secret);
}
