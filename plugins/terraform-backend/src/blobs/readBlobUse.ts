import { RootConfigService } from '@backstage/backend-plugin-api';
import { TerraformBlobStore } from '@planroom/backstage-plugin-terraform-node';

/** What is kept in the blob store, if there is one. */
export interface BlobUse {
  /** takes plan files; absent where they stay in the database */
  plans?: TerraformBlobStore;
  /** holds logs, be it from before */
  logs?: TerraformBlobStore;
  /** whether logs of ended runs go there */
  movesLogs: boolean;
}

/**
 * Reads `terraform.plans.store` and `terraform.logs.store`.
 *
 * @param store - what a module has brought
 * @throws Error with what to do when something is to be kept in a store that there is not
 */
export function readBlobUse(
  config: RootConfigService,
  store: TerraformBlobStore | undefined,
): BlobUse {
  return {
    ...(uses(config, 'terraform.plans.store', store) && { plans: store }),
    ...(store && { logs: store }),
    movesLogs: uses(config, 'terraform.logs.store', store),
  };
}

function uses(
  config: RootConfigService,
  key: string,
  store: TerraformBlobStore | undefined,
): boolean {
  const value = config.getOptionalString(key) ?? 'database';
  if (value === 'database') return false;
  if (value !== 's3') {
    throw new Error(`${key} is ${value}; choose database or s3`);
  }
  if (!store) {
    throw new Error(
      `${key} is s3, but there is no bucket: configure terraform.executors.codebuild and add @planroom/backstage-plugin-terraform-backend-module-aws to the backend, or choose database`,
    );
  }
  return true;
}
