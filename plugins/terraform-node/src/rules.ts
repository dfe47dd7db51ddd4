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

/** @public */
export const isWorkspaceOwner = createPermissionRule({
  ...ownerRule,
  resourceRef: terraformWorkspaceResourceRef,
});

/** @public */
export const isWorkspaceApprover = createPermissionRule({
  ...approverRule,
  resourceRef: terraformWorkspaceResourceRef,
});

/** @public */
export const isWorkspaceInEnvironment = createPermissionRule({
  ...environmentRule,
  resourceRef: terraformWorkspaceResourceRef,
});

/** @public */
export const isRunOfWorkspaceOwner = createPermissionRule({
  ...ownerRule,
  resourceRef: terraformRunResourceRef,
});

/** @public */
export const isApproverOf = createPermissionRule({
  ...approverRule,
  resourceRef: terraformRunResourceRef,
});

/** @public */
export const isRunInEnvironment = createPermissionRule({
  ...environmentRule,
  resourceRef: terraformRunResourceRef,
});

/** @public */
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

/** @public */
export const terraformWorkspaceConditions = workspaceExports.conditions;
/** @public */
export const createTerraformWorkspaceConditionalDecision =
  workspaceExports.createConditionalDecision;
/** @public */
export const terraformRunConditions = runExports.conditions;
/** @public */
export const createTerraformRunConditionalDecision =
  runExports.createConditionalDecision;
