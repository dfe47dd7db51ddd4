import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  terraformBlobsExtensionPoint,
  TerraformBlobStore,
  TerraformCloud,
  TerraformCloudName,
  terraformCloudsExtensionPoint,
  TerraformExecutor,
  terraformExecutorsExtensionPoint,
  TerraformKeyManagement,
  terraformSealingExtensionPoint,
} from '@planroom/backstage-plugin-terraform-node';
import { createTerraform } from './createTerraform';

/**
 * The Terraform backend plugin: HTTP API, run engine, state.
 *
 * @public
 */
export const terraformPlugin = createBackendPlugin({
  pluginId: 'terraform',
  register(env) {
    const executors = new Map<string, TerraformExecutor>();
    env.registerExtensionPoint(terraformExecutorsExtensionPoint, {
      addExecutor(name, executor) {
        if (executors.has(name)) {
          throw new Error(`There are two executors named ${name}`);
        }
        executors.set(name, executor);
      },
    });
    const clouds = new Map<TerraformCloudName, TerraformCloud>();
    env.registerExtensionPoint(terraformCloudsExtensionPoint, {
      addCloud(cloud) {
        if (clouds.has(cloud.name)) {
          throw new Error(`There are two modules for the cloud ${cloud.name}`);
        }
        clouds.set(cloud.name, cloud);
      },
    });
    let blobs: TerraformBlobStore | undefined;
    env.registerExtensionPoint(terraformBlobsExtensionPoint, {
      setBlobStore(store) {
        if (blobs) throw new Error('There are two blob stores');
        blobs = store;
      },
    });
    const keyManagements = new Map<string, TerraformKeyManagement>();
    env.registerExtensionPoint(terraformSealingExtensionPoint, {
      addKeyManagement(name, keyManagement) {
        if (keyManagements.has(name)) {
          throw new Error(`There are two key managements named ${name}`);
        }
        keyManagements.set(name, keyManagement);
      },
    });
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init({ httpRouter, lifecycle, rootLifecycle, ...deps }) {
        const terraform = await createTerraform({
          ...deps,
          blobs,
          clouds,
          executors,
          keyManagements,
        });
        httpRouter.use(terraform.router);
        httpRouter.addAuthPolicy({ path: '/health', allow: 'unauthenticated' });
        // Terraform signs in with the credential of its phase, which the routes check themselves.
        httpRouter.addAuthPolicy({ path: '/state', allow: 'unauthenticated' });
        // What clouds check the tokens of phases with.
        httpRouter.addAuthPolicy({ path: '/oidc', allow: 'unauthenticated' });
        lifecycle.addStartupHook(() => terraform.start());
        rootLifecycle.addBeforeShutdownHook(() => terraform.beforeStop());
        lifecycle.addShutdownHook(() => terraform.stop());
      },
    });
  },
});
