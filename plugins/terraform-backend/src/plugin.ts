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
  TerraformExecutor,
  terraformExecutorsExtensionPoint,
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
        const terraform = await createTerraform({ ...deps, executors });
        httpRouter.use(terraform.router);
        httpRouter.addAuthPolicy({ path: '/health', allow: 'unauthenticated' });
        // Terraform signs in with the credential of its phase, which the routes check themselves.
        httpRouter.addAuthPolicy({ path: '/state', allow: 'unauthenticated' });
        lifecycle.addStartupHook(() => terraform.start());
        rootLifecycle.addBeforeShutdownHook(() => terraform.beforeStop());
        lifecycle.addShutdownHook(() => terraform.stop());
      },
    });
  },
});
