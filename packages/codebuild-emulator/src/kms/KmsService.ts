import { randomBytes } from 'node:crypto';
import type { Account } from '../Account';
import { AwsError } from '../AwsError';
import type { Clock } from '../Clock';
import type { Operations } from '../http/messages';
import {
  decrypt,
  encrypt,
  keyIdOf,
  type EncryptionContext,
} from './ciphertext';
import type { Key, Keys } from './Keys';

interface EncryptInput {
  KeyId: string;
  /** Base64. */
  Plaintext: string;
  EncryptionContext?: EncryptionContext;
}

interface DecryptInput {
  KeyId?: string;
  /** Base64. */
  CiphertextBlob: string;
  EncryptionContext?: EncryptionContext;
}

interface DataKeyInput {
  KeyId: string;
  KeySpec?: 'AES_256' | 'AES_128';
  NumberOfBytes?: number;
  EncryptionContext?: EncryptionContext;
}

const PLAINTEXT_MAX_BYTES = 4096;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
export function kmsOperations(
  keys: Keys,
  account: Account,
  clock: Clock,
): Operations {
  const find = (name: string): Key => {
    const key = keys.find(name);
    if (!key) {
      throw new AwsError('NotFoundException', `Key '${name}' does not exist`);
    }
    return key;
  };
  const describe = (key: Key) => ({
    KeyMetadata: {
      AWSAccountId: account.id,
      KeyId: key.id,
      Arn: key.arn,
      CreationDate: key.createdAt / 1000,
      Enabled: true,
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyManager: 'CUSTOMER',
      Origin: 'AWS_KMS',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    },
  });
  return {
    CreateKey: () => describe(keys.create({ at: clock.now() })),
    DescribeKey: (input: { KeyId: string }) => describe(find(input.KeyId)),
    Encrypt: (input: EncryptInput) => {
      const key = find(input.KeyId);
      const plaintext = Buffer.from(input.Plaintext, 'base64');
      if (plaintext.length < 1 || plaintext.length > PLAINTEXT_MAX_BYTES) {
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length between 1 and ${PLAINTEXT_MAX_BYTES}`,
        );
      }
      return {
        KeyId: key.arn,
        CiphertextBlob: encrypt(
          key,
          plaintext,
          input.EncryptionContext,
        ).toString('base64'),
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
    Decrypt: (input: DecryptInput) => {
      const ciphertext = Buffer.from(input.CiphertextBlob, 'base64');
      const key = keys.find(keyIdOf(ciphertext) ?? '');
      if (key && input.KeyId && find(input.KeyId) !== key) {
        throw new AwsError(
          'IncorrectKeyException',
          'The key ID in the request does not identify a CMK that can perform this operation.',
        );
      }
      const plaintext =
        key && decrypt(key, ciphertext, input.EncryptionContext);
      if (!plaintext) throw new AwsError('InvalidCiphertextException', '');
      return {
        KeyId: key!.arn,
        Plaintext: plaintext.toString('base64'),
        EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
    GenerateDataKey: (input: DataKeyInput) => {
      const key = find(input.KeyId);
      const bytes =
        input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32);
      const dataKey = randomBytes(bytes);
      return {
        KeyId: key.arn,
        Plaintext: dataKey.toString('base64'),
        CiphertextBlob: encrypt(key, dataKey, input.EncryptionContext).toString(
          'base64',
        ),
      };
    },
  };
}
