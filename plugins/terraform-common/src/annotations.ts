/** Annotation of a catalog entity that is a Planroom workspace: the workspace's id. @public */
export const ANNOTATION_WORKSPACE_ID = 'terraform.planroom.io/workspace-id';

/** Annotation of a catalog entity that is a module: the module's name. @public */
export const ANNOTATION_MODULE = 'terraform.planroom.io/module';

/** `spec.type` of a workspace's Resource entity. @public */
export const ENTITY_TYPE_WORKSPACE = 'terraform-workspace';

/** `spec.type` of a module's Component entity. @public */
export const ENTITY_TYPE_MODULE = 'terraform-module';

/** Signals channel; messages are TerraformSignal: ids only, the receiver reads again. @public */
export const TERRAFORM_SIGNAL_CHANNEL = 'terraform';

/** Says which workspace changed and, when it was one of its runs, which and what its status is now. @public */
export type TerraformSignal = {
  workspaceId: string;
  runId?: string;
  status?: string;
};

/** Says which account was added, changed or removed. @public */
export type TerraformAccountChange = { account: string };

/** Topic of the events service that says that workspaces changed (payload: TerraformSignal), or accounts (TerraformAccountChange). @public */
export const TERRAFORM_EVENT_TOPIC = 'terraform.workspace';
