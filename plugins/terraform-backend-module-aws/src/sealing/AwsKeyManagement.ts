import {
  DecryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  TerraformKeyManagement,
  TerraformManagedSealingKey,
} from '@planroom/backstage-plugin-terraform-node';
import { PortalCredentials } from '../portalCredentials';
import { explainKmsError } from './explainKmsError';

/**
 * Sealing keys that AWS KMS wraps. Each is bound to its id by the encryption context, so that policies can name it and none can be passed
 * off as another.
 */
export class AwsKeyManagement implements TerraformKeyManagement {
  readonly #createClient: (region?: string) => KMSClient;

  /** @param createClient - without a region, the one of the machine */
  constructor(createClient = kmsClients(undefined)) {
    this.#createClient = createClient;
  }

  async generate(key: TerraformManagedSealingKey): Promise<Buffer> {
    return this.#call('kms:GenerateDataKey', key, async client => {
      const { CiphertextBlob } = await client.send(
        new GenerateDataKeyCommand({
          KeyId: key.keyId,
          KeySpec: 'AES_256',
          EncryptionContext: contextOf(key),
        }),
      );
      return CiphertextBlob;
    });
  }

  async unwrap(
    key: TerraformManagedSealingKey,
    wrapped: Buffer,
  ): Promise<Buffer> {
    return this.#call('kms:Decrypt', key, async client => {
      const { Plaintext } = await client.send(
        new DecryptCommand({
          KeyId: key.keyId,
          CiphertextBlob: wrapped,
          EncryptionContext: contextOf(key),
        }),
      );
      return Plaintext;
    });
  }

  async #call(
    action: string,
    key: TerraformManagedSealingKey,
    send: (client: KMSClient) => Promise<Uint8Array | undefined>,
  ): Promise<Buffer> {
    const client = this.#createClient(regionOf(key));
    try {
      const bytes = await send(client);
      if (!bytes) throw new Error('KMS answered without a key');
      return Buffer.from(bytes);
    } catch (error) {
      throw new Error(explainKmsError(error, action, key), { cause: error });
    } finally {
      client.destroy();
    }
  }
}

/** Makes clients of whom the portal is in AWS. */
export function kmsClients(
  portal: PortalCredentials,
): (region?: string) => KMSClient {
  return region =>
    new KMSClient({ region, credentials: portal, maxAttempts: 5 });
}

function contextOf({ id }: TerraformManagedSealingKey) {
  return { planroom: 'sealing', keyId: id };
}

/** @throws Error when the ARN is of another region than the configuration says */
function regionOf(key: TerraformManagedSealingKey): string | undefined {
  const [, ofArn] = /^arn:[\w-]+:kms:([\w-]+):/.exec(key.keyId) ?? [];
  if (ofArn && key.region && ofArn !== key.region) {
    throw new Error(
      `The sealing key ${key.id} names a KMS key in ${ofArn} and the region ${key.region}; leave kms.region out, because the ARN has it`,
    );
  }
  return key.region ?? ofArn;
}
