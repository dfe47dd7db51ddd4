import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { TerraformClient } from '@planroom/backstage-plugin-terraform-common';
import { createRunAction } from './actions/createRun';
import { destroyWorkspaceAction } from './actions/destroyWorkspace';

/**
 * Gives templates the actions `terraform:run:create` and `terraform:workspace:destroy`.
 *
 * @public
 */
export const scaffolderModuleTerraform = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'terraform',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, discovery }) {
        const terraform = new TerraformClient({ discoveryApi: discovery });
        actions.addActions(
          createRunAction({ auth, terraform }),
          destroyWorkspaceAction({ auth, terraform }),
        );
      },
    });
  },
});
