import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { assertDemoAllowed } from './assertDemoAllowed';

/** Refuses to start a portal whose demo sign-in could be reached by others, before any plugin is initialised. */
export const demoGuard = createServiceFactory({
  service: createServiceRef<undefined>({
    id: 'planroom.demoGuard',
    scope: 'root',
  }),
  deps: { config: coreServices.rootConfig },
  initialization: 'always',
  factory({ config }) {
    if (config.has('auth.providers.demo')) assertDemoAllowed(config);
    return undefined;
  },
});
