import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { TerraformClient } from '@planroom/backstage-plugin-terraform-common';
import {
  RunEventsClient,
  runEventsApiRef,
  terraformApiRef,
} from '@planroom/backstage-plugin-terraform-react';

export const apis = [
  ApiBlueprint.make({
    name: 'client',
    params: define =>
      define({
        api: terraformApiRef,
        deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
        factory: deps => new TerraformClient(deps),
      }),
  }),
  ApiBlueprint.make({
    name: 'run-events',
    params: define =>
      define({
        api: runEventsApiRef,
        deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
        factory: deps => new RunEventsClient(deps),
      }),
  }),
];
