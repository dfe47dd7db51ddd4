import { randomBytes } from 'node:crypto';
import { AwsError } from '../AwsError';
import { checkDelete, checkPut, type PutConditions } from './conditions';
import type { MultipartUpload } from './multipart';

/** One version of an object, or the mark that it was deleted. */
export interface ObjectVersion {
  key: string;
  /** `null` for what was written while the bucket had no versioning. */
  versionId: string;
  deleteMarker: boolean;
  body: Buffer;
  /** With its quotes. */
  etag: string;
  /** Milliseconds since the epoch. */
  lastModified: number;
  /** What comes back as it was sent: content type, metadata, encryption. */
  headers: Record<string, string>;
  /** Headers with checksums over the whole body. */
  checksums: Record<string, string>;
}

export type NewObject = Pick<
  ObjectVersion,
  'body' | 'etag' | 'headers' | 'checksums'
>;

export type Versioning = 'Enabled' | 'Suspended' | undefined;

/** A bucket. Every write checks its conditions and happens in one synchronous step, so that a lock made of it is a lock. */
export class Bucket {
  versioning: Versioning;
  /** The documents of the bucket by the name of their query parameter, as they were sent. */
  readonly documents = new Map<string, string>();
  readonly uploads = new Map<string, MultipartUpload>();
  /** Oldest version first. */
  readonly #objects = new Map<string, ObjectVersion[]>();
  #sortedKeys: string[] | undefined;

  constructor(
    readonly name: string,
    readonly createdAt: number,
    readonly now: () => number,
  ) {}

  get isEmpty(): boolean {
    return this.#objects.size === 0;
  }

  /** All keys that have a version, in the order of listings. */
  keys(): string[] {
    this.#sortedKeys ??= [...this.#objects.keys()].sort((a, b) =>
      a < b ? -1 : 1,
    );
    return this.#sortedKeys;
  }

  /** The versions of a key, newest first. */
  versions(key: string): ObjectVersion[] {
    return [...(this.#objects.get(key) ?? [])].reverse();
  }

  /** The newest version of a key, which may be a delete marker. */
  latest(key: string): ObjectVersion | undefined {
    const versions = this.#objects.get(key);
    return versions?.[versions.length - 1];
  }

  /** What a reader without a version gets. */
  current(key: string): ObjectVersion | undefined {
    const latest = this.latest(key);
    return latest?.deleteMarker ? undefined : latest;
  }

  /** @throws AwsError 412 `PreconditionFailed`, 404 `NoSuchKey` */
  put(
    key: string,
    object: NewObject,
    conditions: PutConditions = {},
  ): ObjectVersion {
    checkPut(key, this.current(key), conditions);
    return this.#add({ ...object, key, deleteMarker: false });
  }

  /**
   * Deletes the version, or the object; with versioning a deleted object gets a delete marker.
   *
   * @returns what was removed or added; undefined when there was nothing
   * @throws AwsError 412 `PreconditionFailed`, 404 `NoSuchKey`
   */
  delete(
    key: string,
    options: { versionId?: string; ifMatch?: string } = {},
  ): ObjectVersion | undefined {
    checkDelete(key, this.current(key), options.ifMatch);
    if (options.versionId !== undefined) {
      return this.#removeVersion(key, options.versionId);
    }
    if (!this.versioning) {
      this.#removeVersion(key, 'null');
      return undefined;
    }
    return this.#add({
      key,
      deleteMarker: true,
      body: Buffer.alloc(0),
      etag: '',
      headers: {},
      checksums: {},
    });
  }

  /** @throws AwsError 404 when there is no such version */
  version(key: string, versionId: string): ObjectVersion {
    const found = this.#objects
      .get(key)
      ?.find(version => version.versionId === versionId);
    if (!found) {
      throw new AwsError(
        'NoSuchVersion',
        'The specified version does not exist.',
        404,
        { Key: key, VersionId: versionId },
      );
    }
    return found;
  }

  #add(object: Omit<ObjectVersion, 'versionId' | 'lastModified'>) {
    const version: ObjectVersion = {
      ...object,
      versionId:
        this.versioning === 'Enabled'
          ? randomBytes(16).toString('hex')
          : 'null',
      lastModified: this.now(),
    };
    if (version.versionId === 'null') this.#removeVersion(object.key, 'null');
    const versions = this.#objects.get(object.key);
    if (versions) {
      versions.push(version);
    } else {
      this.#objects.set(object.key, [version]);
      this.#sortedKeys = undefined;
    }
    return version;
  }

  #removeVersion(key: string, versionId: string): ObjectVersion | undefined {
    const versions = this.#objects.get(key) ?? [];
    const index = versions.findIndex(
      version => version.versionId === versionId,
    );
    if (index < 0) return undefined;
    const [removed] = versions.splice(index, 1);
    if (versions.length === 0) {
      this.#objects.delete(key);
      this.#sortedKeys = undefined;
    }
    return removed;
  }
}
