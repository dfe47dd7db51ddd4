// `npm start`: installs, builds and serves the portal in one process, with the local demo's sign-in and data.
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';
import { runningPhases } from './lib/phases.mjs';
import { startPortal, untilHealthy } from './lib/portal.mjs';
import { ROOT, say } from './lib/project.mjs';

const port = Number(process.env.APP_PORT ?? 7007);
const dataDir = process.env.PLANROOM_DATA_DIR ?? join(ROOT, '.data');

await ensureInstalled();
await ensureBuilt();

say('starting the portal');
const portal = startPortal({ port, dataDir });
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopping = true;
    portal.kill('SIGTERM');
  });
}
portal.on('exit', (code, signal) => {
  const left = runningPhases(dataDir);
  for (const { runId, phase } of left) {
    say(
      `the ${phase} of run ${runId} goes on by itself; the next start finds it`,
    );
  }
  if (stopping) {
    say('stopped');
    process.exit(0);
  }
  say(`the portal ended by itself (${signal ?? code})`);
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
    process.exitCode = 1;
  }
}
