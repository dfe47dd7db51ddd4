export { TerraformEntityProvider } from './TerraformEntityProvider';
export type { TerraformEntityProviderOptions } from './TerraformEntityProvider';
