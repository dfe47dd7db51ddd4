// Starts the built portal on a free port with data of its own, and an emulated AWS beside it; the answer ends both.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMULATOR_CONFIG, startAwsEmulator } from './awsEmulator.mjs';
import { startPortal, untilHealthy } from './portal.mjs';
import { ROOT } from './project.mjs';
import { requiredProviders } from './terraform/configurations.mjs';
import { prepareProviders } from './terraform/providers.mjs';

/** The modules of the form that offers three clouds: where there is no cloud they are planned, not applied. */
const MODULES = ['aws-s3-bucket', 'azure-blob', 'gcp-storage'];

export default async function globalSetup(config) {
  const port = Number(new URL(config.projects[0].use.baseURL).port);
  const dataDir = mkdtempSync(join(tmpdir(), 'planroom-story-'));
  // Terraform runs as another user where the portal may switch user; that user passes through.
  chmodSync(dataDir, 0o711);
  const { mirror, missing } = await prepareProviders(
    await providersOf(MODULES),
    join(dataDir, 'providers'),
  );
  process.env.STORY_MISSING = JSON.stringify(
    missing.map(({ address }) => address),
  );
  process.env.TF_PLUGIN_MIRROR_DIR = mirror;
  const aws = await startAwsEmulator();
  const portal = startPortal({
    port,
    dataDir,
    configs: [EMULATOR_CONFIG],
    stdio: 'ignore',
    env: { ...aws.env, TF_PLUGIN_MIRROR_DIR: mirror },
  });
  await untilHealthy(portal, port);
  return async () => {
    portal.kill('SIGTERM');
    await new Promise(done => portal.once('exit', done));
    await aws.emulator.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

async function providersOf(modules) {
  const all = await Promise.all(
    modules.map(name =>
      requiredProviders(join(ROOT, 'terraform/modules', name)),
    ),
  );
  return new Map(all.flatMap(each => [...each]));
}
