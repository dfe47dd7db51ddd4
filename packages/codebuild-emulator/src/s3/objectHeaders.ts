import type { Bucket, ObjectVersion } from './Bucket';
import { textOf } from '../http/xml';

const KEPT = new Set([
  'content-type',
  'cache-control',
  'content-disposition',
  'content-language',
  'expires',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
]);

const SSE = 'x-amz-server-side-encryption';

/** What is kept of the headers that an object was sent with; what they do not say of encryption, the bucket does. */
export function keptHeaders(
  headers: Record<string, string | string[] | undefined>,
  bucket: Bucket,
): Record<string, string> {
  const kept: Record<string, string> = {
    'content-type': 'binary/octet-stream',
  };
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') continue;
    if (KEPT.has(name) || name.startsWith('x-amz-meta-')) kept[name] = value;
    if (name === 'content-encoding') {
      const encoding = value
        .split(',')
        .map(part => part.trim())
        .filter(part => part !== 'aws-chunked')
        .join(',');
      if (encoding) kept[name] = encoding;
    }
  }
  return kept[SSE] ? kept : { ...kept, ...defaultEncryption(bucket) };
}

/** The headers that tell how an object is encrypted. */
export function encryptionHeaders({
  headers,
}: Pick<ObjectVersion, 'headers'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith(SSE)),
  );
}

/** The headers of a version for its reader, without those of the body's length. */
export function answeredHeaders(
  version: ObjectVersion,
): Record<string, string> {
  return {
    ...version.headers,
    ...versionHeader(version),
    etag: version.etag,
    'last-modified': new Date(version.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

/** Versions have no id in buckets that never had versioning. */
export function versionHeader(version: ObjectVersion): Record<string, string> {
  return version.versionId === 'null'
    ? {}
    : { 'x-amz-version-id': version.versionId };
}

function defaultEncryption(bucket: Bucket): Record<string, string> {
  const document = bucket.documents.get('encryption') ?? '';
  const key = textOf(document, 'KMSMasterKeyID');
  return {
    [SSE]: textOf(document, 'SSEAlgorithm') ?? 'AES256',
    ...(key && { [`${SSE}-aws-kms-key-id`]: key }),
  };
}
