import { AwsError } from '../AwsError';
import type { Clock } from '../Clock';
import { Bucket } from './Bucket';

/** The buckets of the account. */
export class Buckets {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  all(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  }

  /** @throws AwsError when there is one of the name, or the name is none for a bucket */
  create(name: string): Bucket {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new AwsError(
        'InvalidBucketName',
        'The specified bucket is not valid.',
        400,
        { BucketName: name },
      );
    }
    if (this.#buckets.has(name)) {
      throw new AwsError(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        409,
        { BucketName: name },
      );
    }
    const bucket = new Bucket(name, this.#clock.now(), () => this.#clock.now());
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** @throws AwsError when there is none of the name */
  get(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (!bucket) {
      throw new AwsError(
        'NoSuchBucket',
        'The specified bucket does not exist',
        404,
        { BucketName: name },
      );
    }
    return bucket;
  }

  /** @throws AwsError when it is not there or not empty */
  delete(name: string): void {
    if (!this.get(name).isEmpty) {
      throw new AwsError(
        'BucketNotEmpty',
        'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
        409,
        { BucketName: name },
      );
    }
    this.#buckets.delete(name);
  }
}
