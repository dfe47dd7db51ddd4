import { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  terraformAccountManagePermission,
  terraformAccountReadPermission,
  terraformRunPermissions,
  terraformWorkspaceCreatePermission,
  terraformWorkspacePermissions,
} from '@planroom/backstage-plugin-terraform-common';
import {
  TerraformRunResource,
  terraformRunResourceRef,
  terraformRunRules,
  TerraformWorkspaceResource,
  terraformWorkspaceResourceRef,
  terraformWorkspaceRules,
} from '@planroom/backstage-plugin-terraform-node';
import { RunStore } from '../runs/RunStore';
import { RunRecord } from '../runs/types';
import { Environments } from '../workspaces/Environments';
import { WorkspaceRecord, WorkspaceStore } from '../workspaces/WorkspaceStore';

/** Tells the permission framework what can be decided on, and how conditions are evaluated. */
export function registerPermissions(options: {
  permissionsRegistry: PermissionsRegistryService;
  workspaces: WorkspaceStore;
  runs: RunStore;
  environments: Environments;
}): void {
  const { permissionsRegistry, workspaces, runs, environments } = options;
  const approverGroups = (environment: string) =>
    environments.find(environment)?.approvals.groups ?? [];

  const toWorkspaceResource = (
    workspace: WorkspaceRecord,
  ): TerraformWorkspaceResource => ({
    id: workspace.id,
    owner: workspace.owner,
    environment: workspace.environment,
    approverGroups: approverGroups(workspace.environment),
  });
  const toRunResource = (run: RunRecord): TerraformRunResource => ({
    id: run.id,
    workspaceId: run.workspaceId,
    owner: run.owner,
    environment: run.environment,
    approverGroups: approverGroups(run.environment),
    requesters: run.requesters,
    excludeRequester: run.rules.excludeRequester,
  });

  permissionsRegistry.addPermissions([
    terraformWorkspaceCreatePermission,
    terraformAccountReadPermission,
    terraformAccountManagePermission,
  ]);
  permissionsRegistry.addResourceType({
    resourceRef: terraformWorkspaceResourceRef,
    permissions: terraformWorkspacePermissions,
    rules: Object.values(terraformWorkspaceRules),
    getResources: async ids =>
      (await workspaces.getMany(ids)).map(w => w && toWorkspaceResource(w)),
  });
  permissionsRegistry.addResourceType({
    resourceRef: terraformRunResourceRef,
    permissions: terraformRunPermissions,
    rules: Object.values(terraformRunRules),
    getResources: async ids =>
      (await runs.getMany(ids)).map(run => run && toRunResource(run)),
  });
}
