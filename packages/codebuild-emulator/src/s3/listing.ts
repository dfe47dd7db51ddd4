import type { Bucket, ObjectVersion } from './Bucket';

export interface ListOptions {
  prefix: string;
  delimiter: string;
  /** List only what comes after this key or common prefix. */
  after: string;
  max: number;
}

export interface Listing {
  objects: ObjectVersion[];
  commonPrefixes: string[];
  /** What the next page comes after; undefined on the last page. */
  next?: string;
}

/** One page of the objects that readers see. */
export function listObjects(bucket: Bucket, options: ListOptions): Listing {
  const { prefix, delimiter, after, max } = options;
  const objects: ObjectVersion[] = [];
  const commonPrefixes = new Set<string>();
  const keys = bucket.keys();
  let last = after;
  for (
    let i = firstAtLeast(keys, prefix > after ? prefix : after);
    i < keys.length;
    i += 1
  ) {
    const key = keys[i];
    if (!key.startsWith(prefix)) break;
    const object = bucket.current(key);
    const group = commonPrefix(key, prefix, delimiter);
    const listed =
      !object ||
      key <= after ||
      (group !== undefined && group <= after) ||
      (group !== undefined && commonPrefixes.has(group));
    if (listed) continue;
    if (objects.length + commonPrefixes.size === max) {
      return { objects, commonPrefixes: [...commonPrefixes], next: last };
    }
    if (group === undefined) objects.push(object);
    else commonPrefixes.add(group);
    last = group ?? key;
  }
  return { objects, commonPrefixes: [...commonPrefixes] };
}

export interface VersionMarker {
  key: string;
  /** Undefined means after all versions of the key. */
  versionId?: string;
}

/** One page of all versions and delete markers: keys in order, of each the newest first. */
export function listVersions(
  bucket: Bucket,
  options: { prefix: string; after?: VersionMarker; max: number },
): { versions: ObjectVersion[]; next?: VersionMarker } {
  const { prefix, after, max } = options;
  const versions: ObjectVersion[] = [];
  const keys = bucket.keys();
  for (let i = firstAtLeast(keys, prefix); i < keys.length; i += 1) {
    const key = keys[i];
    if (!key.startsWith(prefix)) break;
    for (const version of versionsAfter(bucket, key, after)) {
      if (versions.length === max) {
        const { key: lastKey, versionId } = versions[max - 1];
        return { versions, next: { key: lastKey, versionId } };
      }
      versions.push(version);
    }
  }
  return { versions };
}

function versionsAfter(
  bucket: Bucket,
  key: string,
  after: VersionMarker | undefined,
): ObjectVersion[] {
  const versions = bucket.versions(key);
  if (!after || key > after.key) return versions;
  if (key < after.key || after.versionId === undefined) return [];
  return versions.slice(
    versions.findIndex(({ versionId }) => versionId === after.versionId) + 1,
  );
}

function commonPrefix(
  key: string,
  prefix: string,
  delimiter: string,
): string | undefined {
  if (!delimiter) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function firstAtLeast(sorted: string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle] < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
