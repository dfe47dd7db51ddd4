import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  terraformBlobsExtensionPoint,
  terraformCloudsExtensionPoint,
  terraformExecutorsExtensionPoint,
  terraformSealingExtensionPoint,
} from '@planroom/backstage-plugin-terraform-node';
import { AwsCloud, createAwsClients } from './cloud';
import { createCodeBuild } from './codebuild';
import { portalCredentials } from './portalCredentials';
import { AwsKeyManagement, kmsClients } from './sealing';

/**
 * AWS for the terraform plugin: accounts with roles, permissions by need, and the executor `codebuild` where it is configured.
 *
 * @public
 */
export const terraformModuleAws = createBackendModule({
  pluginId: 'terraform',
  moduleId: 'aws',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        blobs: terraformBlobsExtensionPoint,
        clouds: terraformCloudsExtensionPoint,
        config: coreServices.rootConfig,
        executors: terraformExecutorsExtensionPoint,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        sealing: terraformSealingExtensionPoint,
      },
      async init({
        auditor,
        blobs,
        clouds,
        config,
        executors,
        lifecycle,
        logger,
        sealing,
      }) {
        const portal = portalCredentials(config);
        sealing.addKeyManagement(
          'aws',
          new AwsKeyManagement(kmsClients(portal)),
        );
        clouds.addCloud(
          new AwsCloud({ clients: createAwsClients(portal), logger }),
        );
        const codebuild = createCodeBuild({
          auditor,
          config,
          portal,
          logger,
        });
        if (!codebuild) return;
        executors.addExecutor('codebuild', codebuild.executor);
        // Whatever is kept there now: what was put there before is still to be read.
        blobs.setBlobStore(codebuild.blobs);
        lifecycle.addStartupHook(() => codebuild.start());
        lifecycle.addShutdownHook(() => codebuild.stop());
      },
    });
  },
});
