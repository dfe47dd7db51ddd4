import { AwsError } from '../AwsError';
import { elements, textOf } from '../http/xml';
import { document, empty } from './answers';
import type { Bucket } from './Bucket';
import type { Buckets } from './Buckets';
import { checkedChecksums, etagOf } from './checksums';
import { assemble, newUpload, type MultipartUpload } from './multipart';
import { encryptionHeaders, keptHeaders, versionHeader } from './objectHeaders';
import { textHeader, type S3Operations, type S3Request } from './S3Request';

/** What is asked of objects that are sent in parts. */
export function multipartOperations(buckets: Buckets): S3Operations {
  return {
    CreateMultipartUpload: request => {
      const bucket = buckets.get(request.bucket);
      const upload = newUpload(
        request.key,
        keptHeaders(request.headers, bucket),
      );
      bucket.uploads.set(upload.id, upload);
      return document(
        'InitiateMultipartUploadResult',
        { Bucket: request.bucket, Key: request.key, UploadId: upload.id },
        encryptionHeaders(upload),
      );
    },
    UploadPart: request => {
      const upload = findUpload(request, buckets.get(request.bucket));
      const etag = etagOf(request.body);
      const checksums = checkedChecksums(request.body, request.headers);
      upload.parts.set(Number(request.query.get('partNumber')), {
        body: request.body,
        etag,
        lastModified: buckets.get(request.bucket).now(),
      });
      return empty({ etag, ...encryptionHeaders(upload), ...checksums });
    },
    ListParts: request => {
      const upload = findUpload(request, buckets.get(request.bucket));
      return document('ListPartsResult', {
        Bucket: request.bucket,
        Key: request.key,
        UploadId: upload.id,
        IsTruncated: false,
        Part: [...upload.parts]
          .sort(([a], [b]) => a - b)
          .map(([number, part]) => ({
            PartNumber: number,
            ETag: part.etag,
            Size: part.body.length,
            LastModified: new Date(part.lastModified).toISOString(),
          })),
      });
    },
    CompleteMultipartUpload: request => {
      const bucket = buckets.get(request.bucket);
      const upload = findUpload(request, bucket);
      const wanted = elements(request.body.toString(), 'Part').map(part => ({
        number: Number(textOf(part, 'PartNumber')),
        etag: textOf(part, 'ETag') ?? '',
      }));
      const version = bucket.put(
        request.key,
        {
          ...assemble(upload, wanted),
          headers: upload.headers,
          checksums: {},
        },
        {
          ifNoneMatch: textHeader(request, 'if-none-match'),
          ifMatch: textHeader(request, 'if-match'),
        },
      );
      bucket.uploads.delete(upload.id);
      return document(
        'CompleteMultipartUploadResult',
        {
          Location: `/${request.bucket}/${request.key}`,
          Bucket: request.bucket,
          Key: request.key,
          ETag: version.etag,
        },
        { ...encryptionHeaders(version), ...versionHeader(version) },
      );
    },
    AbortMultipartUpload: request => {
      const bucket = buckets.get(request.bucket);
      bucket.uploads.delete(findUpload(request, bucket).id);
      return empty({}, 204);
    },
  };
}

function findUpload(request: S3Request, bucket: Bucket): MultipartUpload {
  const upload = bucket.uploads.get(request.query.get('uploadId') ?? '');
  if (!upload || upload.key !== request.key) {
    throw new AwsError(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
    );
  }
  return upload;
}
