import { UserInfoService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  catalogEntityDeletePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  PolicyDecision,
  isPermission,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { readPlatformGroups } from './config';
import { ALLOW, DENY, isPlatform } from './decisions';
import { decideTerraform } from './decideTerraform';

/** What decides which entities the catalog holds. */
const PLATFORM_PERMISSIONS = [
  catalogEntityDeletePermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
];

/**
 * The policy of a Planroom backend: nothing without a user, `decideTerraform` for the terraform plugin, what the catalog holds is
 * for the platform groups, and the rest of Backstage is open to every user.
 *
 * @public
 */
export class PlanroomPolicy implements PermissionPolicy {
  readonly #platformGroups: string[];
  readonly #userInfo: UserInfoService;

  /** Reads `permission.terraform`. */
  static fromConfig(
    config: Config,
    options: { userInfo: UserInfoService },
  ): PlanroomPolicy {
    return new PlanroomPolicy(readPlatformGroups(config), options.userInfo);
  }

  private constructor(platformGroups: string[], userInfo: UserInfoService) {
    this.#platformGroups = platformGroups;
    this.#userInfo = userInfo;
  }

  /** Decides one request; the user is who asks, undefined without sign-in. */
  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return DENY;
    const { permission } = request;
    const context = {
      ...(await this.#userInfo.getUserInfo(user.credentials)),
      platformGroups: this.#platformGroups,
    };
    const decision = decideTerraform(permission, context);
    if (decision) return decision;
    if (PLATFORM_PERMISSIONS.some(p => isPermission(permission, p))) {
      return isPlatform(context) ? ALLOW : DENY;
    }
    return ALLOW;
  }
}
