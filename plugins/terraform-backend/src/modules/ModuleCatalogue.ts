import { stat, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { readModule } from './readModule';
import type { TerraformModule } from './types';

export interface ModuleCatalogueOptions {
  /** Folders whose subfolders with a `module.yaml` are modules. */
  locations: string[];
  logger: LoggerService;
}

export interface ModuleProblem {
  folder: string;
  message: string;
}

interface Loaded {
  modules: Map<string, TerraformModule>;
  problems: ModuleProblem[];
}

/** The modules on offer. A broken one is reported and keeps no other from loading. */
export class ModuleCatalogue {
  readonly #locations: string[];
  readonly #logger: LoggerService;
  #loaded: Loaded = { modules: new Map(), problems: [] };
  #loading?: Promise<void>;

  private constructor(options: ModuleCatalogueOptions) {
    this.#locations = options.locations.map(location => resolve(location));
    this.#logger = options.logger;
  }

  static async create(
    options: ModuleCatalogueOptions,
  ): Promise<ModuleCatalogue> {
    const catalogue = new ModuleCatalogue(options);
    await catalogue.reload();
    return catalogue;
  }

  /** By name. */
  list(): TerraformModule[] {
    return [...this.#loaded.modules.values()];
  }

  get(name: string): TerraformModule | undefined {
    return this.#loaded.modules.get(name);
  }

  problems(): ModuleProblem[] {
    return [...this.#loaded.problems];
  }

  /** Reads all folders again; what was loaded stays in use until that is done. */
  async reload(): Promise<void> {
    this.#loading ??= this.#load()
      .then(loaded => {
        this.#loaded = loaded;
      })
      .finally(() => {
        this.#loading = undefined;
      });
    await this.#loading;
  }

  async #load(): Promise<Loaded> {
    const found: TerraformModule[] = [];
    const problems: ModuleProblem[] = [];
    const report = (folder: string, message: string) => {
      problems.push({ folder, message });
      this.#logger.error(`Module in ${folder} is not available: ${message}`);
    };

    for (const location of this.#locations) {
      const folders = await moduleFolders(location).catch(error => {
        report(location, `the folder cannot be read: ${error.message}`);
        return [];
      });
      for (const folder of folders) {
        const other = found.find(({ name }) => name === basename(folder));
        if (other) {
          report(folder, `${other.folder} is a module of the same name`);
          continue;
        }
        try {
          found.push(await readModule(folder));
        } catch (error) {
          report(folder, error instanceof Error ? error.message : `${error}`);
        }
      }
    }

    found.sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#logger.info(
      `Loaded ${found.length} modules, ${problems.length} with problems`,
    );
    return {
      modules: new Map(found.map(module => [module.name, module])),
      problems,
    };
  }
}

async function moduleFolders(location: string): Promise<string[]> {
  const names = (await readdir(location)).sort();
  const folders: string[] = [];
  for (const name of names) {
    const folder = join(location, name);
    const manifest = await stat(join(folder, 'module.yaml')).catch(
      () => undefined,
    );
    if (manifest?.isFile()) {
      folders.push(folder);
    }
  }
  return folders;
}
