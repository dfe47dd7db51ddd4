import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PhaseName } from '@planroom/backstage-plugin-terraform-common';
import { CodeBuildConfig } from './config';
import { isMissing, isPreconditionFailed } from './errors';

/** Names a phase; what it exchanges stands below `runs/<run>/<phase>/`. */
export interface PhaseAddress {
  runId: string;
  phase: PhaseName;
}

/** The bucket through which portal and builds hand things to each other; the keys stand in the runner's `manifest.ts`. */
export class PhaseObjects {
  readonly #s3: S3Client;
  readonly #artifacts: CodeBuildConfig['artifacts'];

  constructor(s3: S3Client, artifacts: CodeBuildConfig['artifacts']) {
    this.#s3 = s3;
    this.#artifacts = artifacts;
  }

  key({ runId, phase }: PhaseAddress, name: string): string {
    return `${this.#artifacts.prefix}${runId}/${phase}/${name}`;
  }

  /** What only the portal reads: a build may read what stands below `<run>/<phase>/`. */
  orderKey({ runId, phase }: PhaseAddress): string {
    return `${this.#artifacts.prefix}${runId}/order-${phase}`;
  }

  /** The same, for what belongs to the run: `<run id>/<name>`, or `logs/<run id>/<name>`, which outlives what stands below `runs/`. */
  blobKey(key: string): string {
    if (key.startsWith('logs/')) return key;
    const [runId, name] = key.split('/');
    return `${this.#artifacts.prefix}${runId}/portal/${name}`;
  }

  uri(key: string): string {
    return `s3://${this.#artifacts.bucket}/${key}`;
  }

  /** @returns the version, where the bucket keeps versions */
  async put(key: string, body: Buffer | string): Promise<string | undefined> {
    const { VersionId } = await this.#s3.send(
      new PutObjectCommand({
        ...this.#object(key),
        ...this.#sealed(),
        Body: body,
      }),
    );
    return VersionId;
  }

  /** @returns false when there is one already */
  async putNew(key: string, body: string): Promise<boolean> {
    try {
      await this.#s3.send(
        new PutObjectCommand({
          ...this.#object(key),
          ...this.#sealed(),
          Body: body,
          IfNoneMatch: '*',
        }),
      );
      return true;
    } catch (error) {
      if (isPreconditionFailed(error)) return false;
      throw error;
    }
  }

  async get(key: string): Promise<Buffer | undefined> {
    try {
      const { Body } = await this.#s3.send(
        new GetObjectCommand(this.#object(key)),
      );
      return Body && Buffer.from(await Body.transformToByteArray());
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async remove(key: string, version?: string): Promise<void> {
    await this.#s3.send(
      new DeleteObjectCommand({ ...this.#object(key), VersionId: version }),
    );
  }

  async removeAll(keys: string[]): Promise<void> {
    await this.#s3.send(
      new DeleteObjectsCommand({
        Bucket: this.#artifacts.bucket,
        Delete: { Quiet: true, Objects: keys.map(Key => ({ Key })) },
      }),
    );
  }

  #object(key: string) {
    return { Bucket: this.#artifacts.bucket, Key: key };
  }

  #sealed() {
    const { kmsKeyArn } = this.#artifacts;
    return (
      kmsKeyArn && {
        ServerSideEncryption: 'aws:kms' as const,
        SSEKMSKeyId: kmsKeyArn,
      }
    );
  }
}
