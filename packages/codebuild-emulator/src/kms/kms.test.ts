import {
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { AwsEmulator } from '../AwsEmulator';

let emulator: AwsEmulator;
let kms: KMSClient;
let key: { id: string; arn: string };

beforeAll(async () => {
  emulator = await AwsEmulator.start();
  kms = new KMSClient(emulator.clientConfig);
  key = emulator.createKey({ alias: 'alias/planroom' });
});

afterAll(async () => {
  kms.destroy();
  await emulator.close();
});

it('knows keys by id, ARN and alias', async () => {
  for (const KeyId of [key.id, key.arn, 'alias/planroom']) {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ Arn: key.arn, KeyState: 'Enabled' });
  }
  await expect(
    kms.send(new DescribeKeyCommand({ KeyId: 'alias/none' })),
  ).rejects.toMatchObject({ name: 'NotFoundException' });
});

it('gives data keys that only their context opens', async () => {
  const context = { table: 'plans', row: '7' };
  const made = await kms.send(
    new GenerateDataKeyCommand({
      KeyId: key.arn,
      KeySpec: 'AES_256',
      EncryptionContext: context,
    }),
  );
  expect(made.Plaintext).toHaveLength(32);
  const open = (more: object = {}) =>
    kms.send(
      new DecryptCommand({
        CiphertextBlob: made.CiphertextBlob,
        EncryptionContext: { row: '7', table: 'plans' },
        ...more,
      }),
    );
  expect(await open()).toMatchObject({
    KeyId: key.arn,
    Plaintext: made.Plaintext,
  });
  const changed = Uint8Array.from(made.CiphertextBlob!);
  // eslint-disable-next-line no-bitwise
  changed[changed.length - 1] ^= 1;
  for (const wrong of [
    { EncryptionContext: { ...context, row: '8' } },
    { EncryptionContext: undefined },
    { CiphertextBlob: changed },
    { CiphertextBlob: Uint8Array.from([1, 2, 3]) },
  ]) {
    await expect(open(wrong)).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  }
  await expect(open({ KeyId: emulator.createKey().arn })).rejects.toMatchObject(
    { name: 'IncorrectKeyException' },
  );
});

it('encrypts small texts', async () => {
  const text = Buffer.from('text');
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({ KeyId: key.id, Plaintext: text }),
  );
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob }));
  expect(Buffer.from(Plaintext!).toString()).toBe('text');
  await expect(
    kms.send(
      new EncryptCommand({ KeyId: key.id, Plaintext: Buffer.alloc(4097) }),
    ),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});
