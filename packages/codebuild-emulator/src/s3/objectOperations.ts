import { AwsError } from '../AwsError';
import type { Faults } from '../Faults';
import type { Answer } from '../http/messages';
import { elements, textOf } from '../http/xml';
import { document, empty } from './answers';
import type { Bucket, ObjectVersion } from './Bucket';
import type { Buckets } from './Buckets';
import { checkedChecksums, etagOf } from './checksums';
import { checkGet, noSuchKey } from './conditions';
import {
  answeredHeaders,
  encryptionHeaders,
  keptHeaders,
  versionHeader,
} from './objectHeaders';
import { parseRange } from './range';
import { textHeader, type S3Operations, type S3Request } from './S3Request';

const DELETE_MAX_KEYS = 1000;

/** What is asked of objects that are sent in one piece. */
export function objectOperations(
  buckets: Buckets,
  faults: Faults,
): S3Operations {
  return {
    PutObject: request => {
      const bucket = buckets.get(request.bucket);
      const version = bucket.put(
        request.key,
        {
          body: request.body,
          etag: etagOf(request.body),
          headers: keptHeaders(request.headers, bucket),
          checksums: checkedChecksums(request.body, request.headers),
        },
        {
          ifNoneMatch: textHeader(request, 'if-none-match'),
          ifMatch: textHeader(request, 'if-match'),
        },
      );
      return empty({
        etag: version.etag,
        ...encryptionHeaders(version),
        ...versionHeader(version),
        ...version.checksums,
      });
    },
    CopyObject: request => {
      const source = copySource(request, buckets);
      const bucket = buckets.get(request.bucket);
      const replace =
        textHeader(request, 'x-amz-metadata-directive') === 'REPLACE';
      const version = bucket.put(
        request.key,
        {
          body: source.body,
          etag: etagOf(source.body),
          headers: replace
            ? keptHeaders(request.headers, bucket)
            : {
                ...source.headers,
                ...encryptionHeaders({
                  headers: keptHeaders(request.headers, bucket),
                }),
              },
          checksums: source.checksums,
        },
        {
          ifNoneMatch: textHeader(request, 'if-none-match'),
          ifMatch: textHeader(request, 'if-match'),
        },
      );
      return document(
        'CopyObjectResult',
        {
          ETag: version.etag,
          LastModified: new Date(version.lastModified).toISOString(),
        },
        { ...encryptionHeaders(version), ...versionHeader(version) },
      );
    },
    GetObject: request => {
      const answer = readObject(request, buckets.get(request.bucket));
      return answer.body?.length && faults.takeCut()
        ? { ...answer, cut: true }
        : answer;
    },
    HeadObject: request => {
      const answer = readObject(request, buckets.get(request.bucket));
      return {
        status: answer.status,
        headers: {
          ...answer.headers,
          'content-length': String(answer.body?.length ?? 0),
        },
      };
    },
    DeleteObject: request => {
      const deleted = buckets.get(request.bucket).delete(request.key, {
        versionId: request.query.get('versionId') ?? undefined,
        ifMatch: textHeader(request, 'if-match'),
      });
      return empty(
        {
          ...(deleted && versionHeader(deleted)),
          ...(deleted?.deleteMarker && { 'x-amz-delete-marker': 'true' }),
        },
        204,
      );
    },
    DeleteObjects: request => {
      const bucket = buckets.get(request.bucket);
      const xml = request.body.toString();
      const wanted = elements(xml, 'Object');
      if (wanted.length === 0 || wanted.length > DELETE_MAX_KEYS) {
        throw new AwsError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      }
      const results = wanted.map(object => deleteOne(bucket, object));
      const quiet = textOf(xml, 'Quiet') === 'true';
      return document('DeleteResult', {
        Deleted: quiet ? [] : results.flatMap(({ deleted }) => deleted ?? []),
        Error: results.flatMap(({ error }) => error ?? []),
      });
    },
  };
}

function readObject(request: S3Request, bucket: Bucket): Answer {
  const version = readableVersion(request, bucket);
  const headers = answeredHeaders(version);
  const unchanged = checkGet(version, {
    ifNoneMatch: textHeader(request, 'if-none-match'),
    ifMatch: textHeader(request, 'if-match'),
  });
  if (unchanged) return { status: 304, headers: { etag: version.etag } };
  for (const [name, value] of request.query) {
    // What a presigned link says of itself, such as the name of the downloaded file.
    if (name.startsWith('response-')) headers[name.slice(9)] = value;
  }
  const size = version.body.length;
  const range = parseRange(textHeader(request, 'range'), size);
  if (range) {
    return {
      status: 206,
      headers: {
        ...headers,
        'content-range': `bytes ${range.from}-${range.to}/${size}`,
      },
      body: version.body.subarray(range.from, range.to + 1),
    };
  }
  const withChecksums =
    textHeader(request, 'x-amz-checksum-mode') === 'ENABLED';
  return {
    status: 200,
    headers: { ...headers, ...(withChecksums && version.checksums) },
    body: version.body,
  };
}

function readableVersion(request: S3Request, bucket: Bucket): ObjectVersion {
  const versionId = request.query.get('versionId');
  if (versionId === null) {
    const current = bucket.current(request.key);
    if (!current) throw noSuchKey(request.key);
    return current;
  }
  const version = bucket.version(request.key, versionId);
  if (version.deleteMarker) {
    throw new AwsError(
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      405,
    );
  }
  return version;
}

function copySource(request: S3Request, buckets: Buckets): ObjectVersion {
  const source = textHeader(request, 'x-amz-copy-source')!;
  const [path, query] = source.split('?');
  const [bucketName, ...key] = decodeURIComponent(path)
    .replace(/^\//, '')
    .split('/');
  return readableVersion(
    {
      ...request,
      key: key.join('/'),
      query: new URLSearchParams(query),
    },
    buckets.get(bucketName),
  );
}

function deleteOne(bucket: Bucket, object: string) {
  const key = textOf(object, 'Key') ?? '';
  const versionId = textOf(object, 'VersionId');
  try {
    const deleted = bucket.delete(key, {
      versionId,
      ifMatch: textOf(object, 'ETag'),
    });
    return {
      deleted: {
        Key: key,
        VersionId: versionId,
        DeleteMarker: deleted?.deleteMarker || undefined,
        DeleteMarkerVersionId: deleted?.deleteMarker
          ? deleted.versionId
          : undefined,
      },
    };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return {
      error: { Key: key, Code: error.code, Message: error.message },
    };
  }
}
