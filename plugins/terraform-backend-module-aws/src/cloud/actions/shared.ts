/** A role that is given to a service. */
export const PASS_ROLE = 'iam:PassRole';

/** Services make their own role at first use, as whoever uses them. */
export const LINKED_ROLE = 'iam:CreateServiceLinkedRole';

/** A key that a service uses in the caller's name: EBS, RDS, EFS and their like. */
export const USE_KEY = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ListAliases',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

export const TAGS = ['TagResource', 'UntagResource'];
