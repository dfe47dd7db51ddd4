import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  TerraformResourceFilter,
  TerraformRunResource,
  TerraformWorkspaceResource,
  terraformRunResourceRef,
  terraformWorkspaceResourceRef,
} from './resources';

const claimsSchema = z.object({
  claims: z
    .array(z.string())
    .describe('entity references of the user and the groups of the user'),
});
type Claims = z.infer<typeof claimsSchema>;

const ownerRule = {
  name: 'IS_WORKSPACE_OWNER',
  description: 'Allow what belongs to a workspace owned by one of the claims',
  paramsSchema: claimsSchema,
  apply: (resource: TerraformWorkspaceResource, { claims }: Claims) =>
    claims.includes(resource.owner),
  toQuery: ({ claims }: Claims): TerraformResourceFilter => ({
    key: 'owner',
    values: claims,
  }),
};

const approverRule = {
  name: 'IS_APPROVER_OF',
  description: 'Allow what one of the claims approves in its environment',
  paramsSchema: claimsSchema,
  apply: (resource: TerraformWorkspaceResource, { claims }: Claims) =>
    resource.approverGroups.some(group => claims.includes(group)),
  toQuery: ({ claims }: Claims): TerraformResourceFilter => ({
    key: 'approverGroup',
    values: claims,
  }),
};

const environmentsSchema = z.object({ environments: z.array(z.string()) });
type Environments = z.infer<typeof environmentsSchema>;

const environmentRule = {
  name: 'IN_ENVIRONMENT',
  description: 'Allow what belongs to one of the environments',
  paramsSchema: environmentsSchema,
  apply: (
    resource: TerraformWorkspaceResource,
    { environments }: Environments,
  ) => environments.includes(resource.environment),
  toQuery: ({ environments }: Environments): TerraformResourceFilter => ({
    key: 'environment',
    values: environments,
  }),
};

const requesterSchema = z.object({
  userEntityRef: z.string(),
  onlyWhereExcluded: z
    .boolean()
    .optional()
    .describe('only in environments whose rule excludes the requester'),
});
type Requester = z.infer<typeof requesterSchema>;

/** Allows workspaces that one of the claims owns. @public */
export const isWorkspaceOwner = createPermissionRule({
  ...ownerRule,
  resourceRef: terraformWorkspaceResourceRef,
});

/** Allows workspaces in environments in which one of the claims approves. @public */
export const isWorkspaceApprover = createPermissionRule({
  ...approverRule,
  resourceRef: terraformWorkspaceResourceRef,
});

/** Allows workspaces in one of the environments. @public */
export const isWorkspaceInEnvironment = createPermissionRule({
  ...environmentRule,
  resourceRef: terraformWorkspaceResourceRef,
});

/** Allows runs of workspaces that one of the claims owns. @public */
export const isRunOfWorkspaceOwner = createPermissionRule({
  ...ownerRule,
  resourceRef: terraformRunResourceRef,
});

/** Allows runs in environments in which one of the claims approves. @public */
export const isApproverOf = createPermissionRule({
  ...approverRule,
  resourceRef: terraformRunResourceRef,
});

/** Allows runs in one of the environments. @public */
export const isRunInEnvironment = createPermissionRule({
  ...environmentRule,
  resourceRef: terraformRunResourceRef,
});

/** Allows runs that the user asked for; with `onlyWhereExcluded` only those whose rule keeps requesters from approving. @public */
export const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow runs that the user asked for',
  resourceRef: terraformRunResourceRef,
  paramsSchema: requesterSchema,
  apply: (
    run: TerraformRunResource,
    { userEntityRef, onlyWhereExcluded }: Requester,
  ) =>
    run.requesters.includes(userEntityRef) &&
    (!onlyWhereExcluded || run.excludeRequester),
  toQuery: ({
    userEntityRef,
    onlyWhereExcluded,
  }: Requester): TerraformResourceFilter => ({
    key: onlyWhereExcluded ? 'excludedRequester' : 'requester',
    values: [userEntityRef],
  }),
});

/** Rules about workspaces. @public */
export const terraformWorkspaceRules = {
  isWorkspaceOwner,
  isApproverOf: isWorkspaceApprover,
  inEnvironment: isWorkspaceInEnvironment,
};

/** Rules about runs. @public */
export const terraformRunRules = {
  isWorkspaceOwner: isRunOfWorkspaceOwner,
  isRequester,
  isApproverOf,
  inEnvironment: isRunInEnvironment,
};

const workspaceExports = createConditionExports({
  resourceRef: terraformWorkspaceResourceRef,
  rules: terraformWorkspaceRules,
});
const runExports = createConditionExports({
  resourceRef: terraformRunResourceRef,
  rules: terraformRunRules,
});

/** Makes conditions on workspaces, for permission policies. @public */
export const terraformWorkspaceConditions = workspaceExports.conditions;
/** Makes the decision of a policy on a workspace from conditions. @public */
export const createTerraformWorkspaceConditionalDecision =
  workspaceExports.createConditionalDecision;
/** Makes conditions on runs, for permission policies. @public */
export const terraformRunConditions = runExports.conditions;
/** Makes the decision of a policy on a run from conditions. @public */
export const createTerraformRunConditionalDecision =
  runExports.createConditionalDecision;
