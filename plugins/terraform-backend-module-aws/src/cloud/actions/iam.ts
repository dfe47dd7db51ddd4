import { PASS_ROLE } from './shared';
import { service } from './types';

const READ_ROLE = [
  'GetRole',
  'GetRolePolicy',
  'ListAttachedRolePolicies',
  'ListRolePolicies',
  'ListRoleTags',
];
const READ_POLICY = ['GetPolicy', 'GetPolicyVersion'];
const READ_USER = ['GetUser', 'ListUserTags'];
const READ_GROUP = ['GetGroup'];
const TAG_ROLE = ['TagRole', 'UntagRole'];

export const iam = {
  ...service('iam', {
    aws_iam_role: {
      read: READ_ROLE,
      create: [
        'CreateRole',
        'TagRole',
        'AttachRolePolicy',
        'PutRolePolicy',
        'PutRolePermissionsBoundary',
      ],
      update: [
        'UpdateAssumeRolePolicy',
        'UpdateRole',
        'UpdateRoleDescription',
        'PutRolePermissionsBoundary',
        'DeleteRolePermissionsBoundary',
        'AttachRolePolicy',
        'DetachRolePolicy',
        'PutRolePolicy',
        'DeleteRolePolicy',
        ...TAG_ROLE,
      ],
      delete: [
        'DeleteRole',
        'ListInstanceProfilesForRole',
        'RemoveRoleFromInstanceProfile',
        'DetachRolePolicy',
        'DeleteRolePolicy',
      ],
    },
    aws_iam_role_policy: {
      read: ['GetRolePolicy'],
      create: ['PutRolePolicy'],
      update: ['PutRolePolicy'],
      delete: ['DeleteRolePolicy'],
    },
    aws_iam_role_policy_attachment: {
      read: ['ListAttachedRolePolicies'],
      create: ['AttachRolePolicy'],
      delete: ['DetachRolePolicy'],
    },
    aws_iam_role_policies_exclusive: {
      read: ['ListRolePolicies'],
      create: ['PutRolePolicy', 'DeleteRolePolicy'],
      update: ['PutRolePolicy', 'DeleteRolePolicy'],
    },
    aws_iam_role_policy_attachments_exclusive: {
      read: ['ListAttachedRolePolicies'],
      create: ['AttachRolePolicy', 'DetachRolePolicy'],
      update: ['AttachRolePolicy', 'DetachRolePolicy'],
    },
    aws_iam_instance_profile: {
      read: ['GetInstanceProfile', 'GetRole', 'ListInstanceProfileTags'],
      create: [
        'CreateInstanceProfile',
        'AddRoleToInstanceProfile',
        'TagInstanceProfile',
        PASS_ROLE,
      ],
      update: [
        'AddRoleToInstanceProfile',
        'RemoveRoleFromInstanceProfile',
        'TagInstanceProfile',
        'UntagInstanceProfile',
        PASS_ROLE,
      ],
      delete: ['DeleteInstanceProfile', 'RemoveRoleFromInstanceProfile'],
    },
    aws_iam_policy: {
      read: [...READ_POLICY, 'ListPolicyVersions'],
      create: ['CreatePolicy', 'TagPolicy'],
      update: [
        'CreatePolicyVersion',
        'DeletePolicyVersion',
        'TagPolicy',
        'UntagPolicy',
      ],
      delete: ['DeletePolicy', 'DeletePolicyVersion'],
    },
    aws_iam_policy_attachment: {
      read: ['ListEntitiesForPolicy'],
      create: ['AttachGroupPolicy', 'AttachRolePolicy', 'AttachUserPolicy'],
      update: [
        'AttachGroupPolicy',
        'AttachRolePolicy',
        'AttachUserPolicy',
        'DetachGroupPolicy',
        'DetachRolePolicy',
        'DetachUserPolicy',
      ],
      delete: ['DetachGroupPolicy', 'DetachRolePolicy', 'DetachUserPolicy'],
    },
    aws_iam_openid_connect_provider: {
      read: ['GetOpenIDConnectProvider'],
      create: ['CreateOpenIDConnectProvider', 'TagOpenIDConnectProvider'],
      update: [
        'AddClientIDToOpenIDConnectProvider',
        'RemoveClientIDFromOpenIDConnectProvider',
        'UpdateOpenIDConnectProviderThumbprint',
        'TagOpenIDConnectProvider',
        'UntagOpenIDConnectProvider',
      ],
      delete: ['DeleteOpenIDConnectProvider'],
    },
    aws_iam_saml_provider: {
      read: ['GetSAMLProvider'],
      create: ['CreateSAMLProvider', 'TagSAMLProvider'],
      update: ['UpdateSAMLProvider', 'TagSAMLProvider', 'UntagSAMLProvider'],
      delete: ['DeleteSAMLProvider'],
    },
    aws_iam_service_linked_role: {
      read: ['GetRole'],
      create: ['CreateServiceLinkedRole', 'TagRole'],
      update: ['UpdateRole', 'UpdateRoleDescription', ...TAG_ROLE],
      delete: ['DeleteServiceLinkedRole', 'GetServiceLinkedRoleDeletionStatus'],
    },
    aws_iam_user: {
      read: READ_USER,
      create: ['CreateUser', 'TagUser'],
      update: [
        'UpdateUser',
        'PutUserPermissionsBoundary',
        'DeleteUserPermissionsBoundary',
        'TagUser',
        'UntagUser',
      ],
      delete: [
        'DeleteUser',
        'ListGroupsForUser',
        'RemoveUserFromGroup',
        'ListAccessKeys',
        'DeleteAccessKey',
        'ListMFADevices',
        'DeactivateMFADevice',
        'DeleteVirtualMFADevice',
        'ListVirtualMFADevices',
        'DeleteLoginProfile',
        'ListSSHPublicKeys',
        'DeleteSSHPublicKey',
        'ListSigningCertificates',
        'DeleteSigningCertificate',
        'ListServiceSpecificCredentials',
        'DeleteServiceSpecificCredential',
        'ListUserPolicies',
        'DeleteUserPolicy',
        'ListAttachedUserPolicies',
        'DetachUserPolicy',
      ],
    },
    aws_iam_user_policy: {
      read: ['GetUserPolicy'],
      create: ['PutUserPolicy'],
      update: ['PutUserPolicy'],
      delete: ['DeleteUserPolicy'],
    },
    aws_iam_user_policy_attachment: {
      read: ['ListAttachedUserPolicies'],
      create: ['AttachUserPolicy'],
      delete: ['DetachUserPolicy'],
    },
    aws_iam_user_group_membership: {
      read: ['ListGroupsForUser'],
      create: ['AddUserToGroup'],
      update: ['AddUserToGroup', 'RemoveUserFromGroup'],
      delete: ['RemoveUserFromGroup'],
    },
    aws_iam_access_key: {
      read: ['ListAccessKeys', 'GetAccessKeyLastUsed'],
      create: ['CreateAccessKey', 'UpdateAccessKey'],
      update: ['UpdateAccessKey'],
      delete: ['DeleteAccessKey'],
    },
    aws_iam_group: {
      read: READ_GROUP,
      create: ['CreateGroup'],
      update: ['UpdateGroup'],
      delete: ['DeleteGroup'],
    },
    aws_iam_group_membership: {
      read: READ_GROUP,
      create: ['AddUserToGroup'],
      update: ['AddUserToGroup', 'RemoveUserFromGroup'],
      delete: ['RemoveUserFromGroup'],
    },
    aws_iam_group_policy: {
      read: ['GetGroupPolicy'],
      create: ['PutGroupPolicy'],
      update: ['PutGroupPolicy'],
      delete: ['DeleteGroupPolicy'],
    },
    aws_iam_group_policy_attachment: {
      read: ['ListAttachedGroupPolicies'],
      create: ['AttachGroupPolicy'],
      delete: ['DetachGroupPolicy'],
    },
    aws_iam_account_alias: {
      read: ['ListAccountAliases'],
      create: ['CreateAccountAlias'],
      delete: ['DeleteAccountAlias'],
    },
    aws_iam_account_password_policy: {
      read: ['GetAccountPasswordPolicy'],
      create: ['UpdateAccountPasswordPolicy'],
      update: ['UpdateAccountPasswordPolicy'],
      delete: ['DeleteAccountPasswordPolicy'],
    },
    aws_iam_server_certificate: {
      read: ['GetServerCertificate'],
      create: ['UploadServerCertificate', 'TagServerCertificate'],
      update: [
        'UpdateServerCertificate',
        'TagServerCertificate',
        'UntagServerCertificate',
      ],
      delete: ['DeleteServerCertificate'],
    },
    'data.aws_iam_account_alias': { read: ['ListAccountAliases'] },
    'data.aws_iam_group': { read: READ_GROUP },
    'data.aws_iam_instance_profile': { read: ['GetInstanceProfile'] },
    'data.aws_iam_openid_connect_provider': {
      read: ['GetOpenIDConnectProvider', 'ListOpenIDConnectProviders'],
    },
    'data.aws_iam_policy': { read: [...READ_POLICY, 'ListPolicies'] },
    'data.aws_iam_policy_document': {},
    'data.aws_iam_role': { read: ['GetRole'] },
    'data.aws_iam_roles': { read: ['ListRoles'] },
    'data.aws_iam_server_certificate': {
      read: ['GetServerCertificate', 'ListServerCertificates'],
    },
    'data.aws_iam_session_context': { read: ['GetRole'] },
    'data.aws_iam_user': { read: READ_USER },
  }),
  ...service('sts', {
    'data.aws_caller_identity': { read: ['GetCallerIdentity'] },
  }),
  ...service('organizations', {
    'data.aws_organizations_organization': {
      read: [
        'DescribeOrganization',
        'ListAWSServiceAccessForOrganization',
        'ListAccounts',
        'ListRoots',
      ],
    },
  }),
};
