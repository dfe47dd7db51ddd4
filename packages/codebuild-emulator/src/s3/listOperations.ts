import { AwsError } from '../AwsError';
import { document } from './answers';
import type { ObjectVersion } from './Bucket';
import type { Buckets } from './Buckets';
import { listObjects, listVersions } from './listing';
import type { S3Operations, S3Request } from './S3Request';

const PAGE_MAX = 1000;

/** The listings of objects and of their versions. */
export function listOperations(buckets: Buckets): S3Operations {
  return {
    ListObjectsV2: request => {
      const { query } = request;
      const max = pageSize(query);
      const token = query.get('continuation-token');
      const prefix = query.get('prefix') ?? '';
      const delimiter = query.get('delimiter') ?? '';
      const { objects, commonPrefixes, next } = listObjects(
        buckets.get(request.bucket),
        {
          prefix,
          delimiter,
          after: token ? readToken(token) : query.get('start-after') ?? '',
          max,
        },
      );
      const encode = encoder(request);
      return document('ListBucketResult', {
        Name: request.bucket,
        Prefix: encode(prefix),
        Delimiter: delimiter ? encode(delimiter) : undefined,
        MaxKeys: max,
        KeyCount: objects.length + commonPrefixes.length,
        EncodingType: query.get('encoding-type') ?? undefined,
        IsTruncated: next !== undefined,
        ContinuationToken: token ?? undefined,
        NextContinuationToken:
          next === undefined ? undefined : writeToken(next),
        Contents: objects.map(object => ({
          Key: encode(object.key),
          ...facts(object),
          Size: object.body.length,
        })),
        CommonPrefixes: commonPrefixes.map(group => ({
          Prefix: encode(group),
        })),
      });
    },
    ListObjectVersions: request => {
      const { query } = request;
      if (query.get('delimiter')) {
        throw new AwsError(
          'NotImplemented',
          'The emulator lists versions without a delimiter only',
          501,
        );
      }
      const bucket = buckets.get(request.bucket);
      const max = pageSize(query);
      const marker = query.get('key-marker');
      const { versions, next } = listVersions(bucket, {
        prefix: query.get('prefix') ?? '',
        after: marker
          ? {
              key: marker,
              versionId: query.get('version-id-marker') ?? undefined,
            }
          : undefined,
        max,
      });
      const encode = encoder(request);
      const describe = (version: ObjectVersion) => ({
        Key: encode(version.key),
        VersionId: version.versionId,
        IsLatest: bucket.latest(version.key) === version,
      });
      return document('ListVersionsResult', {
        Name: request.bucket,
        Prefix: encode(query.get('prefix') ?? ''),
        MaxKeys: max,
        EncodingType: query.get('encoding-type') ?? undefined,
        IsTruncated: next !== undefined,
        NextKeyMarker: next && encode(next.key),
        NextVersionIdMarker: next?.versionId,
        Version: versions
          .filter(({ deleteMarker }) => !deleteMarker)
          .map(version => ({
            ...describe(version),
            ...facts(version),
            Size: version.body.length,
          })),
        DeleteMarker: versions
          .filter(({ deleteMarker }) => deleteMarker)
          .map(version => ({
            ...describe(version),
            LastModified: new Date(version.lastModified).toISOString(),
          })),
      });
    },
  };
}

function facts(version: ObjectVersion) {
  return {
    LastModified: new Date(version.lastModified).toISOString(),
    ETag: version.etag,
    StorageClass: version.headers['x-amz-storage-class'] ?? 'STANDARD',
  };
}

function pageSize(query: URLSearchParams): number {
  const max = Number(query.get('max-keys') ?? PAGE_MAX);
  if (!Number.isInteger(max) || max < 0) {
    throw new AwsError(
      'InvalidArgument',
      'max-keys must be a number that is not negative',
    );
  }
  return Math.min(max, PAGE_MAX);
}

/** Keys can have characters that XML cannot: clients ask for them with percent signs. */
function encoder({ query }: S3Request): (text: string) => string {
  return query.get('encoding-type') === 'url'
    ? text => encodeURIComponent(text).replace(/%2F/g, '/')
    : text => text;
}

function writeToken(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function readToken(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
