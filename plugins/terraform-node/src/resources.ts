import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_TERRAFORM_RUN,
  RESOURCE_TYPE_TERRAFORM_WORKSPACE,
} from '@planroom/backstage-plugin-terraform-common';

/** What a permission decision may know of a workspace. @public */
export interface TerraformWorkspaceResource {
  /** id of the workspace; of the run in {@link TerraformRunResource} */
  id: string;
  /** entity reference of the owner group */
  owner: string;
  /** name of the environment, as configured */
  environment: string;
  /** groups that approve in the workspace's environment */
  approverGroups: string[];
}

/** What a permission decision may know of a run. @public */
export interface TerraformRunResource extends TerraformWorkspaceResource {
  /** id of the workspace of the run */
  workspaceId: string;
  /** users who asked for it: its creator and everyone who changed its inputs since the last apply */
  requesters: string[];
  /** whether the rule of the environment excludes requesters from approving */
  excludeRequester: boolean;
}

/**
 * What a condition may select by in SQL: `owner` and `environment` are columns, `approverGroup` stands for the environments in which
 * one of the groups approves, `requester` for the users who asked for the run, `excludedRequester` for the same where the rule of the run
 * excludes them from approving.
 *
 * @public
 */
export interface TerraformResourceFilter {
  /** what is compared */
  key:
    | 'owner'
    | 'environment'
    | 'approverGroup'
    | 'requester'
    | 'excludedRequester';
  /** selected is what matches one of these; nothing when empty */
  values: string[];
}

/** Workspaces in permission rules and decisions. @public */
export const terraformWorkspaceResourceRef = createPermissionResourceRef<
  TerraformWorkspaceResource,
  TerraformResourceFilter
>().with({
  pluginId: 'terraform',
  resourceType: RESOURCE_TYPE_TERRAFORM_WORKSPACE,
});

/** Runs in permission rules and decisions. @public */
export const terraformRunResourceRef = createPermissionResourceRef<
  TerraformRunResource,
  TerraformResourceFilter
>().with({ pluginId: 'terraform', resourceType: RESOURCE_TYPE_TERRAFORM_RUN });
