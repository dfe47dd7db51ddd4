// `npm start`: installs, builds and serves the portal in one process, with the local demo's sign-in and data. With --aws-emulator, which
// `npm run start:aws` gives, there is an AWS beside it that is emulated on this machine.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runningPhases } from './lib/phases.mjs';
import { isPortTaken, startPortal, untilHealthy } from './lib/portal.mjs';
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';
import { ROOT, say } from './lib/project.mjs';

const port = Number(process.env.APP_PORT ?? 7007);
const dataDir = process.env.PLANROOM_DATA_DIR ?? join(ROOT, '.data');
const logFile = join(dataDir, 'portal.log');
let stopping = false;

if (await isPortTaken(port)) {
  say(
    `something listens on port ${port} already; stop it, or choose another port with APP_PORT`,
  );
  process.exit(1);
}
await ensureInstalled();
await ensureBuilt();

say(`starting the portal; its log is ${logFile}`);
// Nobody else on this machine may read the database, the key or the log.
process.umask(0o077);
mkdirSync(dataDir, { recursive: true });
const aws = process.argv.includes('--aws-emulator')
  ? await startAws()
  : undefined;
const portal = startPortal({
  port,
  dataDir,
  stdio: ['ignore', 'pipe', 'pipe'],
  ...aws?.portal,
});
followLog(portal);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopping = true;
    portal.kill('SIGTERM');
  });
}
portal.on('close', async (code, signal) => {
  await aws?.emulator.close();
  for (const { runId, phase } of runningPhases(dataDir)) {
    say(
      `the ${phase} of run ${runId} goes on by itself; the next start finds it`,
    );
  }
  if (stopping) {
    say('stopped');
    process.exit(0);
  }
  say(`the portal ended by itself (${signal ?? code}); see ${logFile}`);
  process.exit(code || 1);
});

try {
  await untilHealthy(portal, port);
  say(`ready at http://localhost:${port}`);
  say(
    'sign in as developer, reviewer or platform: the sign-in page explains each',
  );
  say(`data is kept in ${dataDir}; stop with Ctrl-C`);
} catch (error) {
  if (!stopping) {
    say(error.message);
    portal.kill('SIGTERM');
  }
}

/** Loaded only when it is wanted: it is a test double. */
async function startAws() {
  const { EMULATOR_CONFIG, startAwsEmulator } = await import(
    './lib/awsEmulator.mjs'
  );
  const { emulator, env } = await startAwsEmulator();
  say(
    `AWS is emulated at ${emulator.endpoint}: choose the environment cloud; what is applied there exists nowhere and is forgotten at the end`,
  );
  return { emulator, portal: { configs: [EMULATOR_CONFIG], env } };
}

/** Everything goes to the log file; what went wrong is shown here as well. */
function followLog(child) {
  const log = createWriteStream(logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      log.write(`${line}\n`);
      const problem = problemIn(line);
      if (problem) say(problem);
    });
  }
}

function problemIn(line) {
  try {
    const { level, message, plugin } = JSON.parse(line);
    return level === 'error' ? `${plugin ?? 'portal'}: ${message}` : undefined;
  } catch {
    return /^\s*(\w*Error|Backend startup failed)/.test(line)
      ? line
      : undefined;
  }
}
