import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createCodeBuildStartAction } from './codeBuildStart';

/**
 * Gives templates the action `aws:codebuild:start`, where `terraform.aws.codebuild.projects` names projects for it.
 *
 * @public
 */
export const scaffolderModuleAws = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'planroom-aws',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
      },
      async init({ actions, config, userInfo }) {
        if (!config.has('terraform.aws.codebuild.projects')) return;
        actions.addActions(createCodeBuildStartAction({ config, userInfo }));
      },
    });
  },
});
