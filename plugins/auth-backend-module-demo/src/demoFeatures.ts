import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { demoGuard } from './demoGuard';
import { authModuleDemoProvider } from './module';

/**
 * The auth provider `demo` and the guard that keeps it on this machine.
 *
 * @public
 */
export const demoFeatures = createBackendFeatureLoader({
  loader: () => [demoGuard, authModuleDemoProvider],
});
