import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { PlanroomPolicy } from './PlanroomPolicy';

/**
 * Makes Planroom's policy the policy of the backend. A backend has one policy: leave this module out where there is another already and
 * call `decideTerraform` from that one.
 *
 * @public
 */
export const permissionModuleTerraformPolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'terraform-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
      },
      async init({ policy, config, userInfo }) {
        policy.setPolicy(PlanroomPolicy.fromConfig(config, { userInfo }));
      },
    });
  },
});
