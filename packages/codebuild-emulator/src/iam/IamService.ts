import { AwsError } from '../AwsError';
import type { Operations } from '../http/messages';
import { listOf } from '../http/query';
import {
  maxSessionSeconds,
  nameOfRole,
  type EmulatedRole,
  type Roles,
} from './Roles';

interface SimulateInput {
  PolicySourceArn: string;
  ActionNames?: string[] | '';
  ResourceArns?: string[] | '';
  MaxItems?: string;
  Marker?: string;
}

const PAGE_DEFAULT = 100;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export function iamOperations(roles: Roles): Operations {
  const find = (accountId: string, name: string): EmulatedRole => {
    const role = roles.named(accountId, name);
    if (!role) {
      throw noSuchEntity(`The role with name ${name} cannot be found.`);
    }
    return role;
  };
  return {
    GetRole: (input: { RoleName: string }, { caller }) => ({
      Role: describe(find(caller.accountId, input.RoleName)),
    }),
    ListRolePolicies: (input: { RoleName: string }, { caller }) => ({
      PolicyNames: Object.keys(
        find(caller.accountId, input.RoleName).inlinePolicies ?? {},
      ),
      IsTruncated: false,
    }),
    GetRolePolicy: (
      input: { RoleName: string; PolicyName: string },
      { caller },
    ) => {
      const role = find(caller.accountId, input.RoleName);
      const document = role.inlinePolicies?.[input.PolicyName];
      if (!document) {
        throw noSuchEntity(
          `The role policy with name ${input.PolicyName} cannot be found.`,
        );
      }
      return {
        RoleName: input.RoleName,
        PolicyName: input.PolicyName,
        PolicyDocument: encodeURIComponent(JSON.stringify(document)),
      };
    },
    SimulatePrincipalPolicy: (input: SimulateInput) => {
      const role = roles.get(input.PolicySourceArn);
      if (!role) {
        throw noSuchEntity(
          `The policy source ${input.PolicySourceArn} cannot be found.`,
        );
      }
      return simulate(role, input);
    },
  };
}

function describe(role: EmulatedRole) {
  const path = role.arn.slice(
    role.arn.indexOf('/'),
    -nameOfRole(role.arn).length,
  );
  return {
    Path: path,
    RoleName: nameOfRole(role.arn),
    RoleId: 'AROAEMULATOR',
    Arn: role.arn,
    CreateDate: '2024-01-01T00:00:00Z',
    AssumeRolePolicyDocument: encodeURIComponent(
      JSON.stringify(role.trustPolicy ?? trustPolicy(role)),
    ),
    MaxSessionDuration: maxSessionSeconds(role),
    PermissionsBoundary: role.permissionsBoundary && {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: role.permissionsBoundary,
    },
  };
}

function trustPolicy(role: EmulatedRole) {
  const tagging = role.allowTags ?? true;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: role.denyAssume ? 'Deny' : 'Allow',
        Principal: { AWS: role.trustedArns ?? '*' },
        Action: [
          'sts:AssumeRole',
          ...(tagging ? ['sts:TagSession', 'sts:SetSourceIdentity'] : []),
        ],
        ...(role.externalId && {
          Condition: { StringEquals: { 'sts:ExternalId': role.externalId } },
        }),
      },
    ],
  };
}

function simulate(role: EmulatedRole, input: SimulateInput) {
  const named = listOf(input.ResourceArns);
  const resources = named.length > 0 ? named : ['*'];
  const results = listOf(input.ActionNames).flatMap(action =>
    resources.map(resource => ({
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision: isDenied(role, action) ? 'implicitDeny' : 'allowed',
      MatchedStatements: [],
      MissingContextValues: [],
    })),
  );
  const from = Number(input.Marker ?? 0);
  const to = from + Number(input.MaxItems ?? PAGE_DEFAULT);
  const more = to < results.length;
  return {
    EvaluationResults: results.slice(from, to),
    IsTruncated: more,
    Marker: more ? String(to) : undefined,
  };
}

function isDenied(role: EmulatedRole, action: string): boolean {
  return (role.deniedActions ?? []).some(denied => {
    const pattern = denied
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*');
    return new RegExp(`^${pattern}$`, 'i').test(action);
  });
}

function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}
