import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TerraformConfig } from '../../config';
import { chooseIsolation } from './isolation';
import { LocalExecutor } from './LocalExecutor';
import { TerraformBinaries } from './TerraformBinaries';

/**
 * The built-in executor, where an environment uses it.
 *
 * @throws Error with what to configure
 */
export async function createLocalExecutor(
  config: TerraformConfig,
): Promise<LocalExecutor | undefined> {
  const users = config.environments.filter(e => e.executor === 'local');
  if (users.length === 0) return undefined;
  if (!config.dataDirectory) {
    throw new Error(
      'The local executor needs a folder for its work: set terraform.dataDirectory',
    );
  }
  const runsFolder = join(config.dataDirectory, 'runs');
  return LocalExecutor.create({
    runsFolder,
    providerCache: join(config.dataDirectory, 'providers'),
    providerMirrors: config.providerMirrors,
    runnerFile: resolvePackagePath(
      '@planroom/terraform-runner',
      'dist/runner.cjs',
    ),
    binaries: new TerraformBinaries(config.binaries),
    versions: [...new Set(users.map(e => e.terraformVersion))],
    isolation: chooseIsolation(config.local, runsFolder, config.production),
    capacity: config.local.capacity,
  });
}
