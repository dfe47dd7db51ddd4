// The production configuration, tried with the built portal and a real PostgreSQL: what it must refuse, and that it starts.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './postgres.mjs';
import { PORTAL_DIR, ROOT } from './project.mjs';

const PRODUCTION = ['app-config.yaml', 'app-config.production.yaml'];
const LIMIT_MS = 60_000;

/** @throws Error with what was expected and what the portal said */
export async function checkProduction(postgresUrl) {
  const dataDir = mkdtempSync(join(tmpdir(), 'planroom-production-'));
  chmodSync(dataDir, 0o711);
  const environment = await productionEnv(postgresUrl, dataDir);
  try {
    await expectRefusal(
      'with the demo sign-in',
      [...PRODUCTION, 'app-config.demo.yaml'],
      { ...environment, APP_PORT: environment.PORT },
      /demo sign-in .*auth\.environment: production/,
    );
    const { PLANROOM_SEALING_KEY: _, ...withoutKey } = environment;
    await expectRefusal(
      'without a sealing key',
      PRODUCTION,
      withoutKey,
      /sealing key/,
    );
    await expectRefusal(
      'with Terraform as the portal’s own user',
      PRODUCTION,
      {
        ...environment,
        APP_CONFIG_terraform_executors_local_isolation: 'none',
      },
      /acceptSharedHost/,
    );
    await expectStart(environment);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function productionEnv(postgresUrl, dataDir) {
  const { hostname, port, username, password } = new URL(postgresUrl);
  const own = String(await freePort());
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    PLANROOM_HOME: ROOT,
    PLANROOM_DATA_DIR: dataDir,
    PLANROOM_SEALING_KEY: randomBytes(32).toString('base64'),
    APP_BASE_URL: `http://localhost:${own}`,
    PORT: own,
    APP_CONFIG_backend_listen_port: own,
    // The server of the tests has no certificate.
    APP_CONFIG_backend_database_connection_ssl: 'false',
    APP_CONFIG_terraform_executors_local_isolation:
      process.getuid?.() === 0 ? 'uid' : 'none',
    APP_CONFIG_terraform_executors_local_acceptSharedHost:
      process.getuid?.() === 0 ? 'false' : 'true',
    AUTH_SESSION_SECRET: randomBytes(32).toString('hex'),
    AUTH_OIDC_METADATA_URL:
      'http://127.0.0.1:9/.well-known/openid-configuration',
    AUTH_OIDC_CLIENT_ID: 'planroom',
    AUTH_OIDC_CLIENT_SECRET: 'unused',
    POSTGRES_HOST: hostname,
    POSTGRES_PORT: port,
    POSTGRES_USER: username,
    POSTGRES_PASSWORD: password,
    POSTGRES_DATABASE: 'postgres',
  };
}

async function expectRefusal(what, configs, env, expected) {
  const portal = launch(configs, env);
  const code = await Promise.race([portal.ended, sleep(LIMIT_MS, 'no end')]);
  portal.child.kill('SIGKILL');
  if (code === 0 || code === 'no end' || !expected.test(portal.said())) {
    throw new Error(
      `production ${what} was expected to refuse with ${expected}, but ended with ${code}: ${portal
        .said()
        .slice(-2000)}`,
    );
  }
}

async function expectStart(env) {
  const portal = launch(PRODUCTION, env);
  const deadline = Date.now() + LIMIT_MS;
  let health;
  while (Date.now() < deadline && portal.child.exitCode === null) {
    const response = await fetch(
      `${env.APP_BASE_URL}/api/terraform/health`,
    ).catch(() => undefined);
    health = response && (await response.json().catch(() => undefined));
    // No users are in this catalog, so everything but them is well.
    if (
      health?.checks?.database?.status === 'ok' &&
      health.checks.modules?.status === 'ok'
    )
      break;
    await sleep(300);
  }
  const demo = await fetch(`${env.APP_BASE_URL}/api/auth/demo/refresh`).catch(
    () => undefined,
  );
  portal.child.kill('SIGTERM');
  await Promise.race([portal.ended, sleep(10_000)]);
  portal.child.kill('SIGKILL');
  if (health?.checks?.database?.status !== 'ok') {
    throw new Error(`production did not start: ${portal.said().slice(-2000)}`);
  }
  if (demo?.status !== 404) {
    throw new Error(`production answers the demo sign-in with ${demo?.status}`);
  }
}

function launch(configs, env) {
  const child = spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      join(PORTAL_DIR, 'packages/backend'),
      ...configs.flatMap(file => ['--config', join(ROOT, file)]),
    ],
    { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  const ended = new Promise(done => child.once('exit', done));
  return { child, ended, said: () => output };
}
