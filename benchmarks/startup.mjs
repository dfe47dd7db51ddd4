// Start and memory: from `npm start` on a built checkout to a healthy portal, and what the idle portal keeps in memory.
//
//   node benchmarks/startup.mjs [--repetitions 3] [--idle 60]
//
// Each repetition starts on an empty data folder and once more on what that left behind. Memory is the resident set of the portal's
// process alone, read from /proc after the idle time of the last repetition.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../scripts/lib/postgres.mjs';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { median, printTable } from './lib/report.mjs';
import { ROOT } from '../scripts/lib/project.mjs';

const START_LIMIT_SECONDS = 15;
const MEMORY_LIMIT_MB = 450;
const GIVE_UP_MS = 120_000;
const STOP_MS = 5_000;

const { values: options } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '3' },
    idle: { type: 'string', default: '60' },
  },
});
const repetitions = Number(options.repetitions);
const idleSeconds = Number(options.idle);

await ensureInstalled();
await ensureBuilt();

const first = [];
const later = [];
let memory;
const load = loadavg();
for (let repetition = 1; repetition <= repetitions; repetition++) {
  const dataDir = mkdtempSync(join(tmpdir(), 'planroom-startup-'));
  try {
    first.push(await measure(dataDir));
    const last = repetition === repetitions;
    later.push(
      await measure(dataDir, async pid => {
        if (!last) return;
        await sleep(idleSeconds * 1000);
        memory = residentMb(pid);
      }),
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
report();

/** Seconds from `npm start` to a healthy answer; `whileIdle` gets the portal's process before it is stopped. */
async function measure(dataDir, whileIdle = async () => {}) {
  const port = await freePort();
  const url = `http://localhost:${port}/api/terraform/health`;
  const began = performance.now();
  // A group of its own, so that it is stopped as Ctrl-C in a terminal does it.
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      APP_PORT: String(port),
      PLANROOM_DATA_DIR: dataDir,
    },
  });
  try {
    while (!(await fetch(url).catch(() => undefined))?.ok) {
      if (npm.exitCode !== null) {
        throw new Error(`npm start ended with ${npm.exitCode}`);
      }
      if (performance.now() - began > GIVE_UP_MS) {
        throw new Error('The portal did not become healthy');
      }
      await sleep(50);
    }
    const took = (performance.now() - began) / 1000;
    process.stderr.write(`healthy after ${took.toFixed(2)} s\n`);
    await whileIdle(portalProcess(npm.pid));
    return took;
  } finally {
    await stop(npm);
  }
}

async function stop(npm) {
  if (npm.exitCode !== null || npm.signalCode !== null) return;
  const ended = new Promise(done => npm.once('exit', done));
  process.kill(-npm.pid, 'SIGINT');
  // An open connection can hold the end up; nothing here is worth waiting for.
  await Promise.race([ended, sleep(STOP_MS)]);
  try {
    process.kill(-npm.pid, 'SIGKILL');
  } catch {
    // all of them have ended
  }
}

/** The backend among the processes that `npm start` began. */
function portalProcess(npmPid) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter(n => /^\d+$/.test(n))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
      children.set(parent, [...(children.get(parent) ?? []), name]);
    } catch {
      // ended while we looked
    }
  }
  const family = [String(npmPid)];
  for (const pid of family) family.push(...(children.get(pid) ?? []));
  const found = family.find(pid =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .some(argument => argument.endsWith('packages/backend')),
  );
  if (!found) throw new Error('The process of the portal was not found');
  return found;
}

function residentMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) / 1024;
}

function report() {
  const rows = [
    ['first start, empty data', median(first), START_LIMIT_SECONDS, 's'],
    ['later start', median(later), START_LIMIT_SECONDS, 's'],
    [`memory after ${idleSeconds} s idle`, memory, MEMORY_LIMIT_MB, 'MB'],
  ].map(([what, value, limit, unit]) => [
    what,
    `${value.toFixed(unit === 's' ? 1 : 0)} ${unit}`,
    `${limit} ${unit}`,
    `${((100 * value) / limit).toFixed(0)} %`,
    value <= limit ? 'within' : 'OVER',
  ]);
  const heads = ['what', 'measured', 'limit', 'of the limit', 'verdict'];
  printTable({
    about: `Medians of ${repetitions}.`,
    before: load,
    heads,
    rows,
  });
}
