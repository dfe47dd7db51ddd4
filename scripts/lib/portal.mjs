// Starts the built portal with the local demo's configuration.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PORTAL_DIR, ROOT } from './project.mjs';
import { findProviderMirror } from './providerMirror.mjs';

export const DEMO_CONFIGS = ['app-config.yaml', 'app-config.demo.yaml'];

/** Environment of the demo: where it listens, where its data is. */
export function demoEnv({ port, dataDir }) {
  mkdirSync(dataDir, { recursive: true });
  const mirror = process.env.TF_PLUGIN_MIRROR_DIR ?? findProviderMirror();
  return {
    ...process.env,
    APP_PORT: String(port),
    PLANROOM_HOME: ROOT,
    PLANROOM_DATA_DIR: resolve(dataDir),
    ...(mirror && { TF_PLUGIN_MIRROR_DIR: mirror }),
  };
}

/** Starts the built portal; the child leads no group of its own, so that an interrupt reaches it as well. */
export function startPortal({
  port,
  dataDir,
  configs = [],
  stdio = 'inherit',
  env = {},
}) {
  const files = [...DEMO_CONFIGS.map(file => join(ROOT, file)), ...configs];
  return spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      join(PORTAL_DIR, 'packages/backend'),
      ...files.flatMap(file => ['--config', file]),
    ],
    {
      cwd: ROOT,
      stdio,
      env: { ...demoEnv({ port, dataDir }), NODE_ENV: 'production', ...env },
    },
  );
}

/** Whether another program has the port: its answers must not be taken for the portal's. */
export function isPortTaken(port) {
  return new Promise(done => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => done(true)));
    socket.once('error', () => done(false));
  });
}

/** Waits until the portal answers its health check with 200; rejects when the process ends before. */
export async function untilHealthy(child, port, timeoutMs = 120_000) {
  const url = `http://localhost:${port}/api/terraform/health`;
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(
        `the portal ended with ${
          child.signalCode ?? child.exitCode
        } while starting; its messages above say why`,
      );
    }
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return response.json();
    await sleep(200);
  }
  throw new Error(`the portal did not become healthy at ${url} in time`);
}
