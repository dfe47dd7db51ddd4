// Loads the packages of this checkout from their TypeScript sources, as `backstage-cli package start` does.
import { createRequire } from 'node:module';

export const load = createRequire(import.meta.url);

load('@backstage/cli/config/nodeTransform.cjs');
