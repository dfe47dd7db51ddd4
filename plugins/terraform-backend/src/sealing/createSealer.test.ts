import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__';
import { SealingKeyConfig } from '../config';
import { openDatabase } from '../database/openDatabase';
import { SecretStore } from '../secrets/SecretStore';
import { createSealer } from './createSealer';
import { Sealer } from './Sealer';

jest.setTimeout(120_000);

const databases = createTestDatabases();
const key = (
  id: string,
  more: Partial<SealingKeyConfig>,
): SealingKeyConfig => ({
  id,
  generate: false,
  ...more,
});
const secret = (text: string) => text.repeat(64).slice(0, 64);

describe.each(databases.eachSupportedId())('createSealer on %s', databaseId => {
  let knex: Knex;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'planroom-sealer-'));
    knex = await databases.init(databaseId);
    await openDatabase(mockServices.database({ knex }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each<[string, SealingKeyConfig[], string]>([
    ['no key', [], 'No sealing key is configured'],
    ['an empty key', [key('a', {})], 'neither secret nor file'],
    ['a short key', [key('a', { secret: 'short' })], 'too short'],
    ['a missing file', [key('a', { file: '/nowhere/key' })], 'ENOENT'],
    [
      'two keys of one id',
      [key('a', { secret: secret('a') }), key('a', { secret: secret('b') })],
      'same id',
    ],
    [
      'a bad id',
      [key('a b', { secret: secret('a') })],
      'The id of the sealing',
    ],
  ])('refuses %s', async (_, keys, words) => {
    await expect(createSealer(knex, keys)).rejects.toThrow(words);
  });

  it('generates a key once, for its owner only, and never while something is sealed', async () => {
    const file = join(folder, 'sub/key');
    const keys = [key('a', { file, generate: true })];
    const store = new SecretStore(knex, await createSealer(knex, keys));
    expect(statSync(file).mode % 0o1000).toBe(0o600);
    const content = readFileSync(file, 'utf8');
    await createSealer(knex, keys);
    expect(readFileSync(file, 'utf8')).toBe(content);

    const ref = await store.put('something', 'user:default/a');
    await createSealer(knex, keys);
    rmSync(file);
    await expect(createSealer(knex, keys)).rejects.toThrow('Put the file back');
    expect(existsSync(file)).toBe(false);
    await knex('secrets').where({ ref }).delete();
    await createSealer(knex, keys);
    expect(readFileSync(file, 'utf8')).not.toBe(content);
  });

  it('does not start with keys that do not open what is sealed', async () => {
    const old = key('old', { secret: secret('a') });
    const next = key('next', { secret: secret('b') });
    const sealer = await createSealer(knex, [old]);
    await new SecretStore(knex, sealer).put('something', 'user:default/a');
    await expect(createSealer(knex, [next])).rejects.toThrow(
      'sealed with the key old, which is not among terraform.sealing.keys',
    );
    await expect(
      createSealer(knex, [key('old', { secret: secret('c') })]),
    ).rejects.toThrow('does not open with the key old');
    expect(await createSealer(knex, [next, old])).toBeInstanceOf(Sealer);
  });
});
