import { LINKED_ROLE, PASS_ROLE, TAGS } from './shared';
import { service } from './types';

const READ_KEY = [
  'DescribeKey',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListResourceTags',
];
const READ_PARAMETER = [
  'DescribeParameters',
  'GetParameter',
  'ListTagsForResource',
];

/** Keys, secrets, parameters and certificates. */
export const secrets = {
  ...service('kms', {
    aws_kms_key: {
      read: READ_KEY,
      create: [
        'CreateKey',
        'TagResource',
        'PutKeyPolicy',
        'EnableKeyRotation',
        'DisableKey',
        LINKED_ROLE,
      ],
      update: [
        'DisableKey',
        'DisableKeyRotation',
        'EnableKey',
        'EnableKeyRotation',
        'PutKeyPolicy',
        'UpdateKeyDescription',
        ...TAGS,
      ],
      delete: ['ScheduleKeyDeletion'],
    },
    aws_kms_replica_key: {
      read: READ_KEY,
      create: [
        'ReplicateKey',
        'CreateKey',
        'TagResource',
        'PutKeyPolicy',
        'DisableKey',
        LINKED_ROLE,
      ],
      update: [
        'DisableKey',
        'EnableKey',
        'PutKeyPolicy',
        'UpdateKeyDescription',
        ...TAGS,
      ],
      delete: ['ScheduleKeyDeletion'],
    },
    aws_kms_key_policy: {
      read: READ_KEY,
      create: ['PutKeyPolicy'],
      update: ['PutKeyPolicy'],
      delete: ['PutKeyPolicy'],
    },
    aws_kms_alias: {
      read: ['ListAliases'],
      create: ['CreateAlias'],
      update: ['UpdateAlias'],
      delete: ['DeleteAlias'],
    },
    aws_kms_grant: {
      read: ['ListGrants', 'DescribeKey'],
      create: ['CreateGrant'],
      delete: ['RevokeGrant', 'RetireGrant'],
    },
    aws_kms_ciphertext: { create: ['Encrypt'] },
    'data.aws_kms_alias': { read: ['ListAliases', 'DescribeKey'] },
    'data.aws_kms_key': { read: ['DescribeKey'] },
    'data.aws_kms_public_key': { read: ['GetPublicKey', 'DescribeKey'] },
  }),
  ...service('secretsmanager', {
    aws_secretsmanager_secret: {
      read: ['DescribeSecret', 'GetResourcePolicy'],
      create: [
        'CreateSecret',
        'PutResourcePolicy',
        'ReplicateSecretToRegions',
        'TagResource',
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
      ],
      update: [
        'UpdateSecret',
        'PutResourcePolicy',
        'DeleteResourcePolicy',
        'RemoveRegionsFromReplication',
        'ReplicateSecretToRegions',
        ...TAGS,
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
      ],
      delete: ['DeleteSecret', 'RemoveRegionsFromReplication'],
    },
    aws_secretsmanager_secret_policy: {
      read: ['GetResourcePolicy'],
      create: ['PutResourcePolicy', 'ValidateResourcePolicy'],
      update: ['PutResourcePolicy', 'ValidateResourcePolicy'],
      delete: ['DeleteResourcePolicy'],
    },
    aws_secretsmanager_secret_rotation: {
      read: ['DescribeSecret'],
      create: ['RotateSecret', 'lambda:InvokeFunction'],
      update: ['RotateSecret', 'CancelRotateSecret', 'lambda:InvokeFunction'],
      delete: ['CancelRotateSecret'],
    },
    aws_secretsmanager_secret_version: {
      read: [
        'DescribeSecret',
        'GetSecretValue',
        'ListSecretVersionIds',
        'kms:Decrypt',
      ],
      create: [
        'PutSecretValue',
        'UpdateSecretVersionStage',
        'kms:GenerateDataKey',
      ],
      update: [
        'PutSecretValue',
        'UpdateSecretVersionStage',
        'kms:GenerateDataKey',
      ],
      delete: ['UpdateSecretVersionStage'],
    },
    'data.aws_secretsmanager_random_password': { read: ['GetRandomPassword'] },
    'data.aws_secretsmanager_secret': {
      read: ['DescribeSecret', 'GetResourcePolicy'],
    },
    'data.aws_secretsmanager_secret_version': {
      read: ['DescribeSecret', 'GetSecretValue', 'kms:Decrypt'],
    },
    'data.aws_secretsmanager_secrets': { read: ['ListSecrets'] },
  }),
  ...service('ssm', {
    aws_ssm_parameter: {
      read: [...READ_PARAMETER, 'kms:Decrypt'],
      create: [
        'PutParameter',
        'AddTagsToResource',
        'kms:Encrypt',
        'kms:GenerateDataKey',
      ],
      update: [
        'PutParameter',
        'AddTagsToResource',
        'RemoveTagsFromResource',
        'kms:Encrypt',
        'kms:GenerateDataKey',
      ],
      delete: ['DeleteParameter'],
    },
    aws_ssm_document: {
      read: [
        'DescribeDocument',
        'DescribeDocumentPermission',
        'GetDocument',
        'ListTagsForResource',
      ],
      create: [
        'CreateDocument',
        'ModifyDocumentPermission',
        'AddTagsToResource',
      ],
      update: [
        'ModifyDocumentPermission',
        'UpdateDocument',
        'UpdateDocumentDefaultVersion',
        'AddTagsToResource',
        'RemoveTagsFromResource',
      ],
      delete: ['DeleteDocument', 'ModifyDocumentPermission'],
    },
    aws_ssm_association: {
      read: ['DescribeAssociation', 'ListTagsForResource'],
      create: ['CreateAssociation', 'AddTagsToResource', PASS_ROLE],
      update: [
        'UpdateAssociation',
        'AddTagsToResource',
        'RemoveTagsFromResource',
        PASS_ROLE,
      ],
      delete: ['DeleteAssociation'],
    },
    'data.aws_ssm_document': { read: ['DescribeDocument', 'GetDocument'] },
    'data.aws_ssm_parameter': { read: ['GetParameter', 'kms:Decrypt'] },
    'data.aws_ssm_parameters_by_path': {
      read: ['GetParametersByPath', 'kms:Decrypt'],
    },
  }),
  ...service('acm', {
    aws_acm_certificate: {
      read: ['DescribeCertificate', 'GetCertificate', 'ListTagsForCertificate'],
      create: [
        'RequestCertificate',
        'ImportCertificate',
        'AddTagsToCertificate',
      ],
      update: [
        'ImportCertificate',
        'UpdateCertificateOptions',
        'AddTagsToCertificate',
        'RemoveTagsFromCertificate',
      ],
      delete: ['DeleteCertificate'],
    },
    aws_acm_certificate_validation: { read: ['DescribeCertificate'] },
    'data.aws_acm_certificate': {
      read: [
        'DescribeCertificate',
        'GetCertificate',
        'ListCertificates',
        'ListTagsForCertificate',
      ],
    },
  }),
};
