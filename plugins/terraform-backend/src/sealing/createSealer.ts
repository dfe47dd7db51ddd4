import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Knex } from 'knex';
import { SealingKeyConfig } from '../config';
import { parseSealingKey, Sealer, SealingKey, SealedPlace } from './Sealer';

/** Columns with sealed values; the newest of each must open before the portal starts. */
const SEALED_COLUMNS = [
  { table: 'state_versions', row: 'id', column: 'sealed' },
  { table: 'plans', row: 'run_id', column: 'plan_sealed' },
  { table: 'runs', row: 'id', column: 'variables_sealed' },
  { table: 'workspaces', row: 'id', column: 'variables_sealed' },
  { table: 'secrets', row: 'ref', column: 'sealed' },
] as const;

/**
 * Reads the configured keys and proves that they open what is already sealed.
 *
 * @throws Error with what to do when no key is configured, a key is missing, or the newest record does not open
 */
export async function createSealer(
  knex: Knex,
  keys: SealingKeyConfig[],
): Promise<Sealer> {
  if (keys.length === 0) {
    throw new Error(
      'No sealing key is configured. State, plans and secrets are sealed at rest: set terraform.sealing.keys to [{ id: primary, secret: ${PLANROOM_SEALING_KEY} }] with the output of `openssl rand -base64 32`, and keep it safe, because nothing opens without it.',
    );
  }
  const newest = await newestSealedValues(knex);
  const sealer = new Sealer(keys.map(key => readKey(key, newest.length > 0)));
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
      `The sealing key ${config.id} has neither secret nor file; if its secret comes from an environment variable, that variable is not set`,
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

async function newestSealedValues(
  knex: Knex,
): Promise<Array<{ sealed: Buffer; place: SealedPlace }>> {
  const found = [];
  for (const { table, row, column } of SEALED_COLUMNS) {
    const [newest] = await knex(table)
      .select({ row, sealed: column })
      .whereNotNull(column)
      .orderBy('created_at', 'desc')
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
