import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
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
import {
  TerraformKeyManagement,
  TerraformManagedSealingKey,
} from '@planroom/backstage-plugin-terraform-node';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__';
import { SealingKeyConfig } from './readSealingKeys';
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
const managed = (id: string, more: object = {}) =>
  key(id, { kms: { provider: 'vault', keyId: 'wrapping-key', ...more } });
const secret = (text: string) => text.repeat(64).slice(0, 64);

/** Wraps with a key of its own, bound to the id; counts what it has made. */
class LocalKeyManagement implements TerraformKeyManagement {
  readonly #key = randomBytes(32);
  made = 0;

  async generate(of: TerraformManagedSealingKey) {
    this.made += 1;
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(
      Buffer.from(of.id),
    );
    const text = Buffer.concat([
      cipher.update(randomBytes(32)),
      cipher.final(),
    ]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]);
  }

  async unwrap(of: TerraformManagedSealingKey, wrapped: Buffer) {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.#key,
      wrapped.subarray(0, 12),
    )
      .setAAD(Buffer.from(of.id))
      .setAuthTag(wrapped.subarray(12, 28));
    return Buffer.concat([
      decipher.update(wrapped.subarray(28)),
      decipher.final(),
    ]);
  }
}

describe.each(databases.eachSupportedId())('createSealer on %s', databaseId => {
  let knex: Knex;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'planroom-sealer-'));
    knex = await databases.init(databaseId);
    await openDatabase(mockServices.database({ knex }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const openSealer = (
    keys: SealingKeyConfig[],
    keyManagement?: TerraformKeyManagement,
  ) =>
    createSealer(
      knex,
      keys,
      new Map(keyManagement && [['vault', keyManagement]]),
    );

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
    await expect(openSealer(keys)).rejects.toThrow(words);
  });

  it('generates a key once, for its owner only, and never while something is sealed', async () => {
    const file = join(folder, 'sub/key');
    const keys = [key('a', { file, generate: true })];
    const store = new SecretStore(knex, await openSealer(keys));
    expect(statSync(file).mode % 0o1000).toBe(0o600);
    const content = readFileSync(file, 'utf8');
    await openSealer(keys);
    expect(readFileSync(file, 'utf8')).toBe(content);

    const ref = await store.put('something', 'user:default/a');
    await openSealer(keys);
    rmSync(file);
    await expect(openSealer(keys)).rejects.toThrow('Put the file back');
    expect(existsSync(file)).toBe(false);
    await knex('secrets').where({ ref }).delete();
    await openSealer(keys);
    expect(readFileSync(file, 'utf8')).not.toBe(content);
  });

  it('does not start with keys that do not open what is sealed', async () => {
    const old = key('old', { secret: secret('a') });
    const next = key('next', { secret: secret('b') });
    const sealer = await openSealer([old]);
    await new SecretStore(knex, sealer).put('something', 'user:default/a');
    await expect(openSealer([next])).rejects.toThrow(
      'sealed with the key old, which is not among terraform.sealing.keys',
    );
    await expect(
      openSealer([key('old', { secret: secret('c') })]),
    ).rejects.toThrow('does not open with the key old');
    expect(await openSealer([next, old])).toBeInstanceOf(Sealer);
  });

  it('has a key made by a key management once, whoever starts first, and keeps it wrapped', async () => {
    const vault = new LocalKeyManagement();
    const sealers = await Promise.all(
      [1, 2, 3].map(() => openSealer([managed('a')], vault)),
    );
    const place = { table: 'secrets', row: '1', column: 'sealed' };
    const sealed = sealers[0].seal(Buffer.from('x'), place);
    const { made } = vault;
    expect(made).toBeGreaterThan(0);
    for (const sealer of [
      ...sealers,
      await openSealer([managed('a')], vault),
    ]) {
      expect(sealer.open(sealed, place).toString()).toBe('x');
    }
    expect(vault.made).toBe(made);
    const rows = await knex('sealing_keys');
    expect(rows).toMatchObject([{ id: 'a', provider: 'vault' }]);

    // The same, given by the configuration, needs no row.
    await knex('sealing_keys').delete();
    const ciphertext = rows[0].wrapped;
    const given = await openSealer([managed('a', { ciphertext })], vault);
    expect(given.open(sealed, place).toString()).toBe('x');
    expect(await knex('sealing_keys')).toEqual([]);
    await expect(
      openSealer([managed('b', { ciphertext })], vault),
    ).rejects.toThrow();
  });

  it('has no key made for an id that has sealed something', async () => {
    const vault = new LocalKeyManagement();
    const old = key('old', { secret: secret('a') });
    await new SecretStore(knex, await openSealer([old])).put('x', 'user:a/b');
    // Another id is fine, in front of the key that opens what there is.
    const sealer = await openSealer([managed('a'), old], vault);
    await new SecretStore(knex, sealer).put('y', 'user:a/b');
    expect(vault.made).toBe(1);

    await knex('sealing_keys').delete();
    await expect(openSealer([managed('a'), old], vault)).rejects.toThrow(
      'The wrapped sealing key a is not in the table sealing_keys, but records are sealed with a key of that id',
    );
    await expect(openSealer([managed('old')], vault)).rejects.toThrow(
      'If old was a secret or a file before, give the new key another id',
    );
    expect(vault.made).toBe(1);
  });

  it('says what to do about a key management that is not there, or another one', async () => {
    const vault = new LocalKeyManagement();
    await expect(openSealer([managed('a')])).rejects.toThrow(
      'The sealing key a is kept by vault, for which the portal has no module',
    );
    await openSealer([managed('a')], vault);
    await knex('sealing_keys').update({ provider: 'aws' });
    await expect(openSealer([managed('a')], vault)).rejects.toThrow(
      'The sealing key a was wrapped by aws, and its kms.provider is vault',
    );
    jest.spyOn(vault, 'unwrap').mockResolvedValue(randomBytes(16));
    await expect(openSealer([managed('b')], vault)).rejects.toThrow(
      'holds 16 bytes instead of 32',
    );
  });
});
