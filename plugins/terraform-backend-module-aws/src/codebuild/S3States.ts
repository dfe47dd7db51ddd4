import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  TerraformRemoteStates,
  TerraformStateLock,
} from '@planroom/backstage-plugin-terraform-node';
import { StateBackend } from '@planroom/terraform-runner';
import { CodeBuildConfig } from './config';
import { isMissing, isPreconditionFailed } from './errors';

/** States in a bucket that keeps versions, below a prefix of each workspace, with the lock files of Terraform's S3 backend beside them. */
export class S3States implements TerraformRemoteStates {
  readonly #s3: S3Client;
  readonly #config: NonNullable<CodeBuildConfig['state']>;
  readonly #assertUsable: () => Promise<void>;

  constructor(options: {
    s3: S3Client;
    config: NonNullable<CodeBuildConfig['state']>;
    assertUsable: () => Promise<void>;
  }) {
    this.#s3 = options.s3;
    this.#config = options.config;
    this.#assertUsable = options.assertUsable;
  }

  backend(workspaceId: string): StateBackend {
    const { bucket, region, kmsKeyArn } = this.#config;
    return {
      type: 's3',
      bucket,
      region,
      key: stateKey(workspaceId),
      ...(kmsKeyArn && { kmsKeyId: kmsKeyArn }),
    };
  }

  assertUsable(): Promise<void> {
    return this.#assertUsable();
  }

  async read(workspaceId: string): Promise<Buffer | undefined> {
    return (await this.#get(stateKey(workspaceId)))?.bytes;
  }

  async seed(workspaceId: string, state: Buffer): Promise<boolean> {
    try {
      await this.#put(workspaceId, state, { IfNoneMatch: '*' });
      return true;
    } catch (error) {
      if (isPreconditionFailed(error)) return false;
      throw error;
    }
  }

  async replace(workspaceId: string, state: Buffer): Promise<void> {
    await this.#put(workspaceId, state);
  }

  async readLock(workspaceId: string): Promise<TerraformStateLock | undefined> {
    const lock = await this.#get(lockKey(workspaceId));
    return lock && parseLock(lock.bytes);
  }

  async unlock(workspaceId: string, lockId: string): Promise<boolean> {
    const key = lockKey(workspaceId);
    const lock = await this.#get(key);
    if (!lock || parseLock(lock.bytes).id !== lockId) return false;
    try {
      await this.#s3.send(
        new DeleteObjectCommand({
          Bucket: this.#config.bucket,
          Key: key,
          IfMatch: lock.etag,
        }),
      );
      return true;
    } catch (error) {
      if (isPreconditionFailed(error) || isMissing(error)) return false;
      throw error;
    }
  }

  async #get(
    Key: string,
  ): Promise<{ bytes: Buffer; etag?: string } | undefined> {
    try {
      const { Body, ETag } = await this.#s3.send(
        new GetObjectCommand({ Bucket: this.#config.bucket, Key }),
      );
      if (!Body) return undefined;
      return {
        bytes: Buffer.from(await Body.transformToByteArray()),
        etag: ETag,
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async #put(
    workspaceId: string,
    Body: Buffer,
    condition: { IfNoneMatch?: string } = {},
  ): Promise<void> {
    const { bucket, kmsKeyArn } = this.#config;
    await this.#s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: stateKey(workspaceId),
        Body,
        ContentType: 'application/json',
        ...(kmsKeyArn && {
          ServerSideEncryption: 'aws:kms',
          SSEKMSKeyId: kmsKeyArn,
        }),
        ...condition,
      }),
    );
  }
}

function stateKey(workspaceId: string): string {
  return `workspaces/${workspaceId}/terraform.tfstate`;
}

/** As the backend names it with `use_lockfile`. */
function lockKey(workspaceId: string): string {
  return `${stateKey(workspaceId)}.tflock`;
}

/** The JSON that Terraform writes: ID, Operation, Info, Who, Version, Created, Path. */
function parseLock(bytes: Buffer): TerraformStateLock {
  const { ID, Who, Operation, Created } = JSON.parse(bytes.toString());
  return {
    id: String(ID),
    who: Who,
    operation: Operation,
    createdAt: Created && new Date(Created).toISOString(),
  };
}
