import {
  Permission,
  PolicyDecision,
  isPermission,
} from '@backstage/plugin-permission-common';
import {
  terraformAccountReadPermission,
  terraformRunApprovePermission,
  terraformRunCancelPermission,
  terraformRunCreatePermission,
  terraformRunReadPermission,
  terraformStateReadPermission,
  terraformWorkspaceCreatePermission,
  terraformWorkspaceDeletePermission,
  terraformWorkspaceReadPermission,
  terraformWorkspaceUpdatePermission,
} from '@planroom/backstage-plugin-terraform-common';
import {
  createTerraformRunConditionalDecision,
  createTerraformWorkspaceConditionalDecision,
  terraformRunConditions,
  terraformWorkspaceConditions,
} from '@planroom/backstage-plugin-terraform-node';
import { ALLOW, DENY, isPlatform } from './decisions';

/**
 * Who asks, and who operates Planroom.
 *
 * @public
 */
export interface TerraformDecisionContext {
  /** Entity reference of the user; everything is denied without it. */
  userEntityRef: string | undefined;
  /** Entity references of the user and of the groups of the user. */
  ownershipEntityRefs: string[];
  /** Entity references of the groups that operate Planroom. */
  platformGroups: string[];
}

/**
 * Planroom's rules for the permissions of the terraform plugin, as a pure function that any policy can call. A permission that it has
 * no rule for, such as one of a later version, is for the platform groups only.
 *
 * @returns undefined for a permission that is not one of the terraform plugin's
 * @public
 */
export function decideTerraform(
  permission: Permission,
  context: TerraformDecisionContext,
): PolicyDecision | undefined {
  if (!permission.name.startsWith('terraform.')) return undefined;
  const { userEntityRef, ownershipEntityRefs } = context;
  if (!userEntityRef) return DENY;

  // Asked before the platform's rule: nobody approves by being platform.
  if (isPermission(permission, terraformRunApprovePermission)) {
    return decideApprove(permission, userEntityRef, ownershipEntityRefs);
  }
  if (isPlatform(context)) return ALLOW;
  // Whether the user belongs to the group that shall own the workspace is checked where the workspace is created.
  if (isPermission(permission, terraformWorkspaceCreatePermission)) {
    return ALLOW;
  }
  // Whoever creates a workspace chooses an account; how to get into it is shown to those only who manage accounts.
  if (isPermission(permission, terraformAccountReadPermission)) return ALLOW;
  return (
    decideOnWorkspace(permission, ownershipEntityRefs) ??
    decideOnRun(permission, userEntityRef, ownershipEntityRefs) ??
    DENY
  );
}

/** Approvers of the environment, but never who asked for the run where the environment excludes requesters. */
function decideApprove(
  permission: typeof terraformRunApprovePermission,
  userEntityRef: string,
  claims: string[],
): PolicyDecision {
  return createTerraformRunConditionalDecision(permission, {
    allOf: [
      terraformRunConditions.isApproverOf({ claims }),
      {
        not: terraformRunConditions.isRequester({
          userEntityRef,
          onlyWhereExcluded: true,
        }),
      },
    ],
  });
}

function decideOnWorkspace(
  permission: Permission,
  claims: string[],
): PolicyDecision | undefined {
  const isOwner = terraformWorkspaceConditions.isWorkspaceOwner({ claims });
  const isApprover = terraformWorkspaceConditions.isApproverOf({ claims });
  if (
    isPermission(permission, terraformWorkspaceReadPermission) ||
    isPermission(permission, terraformStateReadPermission)
  ) {
    return createTerraformWorkspaceConditionalDecision(permission, {
      anyOf: [isOwner, isApprover],
    });
  }
  if (
    isPermission(permission, terraformWorkspaceUpdatePermission) ||
    isPermission(permission, terraformWorkspaceDeletePermission) ||
    isPermission(permission, terraformRunCreatePermission)
  ) {
    return createTerraformWorkspaceConditionalDecision(permission, isOwner);
  }
  return undefined;
}

function decideOnRun(
  permission: Permission,
  userEntityRef: string,
  claims: string[],
): PolicyDecision | undefined {
  if (
    isPermission(permission, terraformRunReadPermission) ||
    isPermission(permission, terraformRunCancelPermission)
  ) {
    return createTerraformRunConditionalDecision(permission, {
      anyOf: [
        terraformRunConditions.isWorkspaceOwner({ claims }),
        terraformRunConditions.isApproverOf({ claims }),
        terraformRunConditions.isRequester({ userEntityRef }),
      ],
    });
  }
  return undefined;
}
