import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { sha256OfFile } from '../safeFiles';
import type { Build } from './build';
import type { AwsCredentials } from './renewedCredentials';
import {
  isRefused,
  patienceWith,
  patienceWithOutages,
  retry,
  statusOf,
} from './retry';

type Sdk = typeof import('@aws-sdk/client-s3');

const CONNECTION_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 60_000;

/** The objects of one phase in the bucket that portal and builds share. */
export class Artifacts {
  readonly #sdk: Sdk;
  readonly #client: S3Client;
  readonly #build: Build;

  private constructor(sdk: Sdk, client: S3Client, build: Build) {
    this.#sdk = sdk;
    this.#client = client;
    this.#build = build;
  }

  static async connect(build: Build): Promise<Artifacts> {
    // Part of the bundle, so it is no dependency of the installed package.
    // eslint-disable-next-line @backstage/no-undeclared-imports
    const sdk = await import('@aws-sdk/client-s3');
    const client = new sdk.S3Client({
      region: build.region,
      // Attempts are counted here: a repeated claim must be known as such, and a file is read anew for each.
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        socketTimeout: SILENCE_TIMEOUT_MS,
      },
    });
    return new Artifacts(sdk, client, build);
  }

  /** Credentials of the machine's own role; renewed when `fresh`. */
  async credentials(
    options: { fresh?: boolean } = {},
  ): Promise<AwsCredentials> {
    return this.#client.config.credentials({ forceRefresh: options.fresh });
  }

  async readManifest(): Promise<string> {
    const bytes = await retry(
      () => this.#get(this.#build.manifestKey),
      patienceWithOutages,
      error => this.#renewIfExpired(error),
    );
    return bytes.toString('utf8');
  }

  /**
   * Makes the mark that this phase was begun, at most once for all builds; false if another build has made it. A claim whose answer
   * was lost may have succeeded: then the mark itself says whose it is.
   */
  async claim(name: string): Promise<boolean> {
    const { arn, prefix } = this.#build;
    const key = prefix + name;
    let isUncertain = false;
    return retry(
      async () => {
        try {
          await this.#client.send(
            new this.#sdk.PutObjectCommand({
              Bucket: this.#build.bucket,
              Key: key,
              Body: arn,
              ContentType: 'text/plain',
              IfNoneMatch: '*',
            }),
          );
          return true;
        } catch (error) {
          if (statusOf(error) === 412) {
            return (
              isUncertain && (await this.#getIfThere(key))?.toString() === arn
            );
          }
          isUncertain ||= !isRefused(error);
          throw error;
        }
      },
      patienceWithOutages,
      error => this.#renewIfExpired(error),
    );
  }

  /** Text of a small object of the phase; undefined if it is not there, cannot be read, or S3 does not answer. */
  async peek(name: string): Promise<string | undefined> {
    try {
      const bytes = await this.#get(this.#build.prefix + name);
      return bytes.toString('utf8');
    } catch (error) {
      await this.#renewIfExpired(error);
      return undefined;
    }
  }

  /** Writes an object of the phase to a new file; answers the lower-case hex sha256 of what was written. */
  async download(name: string, path: string): Promise<string> {
    return retry(
      async () => {
        const body = await this.#open(this.#build.prefix + name);
        const hash = createHash('sha256');
        body.on('data', chunk => hash.update(chunk));
        await pipeline(body, createWriteStream(path, { mode: 0o600 }));
        return hash.digest('hex');
      },
      patienceWithOutages,
      error => this.#renewIfExpired(error),
    );
  }

  /** Stores a file among the results of this build; goes on for minutes, since nobody else has it. */
  async handOverFile(
    name: string,
    path: string,
    options: { kmsKeyId?: string; onFailure?: (error: unknown) => void } = {},
  ): Promise<void> {
    const { size } = await stat(path);
    const checksum = Buffer.from(await sha256OfFile(path), 'hex');
    await this.#handOver(async () => {
      const body = createReadStream(path);
      try {
        await this.#put(name, options.kmsKeyId, {
          Body: body,
          ContentLength: size,
          ChecksumSHA256: checksum.toString('base64'),
        });
      } finally {
        body.destroy();
      }
    }, options.onFailure);
  }

  /** The same for a text. */
  async handOverText(
    name: string,
    text: string,
    options: { kmsKeyId?: string; onFailure?: (error: unknown) => void } = {},
  ): Promise<void> {
    await this.#handOver(
      () => this.#put(name, options.kmsKeyId, { Body: text }),
      options.onFailure,
    );
  }

  async #handOver(
    attempt: () => Promise<void>,
    onFailure?: (error: unknown) => void,
  ): Promise<void> {
    await retry(attempt, patienceWith, async error => {
      onFailure?.(error);
      await this.#renewIfExpired(error);
    });
  }

  async #put(
    name: string,
    kmsKeyId: string | undefined,
    content: Partial<PutObjectCommandInput>,
  ): Promise<void> {
    const { arn, bucket, prefix } = this.#build;
    await this.#client.send(
      new this.#sdk.PutObjectCommand({
        Bucket: bucket,
        Key: `${prefix}${arn}/${name}`,
        ...content,
        ...(kmsKeyId
          ? { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId }
          : {}),
      }),
    );
  }

  async #open(key: string): Promise<Readable> {
    const { Body: body } = await this.#client.send(
      new this.#sdk.GetObjectCommand({ Bucket: this.#build.bucket, Key: key }),
    );
    return body as Readable;
  }

  async #get(key: string): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of await this.#open(key)) {
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** Builds may not list, so that for them a missing object is a forbidden one. */
  async #getIfThere(key: string): Promise<Buffer | undefined> {
    try {
      return await this.#get(key);
    } catch (error) {
      if ([403, 404].includes(statusOf(error) ?? 0)) {
        return undefined;
      }
      throw error;
    }
  }

  async #renewIfExpired(error: unknown): Promise<void> {
    if ((error as Error).name === 'ExpiredToken') {
      await this.credentials({ fresh: true }).catch(() => undefined);
    }
  }
}
