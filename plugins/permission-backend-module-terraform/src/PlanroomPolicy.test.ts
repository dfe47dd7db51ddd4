import { BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  Permission,
  createPermission,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import {
  terraformRunApprovePermission,
  terraformWorkspaceCreatePermission,
  terraformWorkspaceForgetPermission,
} from '@planroom/backstage-plugin-terraform-common';
import { PlanroomPolicy } from './PlanroomPolicy';

const groupsByUser: Record<string, string[]> = {
  'user:default/developer': ['group:default/developers'],
  'user:default/platform': ['group:default/platform'],
  'user:default/operator': ['group:infra/operators'],
};
const userInfo = mockServices.userInfo.mock({
  getUserInfo: async credentials => {
    const { userEntityRef } = credentials.principal as BackstageUserPrincipal;
    return {
      userEntityRef,
      ownershipEntityRefs: [userEntityRef, ...groupsByUser[userEntityRef]],
    };
  },
});

function policyWith(platformGroups?: string[]): PlanroomPolicy {
  const config = mockServices.rootConfig({
    data: { permission: { terraform: { platformGroups } } },
  });
  return PlanroomPolicy.fromConfig(config, { userInfo });
}

async function decide(
  policy: PlanroomPolicy,
  permission: Permission,
  name?: string,
) {
  const user = name && {
    credentials: mockCredentials.user(`user:default/${name}`),
  };
  const decision = await policy.handle(
    { permission },
    (user || undefined) as PolicyQueryUser | undefined,
  );
  return decision.result;
}

const { ALLOW, DENY, CONDITIONAL } = AuthorizeResult;
const scaffold = createPermission({
  name: 'scaffolder.task.create',
  attributes: { action: 'create' },
});

describe('PlanroomPolicy', () => {
  it.each([
    [catalogEntityReadPermission, ALLOW, ALLOW],
    [catalogEntityCreatePermission, ALLOW, ALLOW],
    [catalogEntityRefreshPermission, ALLOW, ALLOW],
    [scaffold, ALLOW, ALLOW],
    [catalogEntityDeletePermission, DENY, ALLOW],
    [catalogLocationCreatePermission, DENY, ALLOW],
    [catalogLocationDeletePermission, DENY, ALLOW],
    [terraformWorkspaceCreatePermission, ALLOW, ALLOW],
    [terraformWorkspaceForgetPermission, DENY, ALLOW],
    [terraformRunApprovePermission, CONDITIONAL, CONDITIONAL],
  ])('decides on %j', async (permission, developer, platform) => {
    const policy = policyWith();
    expect(await decide(policy, permission, 'developer')).toBe(developer);
    expect(await decide(policy, permission, 'platform')).toBe(platform);
    expect(await decide(policy, permission)).toBe(DENY);
  });

  it('takes the platform groups from the configuration', async () => {
    const policy = policyWith(['group:infra/Operators']);
    const forget = terraformWorkspaceForgetPermission;
    expect(await decide(policy, forget, 'operator')).toBe(ALLOW);
    expect(await decide(policy, forget, 'platform')).toBe(DENY);
    expect(() => policyWith(['platform'])).toThrow(
      'permission.terraform.platformGroups has "platform"',
    );
  });
});
