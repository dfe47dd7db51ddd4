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

/** End a phase by force after it did not heed a cancel; a person's decision. @public */
export const terraformRunForceCancelPermission = createPermission({
  name: 'terraform.run.force-cancel',
  attributes: { action: 'update' },
  resourceType: run,
});

/** Release the lock on a state by hand; a person's decision. @public */
export const terraformStateUnlockPermission = createPermission({
  name: 'terraform.state.unlock',
  attributes: { action: 'update' },
  resourceType: workspace,
});

/** See queue, leases, executors, locks, retention and metrics of the whole installation. @public */
export const terraformOperationsReadPermission = createPermission({
  name: 'terraform.operations.read',
  attributes: { action: 'read' },
});

/** Start what runs by itself at other times, such as retention. @public */
export const terraformOperationsManagePermission = createPermission({
  name: 'terraform.operations.manage',
  attributes: { action: 'update' },
});

/** See cloud accounts, never their credentials. @public */
export const terraformAccountReadPermission = createPermission({
  name: 'terraform.account.read',
  attributes: { action: 'read' },
});

/** Add, change, test and remove cloud accounts, and set their credentials. @public */
export const terraformAccountManagePermission = createPermission({
  name: 'terraform.account.manage',
  attributes: { action: 'update' },
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
  terraformStateUnlockPermission,
];

/** Decided on the run. @public */
export const terraformRunPermissions = [
  terraformRunReadPermission,
  terraformRunApprovePermission,
  terraformRunCancelPermission,
  terraformRunForceCancelPermission,
];

/** Every permission of the plugin. @public */
export const terraformPermissions = [
  terraformWorkspaceCreatePermission,
  terraformOperationsReadPermission,
  terraformOperationsManagePermission,
  terraformAccountReadPermission,
  terraformAccountManagePermission,
  ...terraformWorkspacePermissions,
  ...terraformRunPermissions,
];
