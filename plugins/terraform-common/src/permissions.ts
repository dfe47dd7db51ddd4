import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of workspaces in permission decisions. @public */
export const RESOURCE_TYPE_TERRAFORM_WORKSPACE = 'terraform-workspace';

/** Resource type of runs in permission decisions. @public */
export const RESOURCE_TYPE_TERRAFORM_RUN = 'terraform-run';

const workspace = RESOURCE_TYPE_TERRAFORM_WORKSPACE;
const run = RESOURCE_TYPE_TERRAFORM_RUN;

/** Create a workspace; that the caller belongs to its owner group is checked besides. @public */
export const terraformWorkspaceCreatePermission = createPermission({
  name: 'terraform.workspace.create',
  attributes: { action: 'create' },
});

/** See a workspace; without it the workspace is not found and lists omit it. @public */
export const terraformWorkspaceReadPermission = createPermission({
  name: 'terraform.workspace.read',
  attributes: { action: 'read' },
  resourceType: workspace,
});

/** Change a workspace; not asked for yet, since version and variables change only through runs. @public */
export const terraformWorkspaceUpdatePermission = createPermission({
  name: 'terraform.workspace.update',
  attributes: { action: 'update' },
  resourceType: workspace,
});

/** Delete a workspace whose state holds no resources. @public */
export const terraformWorkspaceDeletePermission = createPermission({
  name: 'terraform.workspace.delete',
  attributes: { action: 'delete' },
  resourceType: workspace,
});

/** Delete a workspace whose state still holds resources. @public */
export const terraformWorkspaceForgetPermission = createPermission({
  name: 'terraform.workspace.forget',
  attributes: { action: 'delete' },
  resourceType: workspace,
});

/** Decided on the workspace in which the run would be created. @public */
export const terraformRunCreatePermission = createPermission({
  name: 'terraform.run.create',
  attributes: { action: 'create' },
  resourceType: workspace,
});

/** See a run with its plan, logs and events; without it the run is not found and lists omit it. @public */
export const terraformRunReadPermission = createPermission({
  name: 'terraform.run.read',
  attributes: { action: 'read' },
  resourceType: run,
});

/** Approve or reject the plan of a run; that the caller did not ask for it is checked besides where the rule says so. @public */
export const terraformRunApprovePermission = createPermission({
  name: 'terraform.run.approve',
  attributes: { action: 'update' },
  resourceType: run,
});

/** Cancel or discard a run. @public */
export const terraformRunCancelPermission = createPermission({
  name: 'terraform.run.cancel',
  attributes: { action: 'update' },
  resourceType: run,
});

/** Read state versions, resources and outputs; sensitive values are masked. @public */
export const terraformStateReadPermission = createPermission({
  name: 'terraform.state.read',
  attributes: { action: 'read' },
  resourceType: workspace,
});

/** Decided on the workspace. @public */
export const terraformWorkspacePermissions = [
  terraformWorkspaceReadPermission,
  terraformWorkspaceUpdatePermission,
  terraformWorkspaceDeletePermission,
  terraformWorkspaceForgetPermission,
  terraformRunCreatePermission,
  terraformStateReadPermission,
];

/** Decided on the run. @public */
export const terraformRunPermissions = [
  terraformRunReadPermission,
  terraformRunApprovePermission,
  terraformRunCancelPermission,
];

/** Every permission of the plugin. @public */
export const terraformPermissions = [
  terraformWorkspaceCreatePermission,
  ...terraformWorkspacePermissions,
  ...terraformRunPermissions,
];
