import { createBackend } from '@backstage/backend-defaults';
import { scaffolderModuleAws } from '@planroom/backstage-plugin-terraform-backend-module-aws';

const backend = createBackend();

backend.add(import('./httpServer'));
backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-github-provider'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(import('@planroom/backstage-plugin-auth-backend-module-demo'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@planroom/backstage-plugin-catalog-backend-module-terraform'),
);

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@planroom/backstage-plugin-permission-backend-module-terraform'),
);

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@planroom/backstage-plugin-scaffolder-backend-module-terraform'),
);
backend.add(scaffolderModuleAws);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@planroom/backstage-plugin-terraform-backend'));
backend.add(import('@planroom/backstage-plugin-terraform-backend-module-aws'));

// Without this a portal that refuses to start would stay there doing nothing.
backend.start().catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
