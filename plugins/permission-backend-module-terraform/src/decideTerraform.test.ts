import {
  AuthorizeResult,
  Permission,
  createPermission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_TERRAFORM_RUN,
  RESOURCE_TYPE_TERRAFORM_WORKSPACE,
  terraformPermissions,
} from '@planroom/backstage-plugin-terraform-common';
import {
  TerraformRunResource,
  TerraformWorkspaceResource,
  terraformRunRules,
  terraformWorkspaceRules,
} from '@planroom/backstage-plugin-terraform-node';
import { TerraformDecisionContext, decideTerraform } from './decideTerraform';

const DEVELOPERS = 'group:default/developers';
const REVIEWERS = 'group:default/reviewers';

const workspace: TerraformWorkspaceResource = {
  id: 'workspace-1',
  owner: DEVELOPERS,
  environment: 'production',
  approverGroups: [REVIEWERS],
};
const run: TerraformRunResource = {
  ...workspace,
  id: 'run-1',
  workspaceId: workspace.id,
  requesters: ['user:default/developer'],
  excludeRequester: true,
};

const authorizeWorkspace = createConditionAuthorizer(
  Object.values(terraformWorkspaceRules),
);
const authorizeRun = createConditionAuthorizer(
  Object.values(terraformRunRules),
);

function person(name: string, ...groups: string[]): TerraformDecisionContext {
  const userEntityRef = `user:default/${name}`;
  return {
    userEntityRef,
    ownershipEntityRefs: [userEntityRef, ...groups],
    platformGroups: ['group:default/platform'],
  };
}
const people = {
  developer: person('developer', DEVELOPERS),
  reviewer: person('reviewer', REVIEWERS),
  platform: person('platform', 'group:default/platform'),
  both: person('both', REVIEWERS, 'group:default/platform'),
  stranger: person('stranger', 'group:default/others'),
};

function isAllowed(
  permission: Permission,
  context: TerraformDecisionContext,
  onRun: TerraformRunResource = run,
): boolean {
  const decision = decideTerraform(permission, context);
  if (!decision) throw new Error(`no decision on ${permission.name}`);
  if (decision.result !== AuthorizeResult.CONDITIONAL) {
    return decision.result === AuthorizeResult.ALLOW;
  }
  return decision.resourceType === RESOURCE_TYPE_TERRAFORM_RUN
    ? authorizeRun(decision, onRun)
    : authorizeWorkspace(decision, workspace);
}

function named(name: string): Permission {
  const permission = terraformPermissions.find(p => p.name === name);
  if (!permission) throw new Error(`no permission ${name}`);
  return permission;
}

const WHO_MAY: Record<string, Array<keyof typeof people>> = {
  'terraform.workspace.create': [
    'developer',
    'reviewer',
    'platform',
    'both',
    'stranger',
  ],
  'terraform.workspace.read': ['developer', 'reviewer', 'platform', 'both'],
  'terraform.state.read': ['developer', 'reviewer', 'platform', 'both'],
  'terraform.workspace.update': ['developer', 'platform', 'both'],
  'terraform.workspace.delete': ['developer', 'platform', 'both'],
  'terraform.workspace.forget': ['platform', 'both'],
  'terraform.run.create': ['developer', 'platform', 'both'],
  'terraform.run.read': ['developer', 'reviewer', 'platform', 'both'],
  'terraform.run.cancel': ['developer', 'reviewer', 'platform', 'both'],
  'terraform.run.approve': ['reviewer', 'both'],
  'terraform.run.force-cancel': ['platform', 'both'],
  'terraform.state.unlock': ['platform', 'both'],
  'terraform.operations.read': ['platform', 'both'],
  'terraform.operations.manage': ['platform', 'both'],
  'terraform.account.read': [
    'developer',
    'reviewer',
    'platform',
    'both',
    'stranger',
  ],
  'terraform.account.manage': ['platform', 'both'],
};

describe('decideTerraform', () => {
  it.each(Object.entries(WHO_MAY))('%s is for %j', (name, allowed) => {
    const found = Object.entries(people)
      .filter(([_, context]) => isAllowed(named(name), context))
      .map(([who]) => who);
    expect(found).toEqual(allowed);
  });

  it('has a rule for every permission of the plugin', () => {
    expect(Object.keys(WHO_MAY).sort()).toEqual(
      terraformPermissions.map(p => p.name).sort(),
    );
  });

  const approve = named('terraform.run.approve');
  it.each(Object.entries(people))(
    'does not let %s approve what they asked for where that is excluded',
    (_, context) => {
      const own = {
        ...run,
        requesters: ['user:default/developer', context.userEntityRef!],
        approverGroups: context.ownershipEntityRefs,
      };
      expect(isAllowed(approve, context, own)).toBe(false);
      const tolerant = { ...own, excludeRequester: false };
      expect(isAllowed(approve, context, tolerant)).toBe(true);
    },
  );

  it('lets who asked for a run read and cancel it, without owning the workspace', () => {
    const own = { ...run, requesters: ['user:default/stranger'] };
    for (const name of ['terraform.run.read', 'terraform.run.cancel']) {
      expect(isAllowed(named(name), people.stranger, own)).toBe(true);
      expect(isAllowed(named(name), people.stranger)).toBe(false);
    }
  });

  it.each(terraformPermissions.map(p => [p.name, p]))(
    'denies %s without a user',
    (_, permission) => {
      expect(
        decideTerraform(permission as Permission, {
          ...people.both,
          userEntityRef: undefined,
        }),
      ).toEqual({ result: AuthorizeResult.DENY });
    },
  );

  it('leaves permissions that it does not know to the platform', () => {
    const permission = createPermission({
      name: 'terraform.run.override',
      attributes: { action: 'update' },
      resourceType: RESOURCE_TYPE_TERRAFORM_WORKSPACE,
    });
    expect(isAllowed(permission, people.platform)).toBe(true);
    expect(isAllowed(permission, people.developer)).toBe(false);
    expect(isAllowed(permission, people.reviewer)).toBe(false);
  });

  it('says nothing about the permissions of others', () => {
    const permission = createPermission({
      name: 'terraforming.mars',
      attributes: {},
    });
    expect(decideTerraform(permission, people.platform)).toBeUndefined();
  });
});
