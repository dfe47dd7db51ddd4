import { AwsError } from '../AwsError';
import { textOf } from '../http/xml';
import { document, empty } from './answers';
import type { Versioning } from './Bucket';
import type { Buckets } from './Buckets';
import type { S3Operations } from './S3Request';

/** Documents that a bucket keeps as they are sent: by the names of their operations, their query parameter, and the error when there is none. */
const DOCUMENTS = [
  {
    name: 'BucketEncryption',
    parameter: 'encryption',
    missing: 'ServerSideEncryptionConfigurationNotFoundError',
  },
  {
    name: 'BucketPolicy',
    parameter: 'policy',
    missing: 'NoSuchBucketPolicy',
    type: 'application/json',
    putStatus: 204,
  },
  {
    name: 'PublicAccessBlock',
    parameter: 'publicAccessBlock',
    missing: 'NoSuchPublicAccessBlockConfiguration',
  },
  {
    name: 'BucketOwnershipControls',
    parameter: 'ownershipControls',
    missing: 'OwnershipControlsNotFoundError',
  },
  {
    name: 'BucketLifecycleConfiguration',
    parameter: 'lifecycle',
    missing: 'NoSuchLifecycleConfiguration',
    deleteName: 'DeleteBucketLifecycle',
    headers: {
      'x-amz-transition-default-minimum-object-size':
        'all_storage_classes_128K',
    },
  },
  { name: 'BucketTagging', parameter: 'tagging', missing: 'NoSuchTagSet' },
];

/** What the AWS provider of Terraform reads of every bucket, and no bucket has here: by operation, the error. */
const NEVER_THERE = {
  GetBucketCors: 'NoSuchCORSConfiguration',
  GetBucketWebsite: 'NoSuchWebsiteConfiguration',
  GetBucketReplication: 'ReplicationConfigurationNotFoundError',
  GetObjectLockConfiguration: 'ObjectLockConfigurationNotFoundError',
};

/** What is asked of buckets, but for listings. */
export function bucketOperations(
  buckets: Buckets,
  region: string,
): S3Operations {
  return {
    ...documentOperations(buckets),
    ...absentOperations(buckets),
    ListBuckets: () =>
      document('ListAllMyBucketsResult', {
        Owner: { ID: 'emulator' },
        Buckets: {
          Bucket: buckets.all().map(bucket => ({
            Name: bucket.name,
            CreationDate: new Date(bucket.createdAt).toISOString(),
          })),
        },
      }),
    CreateBucket: request => {
      buckets.create(request.bucket);
      return empty({ location: `/${request.bucket}` });
    },
    HeadBucket: request => {
      buckets.get(request.bucket);
      return empty({ 'x-amz-bucket-region': region });
    },
    DeleteBucket: request => {
      buckets.delete(request.bucket);
      return empty({}, 204);
    },
    GetBucketLocation: request => {
      buckets.get(request.bucket);
      return document('LocationConstraint', region);
    },
    PutBucketVersioning: request => {
      const status = textOf(request.body.toString(), 'Status');
      if (status !== 'Enabled' && status !== 'Suspended') {
        throw new AwsError(
          'MalformedXML',
          'The XML you provided was not well-formed or did not validate against our published schema',
        );
      }
      buckets.get(request.bucket).versioning = status satisfies Versioning;
      return empty();
    },
    GetBucketAcl: request => {
      buckets.get(request.bucket);
      return document('AccessControlPolicy', {
        Owner: { ID: 'emulator' },
        AccessControlList: {},
      });
    },
    GetBucketAccelerateConfiguration: request => {
      buckets.get(request.bucket);
      return document('AccelerateConfiguration', {});
    },
    GetBucketRequestPayment: request => {
      buckets.get(request.bucket);
      return document('RequestPaymentConfiguration', { Payer: 'BucketOwner' });
    },
    GetBucketLogging: request => {
      buckets.get(request.bucket);
      return document('BucketLoggingStatus', {});
    },
    GetBucketVersioning: request =>
      document('VersioningConfiguration', {
        Status: buckets.get(request.bucket).versioning,
      }),
  };
}

function absentOperations(buckets: Buckets): S3Operations {
  return Object.fromEntries(
    Object.entries(NEVER_THERE).map(([operation, error]) => [
      operation,
      request => {
        buckets.get(request.bucket);
        throw new AwsError(error, 'The bucket has no such document', 404, {
          BucketName: request.bucket,
        });
      },
    ]),
  );
}

function documentOperations(buckets: Buckets): S3Operations {
  const operations: S3Operations = {};
  for (const kind of DOCUMENTS) {
    operations[`Put${kind.name}`] = request => {
      buckets
        .get(request.bucket)
        .documents.set(kind.parameter, request.body.toString());
      return empty(kind.headers, kind.putStatus ?? 200);
    };
    operations[`Get${kind.name}`] = request => {
      const body = buckets.get(request.bucket).documents.get(kind.parameter);
      if (body === undefined) {
        throw new AwsError(
          kind.missing,
          `The bucket has no ${kind.parameter} document`,
          404,
          { BucketName: request.bucket },
        );
      }
      return {
        status: 200,
        headers: {
          'content-type': kind.type ?? 'application/xml',
          ...kind.headers,
        },
        body,
      };
    };
    operations[kind.deleteName ?? `Delete${kind.name}`] = request => {
      buckets.get(request.bucket).documents.delete(kind.parameter);
      return empty({}, 204);
    };
  }
  return operations;
}
