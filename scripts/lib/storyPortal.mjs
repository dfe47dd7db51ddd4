// Starts the built portal on a free port with data of its own; the answer ends it.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPortal, untilHealthy } from './portal.mjs';

export default async function globalSetup(config) {
  const port = Number(new URL(config.projects[0].use.baseURL).port);
  const dataDir = mkdtempSync(join(tmpdir(), 'planroom-story-'));
  // Terraform runs as another user where the portal may switch user; that user passes through.
  chmodSync(dataDir, 0o711);
  const portal = startPortal({ port, dataDir, stdio: 'ignore' });
  await untilHealthy(portal, port);
  return async () => {
    portal.kill('SIGTERM');
    await new Promise(done => portal.once('exit', done));
    rmSync(dataDir, { recursive: true, force: true });
  };
}
