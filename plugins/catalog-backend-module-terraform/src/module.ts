import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { TerraformClient } from '@planroom/backstage-plugin-terraform-common';
import { readSchedule } from './config';
import { TerraformEntityProvider } from './provider';

/**
 * Gives the catalog the modules, cloud accounts and workspaces of the terraform plugin.
 *
 * @public
 */
export const catalogModuleTerraform = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'terraform',
  register(reg) {
    reg.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init(services) {
        const { auth, config, discovery, events, logger, scheduler } = services;
        const shutdown = new AbortController();
        services.lifecycle.addShutdownHook(() => shutdown.abort());
        services.catalog.addEntityProvider(
          TerraformEntityProvider.create({
            terraform: new TerraformClient({ discoveryApi: discovery }),
            auth,
            events,
            logger,
            taskRunner: scheduler.createScheduledTaskRunner(
              readSchedule(config),
            ),
            appBaseUrl: config.getString('app.baseUrl'),
            signal: shutdown.signal,
          }),
        );
      },
    });
  },
});
