import { KMSClient } from '@aws-sdk/client-kms';
import { AwsEmulator } from '@planroom/codebuild-emulator';
import { AwsKeyManagement } from './AwsKeyManagement';

jest.setTimeout(60_000);

let emulator: AwsEmulator;
const regions: Array<string | undefined> = [];
const keys = new AwsKeyManagement(region => {
  regions.push(region);
  return new KMSClient({
    ...emulator.clientConfig,
    ...(region && { region }),
    maxAttempts: 2,
  });
});

beforeAll(async () => {
  emulator = await AwsEmulator.start();
});
afterAll(() => emulator.close());
beforeEach(() => {
  emulator.journal.clear();
  emulator.faults.clear();
  regions.length = 0;
});

it('makes keys that only KMS opens, bound to their id', async () => {
  const { arn } = emulator.createKey({ alias: 'alias/sealing' });
  const key = { id: 'a', keyId: arn };
  const wrapped = await keys.generate(key);
  const plain = await keys.unwrap(key, wrapped);
  expect(plain).toHaveLength(32);
  expect(wrapped.includes(plain)).toBe(false);
  expect(await keys.generate(key)).not.toEqual(wrapped);
  expect(regions).toEqual(['eu-west-1', 'eu-west-1', 'eu-west-1']);

  const byAlias = { id: 'a', keyId: 'alias/sealing', region: 'eu-west-1' };
  expect(await keys.unwrap(byAlias, wrapped)).toEqual(plain);
  await expect(keys.unwrap({ ...key, id: 'b' }, wrapped)).rejects.toThrow(
    `The sealing key b cannot be had: the KMS key ${arn} does not open the wrapped key`,
  );
  const other = emulator.createKey();
  await expect(
    keys.unwrap({ ...key, keyId: other.arn }, wrapped),
  ).rejects.toThrow('it was wrapped by another KMS key');
  const changed = Buffer.from(wrapped);
  changed[changed.length - 1] += 1;
  await expect(keys.unwrap(key, changed)).rejects.toThrow('or it was changed');
});

it('sends the wrapped key and its name, and nothing else', async () => {
  const { arn } = emulator.createKey();
  const key = { id: 'a', keyId: arn };
  const wrapped = await keys.generate(key);
  await keys.unwrap(key, wrapped);
  const context = { planroom: 'sealing', keyId: 'a' };
  expect(emulator.journal.of('kms').map(({ input }) => input)).toEqual([
    { KeyId: arn, KeySpec: 'AES_256', EncryptionContext: context },
    {
      KeyId: arn,
      CiphertextBlob: wrapped.toString('base64'),
      EncryptionContext: context,
    },
  ]);
});

it.each([
  [
    'AccessDeniedException',
    'AWS does not allow the portal kms:GenerateDataKey on the KMS key KEY in eu-west-1 (AccessDeniedException: no); allow it in the policy of the portal',
  ],
  ['DisabledException', 'the KMS key KEY in eu-west-1 is disabled; enable it'],
  ['KMSInvalidStateException', 'if its deletion is pending, cancel it'],
  ['ThrottlingException', 'too many requests for the KMS key KEY'],
  ['ExpiredTokenException', "does not accept the portal's credentials"],
  ['KMSInternalException', 'did not answer kms:GenerateDataKey'],
])('says what to mend after %s', async (name, words) => {
  const { id } = emulator.createKey();
  emulator.faults.failNext('kms', 'GenerateDataKey', name, 'no', 9);
  const key = { id: 'primary', keyId: id, region: 'eu-west-1' };
  const failed = await keys.generate(key).catch((error: Error) => error);
  expect(String(failed)).toContain('The sealing key primary cannot be had: ');
  expect(String(failed)).toContain(words.replace('KEY', id));
});

it('says what to mend about a key that is not there, a wrong region and missing credentials', async () => {
  await expect(
    keys.generate({ id: 'a', keyId: 'alias/none', region: 'eu-west-1' }),
  ).rejects.toThrow(
    'there is no KMS key alias/none in eu-west-1 (NotFoundException',
  );
  await expect(
    keys.generate({
      id: 'a',
      keyId: 'arn:aws:kms:eu-west-1:111122223333:key/x',
      region: 'eu-north-1',
    }),
  ).rejects.toThrow('names a KMS key in eu-west-1 and the region eu-north-1');

  const withoutCredentials = new AwsKeyManagement(
    region =>
      new KMSClient({
        region,
        credentials: async () => {
          throw Object.assign(new Error('Could not load credentials'), {
            name: 'CredentialsProviderError',
          });
        },
      }),
  );
  await expect(
    withoutCredentials.generate({ id: 'a', keyId: 'k', region: 'eu-west-1' }),
  ).rejects.toThrow('the portal has no AWS credentials');
});
