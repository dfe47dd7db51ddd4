import { PASS_ROLE } from './shared';
import { service } from './types';

/** The provider reads every setting of a bucket when it refreshes it, even those that have a resource of their own. */
const READ_BUCKET = [
  'ListBucket',
  'GetAccelerateConfiguration',
  'GetBucketAcl',
  'GetBucketCORS',
  'GetBucketLocation',
  'GetBucketLogging',
  'GetBucketObjectLockConfiguration',
  'GetBucketPolicy',
  'GetBucketRequestPayment',
  'GetBucketTagging',
  'GetBucketVersioning',
  'GetBucketWebsite',
  'GetEncryptionConfiguration',
  'GetLifecycleConfiguration',
  'GetReplicationConfiguration',
];
const READ_OBJECT = [
  'ListBucket',
  'GetObject',
  'GetObjectTagging',
  'GetObjectVersion',
];
const WRITE_OBJECT = [
  'PutObject',
  'PutObjectAcl',
  'PutObjectTagging',
  'PutObjectLegalHold',
  'PutObjectRetention',
  'AbortMultipartUpload',
  'kms:Decrypt',
  'kms:GenerateDataKey',
];
const DELETE_OBJECT = [
  'DeleteObject',
  'DeleteObjectVersion',
  'ListBucketVersions',
];
/** Without a call of their own: a setting is deleted by writing an empty one. */
const setting = (read: string, write: string, remove: string = write) => ({
  read: ['ListBucket', read],
  create: [write],
  update: [write],
  delete: [remove],
});

export const s3 = service('s3', {
  aws_s3_bucket: {
    read: READ_BUCKET,
    create: [
      'CreateBucket',
      'PutBucketTagging',
      'PutBucketAcl',
      'PutBucketObjectLockConfiguration',
    ],
    update: [
      'PutBucketTagging',
      'PutAccelerateConfiguration',
      'PutBucketAcl',
      'PutBucketCORS',
      'PutBucketLogging',
      'PutBucketObjectLockConfiguration',
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketRequestPayment',
      'PutBucketVersioning',
      'PutBucketWebsite',
      'DeleteBucketWebsite',
      'PutEncryptionConfiguration',
      'PutLifecycleConfiguration',
      'PutReplicationConfiguration',
    ],
    delete: [
      'DeleteBucket',
      'DeleteObject',
      'DeleteObjectVersion',
      'ListBucketVersions',
      'GetObjectLegalHold',
      'PutObjectLegalHold',
      'BypassGovernanceRetention',
    ],
  },
  aws_s3_bucket_accelerate_configuration: setting(
    'GetAccelerateConfiguration',
    'PutAccelerateConfiguration',
  ),
  aws_s3_bucket_acl: setting('GetBucketAcl', 'PutBucketAcl'),
  aws_s3_bucket_cors_configuration: setting('GetBucketCORS', 'PutBucketCORS'),
  aws_s3_bucket_intelligent_tiering_configuration: setting(
    'GetIntelligentTieringConfiguration',
    'PutIntelligentTieringConfiguration',
  ),
  aws_s3_bucket_inventory: setting(
    'GetInventoryConfiguration',
    'PutInventoryConfiguration',
  ),
  aws_s3_bucket_lifecycle_configuration: setting(
    'GetLifecycleConfiguration',
    'PutLifecycleConfiguration',
  ),
  aws_s3_bucket_logging: setting('GetBucketLogging', 'PutBucketLogging'),
  aws_s3_bucket_metric: setting(
    'GetMetricsConfiguration',
    'PutMetricsConfiguration',
  ),
  aws_s3_bucket_notification: setting(
    'GetBucketNotification',
    'PutBucketNotification',
  ),
  aws_s3_bucket_object_lock_configuration: setting(
    'GetBucketObjectLockConfiguration',
    'PutBucketObjectLockConfiguration',
  ),
  aws_s3_bucket_ownership_controls: setting(
    'GetBucketOwnershipControls',
    'PutBucketOwnershipControls',
  ),
  aws_s3_bucket_policy: setting(
    'GetBucketPolicy',
    'PutBucketPolicy',
    'DeleteBucketPolicy',
  ),
  aws_s3_bucket_public_access_block: setting(
    'GetBucketPublicAccessBlock',
    'PutBucketPublicAccessBlock',
  ),
  aws_s3_bucket_replication_configuration: {
    read: ['ListBucket', 'GetReplicationConfiguration'],
    create: ['PutReplicationConfiguration', PASS_ROLE],
    update: ['PutReplicationConfiguration', PASS_ROLE],
    delete: ['PutReplicationConfiguration'],
  },
  aws_s3_bucket_request_payment_configuration: setting(
    'GetBucketRequestPayment',
    'PutBucketRequestPayment',
  ),
  aws_s3_bucket_server_side_encryption_configuration: setting(
    'GetEncryptionConfiguration',
    'PutEncryptionConfiguration',
  ),
  aws_s3_bucket_versioning: setting(
    'GetBucketVersioning',
    'PutBucketVersioning',
  ),
  aws_s3_bucket_website_configuration: setting(
    'GetBucketWebsite',
    'PutBucketWebsite',
    'DeleteBucketWebsite',
  ),
  aws_s3_account_public_access_block: {
    read: ['GetAccountPublicAccessBlock'],
    create: ['PutAccountPublicAccessBlock'],
    update: ['PutAccountPublicAccessBlock'],
    delete: ['PutAccountPublicAccessBlock'],
  },
  aws_s3_access_point: {
    read: [
      'GetAccessPoint',
      'GetAccessPointPolicy',
      'GetAccessPointPolicyStatus',
    ],
    create: ['CreateAccessPoint', 'PutAccessPointPolicy'],
    update: ['PutAccessPointPolicy', 'DeleteAccessPointPolicy'],
    delete: ['DeleteAccessPoint', 'DeleteAccessPointPolicy'],
  },
  aws_s3_object: {
    read: READ_OBJECT,
    create: WRITE_OBJECT,
    update: WRITE_OBJECT,
    delete: DELETE_OBJECT,
  },
  aws_s3_bucket_object: {
    read: READ_OBJECT,
    create: WRITE_OBJECT,
    update: WRITE_OBJECT,
    delete: DELETE_OBJECT,
  },
  aws_s3_object_copy: {
    read: READ_OBJECT,
    create: [...WRITE_OBJECT, 'GetObjectVersionTagging'],
    update: [...WRITE_OBJECT, 'GetObjectVersionTagging'],
    delete: DELETE_OBJECT,
  },
  'data.aws_canonical_user_id': { read: ['ListAllMyBuckets'] },
  'data.aws_s3_bucket': { read: ['ListBucket', 'GetBucketLocation'] },
  'data.aws_s3_bucket_policy': { read: ['GetBucketPolicy'] },
  'data.aws_s3_object': { read: [...READ_OBJECT, 'kms:Decrypt'] },
  'data.aws_s3_objects': { read: ['ListBucket'] },
});
