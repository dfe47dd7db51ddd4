import type { Environment, Module } from '../schemas';
import {
  listAll,
  path,
  type SendRequest,
  type TerraformRequestOptions,
} from './request';

/** What the platform team offers: environments and modules. @public */
export interface TerraformCatalogueApi {
  /** All configured environments, each with its approval rule. */
  listEnvironments(options?: TerraformRequestOptions): Promise<Environment[]>;
  /** All modules of the catalogue. */
  listModules(options?: TerraformRequestOptions): Promise<Module[]>;
  /** One module of the catalogue by name; 404 when there is none. */
  getModule(name: string, options?: TerraformRequestOptions): Promise<Module>;
}

export const catalogueCalls = (send: SendRequest): TerraformCatalogueApi => ({
  listEnvironments: options => listAll(send, '/environments', options),
  listModules: options => listAll(send, '/modules', options),
  getModule: (name, options) => send('GET', path`/modules/${name}`, options),
});
