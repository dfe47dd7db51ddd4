import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { TerraformExecutor } from './executor';

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
