import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { TerraformBlobStore } from './blobs';
import type { TerraformCloud } from './cloud';
import type { TerraformExecutor } from './executor';
import type { TerraformKeyManagement } from './sealing';

/** Takes executors that other modules of the terraform plugin bring. @public */
export interface TerraformExecutorsExtensionPoint {
  /**
   * Makes an executor available under the name that `terraform.environments.<name>.executor` uses.
   *
   * @throws Error if the name is taken
   */
  addExecutor(name: string, executor: TerraformExecutor): void;
}

/** Where modules of the terraform plugin add executors. @public */
export const terraformExecutorsExtensionPoint =
  createExtensionPoint<TerraformExecutorsExtensionPoint>({
    id: 'terraform.executors',
  });

/** Takes the knowledge of clouds that other modules of the terraform plugin bring. @public */
export interface TerraformCloudsExtensionPoint {
  /**
   * Makes a cloud known.
   *
   * @throws Error if there is one of that name already
   */
  addCloud(cloud: TerraformCloud): void;
}

/** Where modules of the terraform plugin add clouds. @public */
export const terraformCloudsExtensionPoint =
  createExtensionPoint<TerraformCloudsExtensionPoint>({
    id: 'terraform.clouds',
  });

/** Takes the key managements that other modules of the terraform plugin bring. @public */
export interface TerraformSealingExtensionPoint {
  /**
   * Makes a key management available under the name that `kms.provider` in `terraform.sealing.keys` uses.
   *
   * @throws Error if the name is taken
   */
  addKeyManagement(name: string, keyManagement: TerraformKeyManagement): void;
}

/** Where modules of the terraform plugin add key managements. @public */
export const terraformSealingExtensionPoint =
  createExtensionPoint<TerraformSealingExtensionPoint>({
    id: 'terraform.sealing',
  });

/** Takes the place outside the database for what is large. @public */
export interface TerraformBlobsExtensionPoint {
  /**
   * Makes it the place for what is large.
   *
   * @throws Error if there is one already
   */
  setBlobStore(store: TerraformBlobStore): void;
}

/** Where a module of the terraform plugin brings a blob store. @public */
export const terraformBlobsExtensionPoint =
  createExtensionPoint<TerraformBlobsExtensionPoint>({
    id: 'terraform.blobs',
  });
