import type { S3Request } from './S3Request';

/** The query parameters that make another operation of a request for a bucket or an object. */
const SUBRESOURCES = [
  'versioning',
  'encryption',
  'policy',
  'publicAccessBlock',
  'ownershipControls',
  'lifecycle',
  'tagging',
  'location',
  'versions',
  'uploads',
  'uploadId',
  'delete',
  'list-type',
  'acl',
  'cors',
  'logging',
  'replication',
  'website',
  'notification',
  'object-lock',
  'accelerate',
  'requestPayment',
  'policyStatus',
  'attributes',
  'retention',
  'legal-hold',
  'restore',
  'select',
];

/** Operations by method, place (account, bucket, object) and subresource; `copy` is told by a header. */
const OPERATIONS: Record<string, string> = {
  'GET account': 'ListBuckets',
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'DELETE bucket': 'DeleteBucket',
  'GET bucket list-type': 'ListObjectsV2',
  'GET bucket versions': 'ListObjectVersions',
  'GET bucket location': 'GetBucketLocation',
  'POST bucket delete': 'DeleteObjects',
  'PUT bucket versioning': 'PutBucketVersioning',
  'GET bucket versioning': 'GetBucketVersioning',
  'PUT bucket encryption': 'PutBucketEncryption',
  'GET bucket encryption': 'GetBucketEncryption',
  'DELETE bucket encryption': 'DeleteBucketEncryption',
  'PUT bucket policy': 'PutBucketPolicy',
  'GET bucket policy': 'GetBucketPolicy',
  'DELETE bucket policy': 'DeleteBucketPolicy',
  'PUT bucket publicAccessBlock': 'PutPublicAccessBlock',
  'GET bucket publicAccessBlock': 'GetPublicAccessBlock',
  'DELETE bucket publicAccessBlock': 'DeletePublicAccessBlock',
  'PUT bucket ownershipControls': 'PutBucketOwnershipControls',
  'GET bucket ownershipControls': 'GetBucketOwnershipControls',
  'DELETE bucket ownershipControls': 'DeleteBucketOwnershipControls',
  'PUT bucket lifecycle': 'PutBucketLifecycleConfiguration',
  'GET bucket lifecycle': 'GetBucketLifecycleConfiguration',
  'DELETE bucket lifecycle': 'DeleteBucketLifecycle',
  'PUT bucket tagging': 'PutBucketTagging',
  'GET bucket tagging': 'GetBucketTagging',
  'DELETE bucket tagging': 'DeleteBucketTagging',
  'GET bucket acl': 'GetBucketAcl',
  'GET bucket cors': 'GetBucketCors',
  'GET bucket website': 'GetBucketWebsite',
  'GET bucket accelerate': 'GetBucketAccelerateConfiguration',
  'GET bucket requestPayment': 'GetBucketRequestPayment',
  'GET bucket logging': 'GetBucketLogging',
  'GET bucket replication': 'GetBucketReplication',
  'GET bucket object-lock': 'GetObjectLockConfiguration',
  'PUT object': 'PutObject',
  'PUT object copy': 'CopyObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'POST object uploads': 'CreateMultipartUpload',
  'PUT object uploadId': 'UploadPart',
  'GET object uploadId': 'ListParts',
  'POST object uploadId': 'CompleteMultipartUpload',
  'DELETE object uploadId': 'AbortMultipartUpload',
};

/** The name of the operation; for one that is unknown, the words by which it was looked for. */
export function operationOf(request: S3Request): string {
  const { method, bucket, key, query, headers } = request;
  const place = key ? 'object' : 'bucket';
  const subresource = SUBRESOURCES.find(name => query.has(name));
  const words = [
    method,
    bucket ? place : 'account',
    subresource,
    headers['x-amz-copy-source'] && 'copy',
  ]
    .filter(Boolean)
    .join(' ');
  return OPERATIONS[words] ?? words;
}
