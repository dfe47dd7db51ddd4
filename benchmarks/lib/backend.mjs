// One process of the portal for the benchmarks: a real backend with the Terraform plugin alone, and an executor that does nothing beside
// the local one. Its one argument is a file with the configuration.
import { readFileSync } from 'node:fs';
import { NoopExecutor } from './NoopExecutor.mjs';
import { load } from '../../scripts/lib/typescript.mjs';

const { createBackend } = load('@backstage/backend-defaults');
const { coreServices, createBackendModule, createServiceFactory } = load(
  '@backstage/backend-plugin-api',
);
const { ConfigReader } = load('@backstage/config');
const { catalogServiceMock } = load('@backstage/plugin-catalog-node/testUtils');
const { notificationService } = load('@backstage/plugin-notifications-node');
const { terraformExecutorsExtensionPoint } = load(
  '@planroom/backstage-plugin-terraform-node',
);

const { config, noop } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const backend = createBackend();
backend.add(load('@planroom/backstage-plugin-terraform-backend').default);
backend.add(
  createBackendModule({
    pluginId: 'terraform',
    moduleId: 'noop-executor',
    register(reg) {
      reg.registerInit({
        deps: { executors: terraformExecutorsExtensionPoint },
        async init({ executors }) {
          executors.addExecutor('noop', new NoopExecutor(noop));
        },
      });
    },
  }),
);
backend.add(
  createServiceFactory({
    service: coreServices.rootConfig,
    deps: {},
    factory: () => new ConfigReader(config),
  }),
);
// There is no catalog and nobody to be notified.
backend.add(
  catalogServiceMock.factory({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'User',
        metadata: { name: 'developer', namespace: 'default' },
        spec: { memberOf: [] },
      },
    ],
  }),
);
backend.add(
  createServiceFactory({
    service: notificationService,
    deps: {},
    factory: () => ({ async send() {} }),
  }),
);
backend.start().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
