import { createApiRef, type ApiRef } from '@backstage/core-plugin-api';
import type { TerraformApi } from '@planroom/backstage-plugin-terraform-common';

/** The API of the terraform backend, as every hook and component here uses it. @public */
export const terraformApiRef: ApiRef<TerraformApi> = createApiRef<TerraformApi>(
  { id: 'plugin.terraform.client' },
);
