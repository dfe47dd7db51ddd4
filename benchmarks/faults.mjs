// Faults: processes of the portal are killed with kill -9 at random while runs are carried out, and started again at once.
//
//   node benchmarks/faults.mjs [--kills 200] [--runs 2000] [--processes 3] [--real 0.1] [--seed <number>]
//
// The processes share one PostgreSQL and one folder for the data of the local executor. Most runs are of an executor that does nothing;
// a share of them (--real) is applied by real Terraform, whose runners survive the death of the portal. Runs are added by SQL, some before
// each kill, so that there is work all the time. What must hold is read from the database and from three witnesses that the engine knows
// nothing of: the files of the executor that does nothing, a log of each `terraform apply`, and a door before the state backend that notes
// which states it has accepted. The numbers from the seed are the same each time, their effect is not. Exit code 1 when a figure is missed.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Cluster } from './lib/Cluster.mjs';
import { readStarts } from './lib/NoopExecutor.mjs';
import { RecoveryWatch } from './lib/RecoveryWatch.mjs';
import { percentile, printFigures } from './lib/report.mjs';
import { StateDoor } from './lib/StateDoor.mjs';
import { RunWriter, writeModule } from './lib/writeRuns.mjs';

const LIMIT_RECOVERY_SECONDS = 60;
const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 6_000;
const NOOP_PHASE_MS = 300;
const NOOP_WORKSPACES = 60;
const REAL_WORKSPACES = 8;

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    runs: { type: 'string', default: '2000' },
    processes: { type: 'string', default: '3' },
    /** which share of the runs is applied by real Terraform */
    real: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(options.kills);
const runs = Number(options.runs);
const processes = Number(options.processes);
const realShare = Number(options.real);
const random = randomNumbers(Number(options.seed));
const say = text => process.stderr.write(`${text}\n`);

const load = loadavg();
const door = await StateDoor.open();
const cluster = await Cluster.create({
  noop: { capacity: 10, durationMs: NOOP_PHASE_MS, linesPerSecond: 20 },
  local: { capacity: 2, stateBaseUrl: door.url, terraform: writeWitness },
});
door.leadTo(() => shuffle(cluster.ready));
let reached = false;
try {
  writeModule(cluster.modules);
  say(`The seed is ${options.seed}`);
  await cluster.start(processes);
  reached = await main();
} finally {
  await cluster.stop();
  await door.close();
}
process.exitCode = reached ? 0 : 1;

async function main() {
  const writer = new RunWriter(cluster);
  const workspaces = {
    noop: await writer.addWorkspaces(NOOP_WORKSPACES, 'noop'),
    real: await writer.addWorkspaces(REAL_WORKSPACES, 'real'),
  };
  const recovery = new RecoveryWatch(cluster);
  const struck = await killAtRandom(writer, workspaces, recovery);
  // What did not end is counted below.
  await untilFinal().catch(error => say(error.message));
  await recovery.stop();
  await cluster.settled();
  return report(recovery, struck);
}

/** Kills and adds runs in turn; answers the runs whose process was killed, as they were then. */
async function killAtRandom(writer, workspaces, recovery) {
  const struck = [];
  let added = 0;
  for (let kill = 1; kill <= kills; kill++) {
    const due = Math.round((runs * kill) / kills) - added;
    added += due;
    await writer.addRuns(
      Array.from({ length: due }, () =>
        pick(random() < realShare ? workspaces.real : workspaces.noop),
      ),
    );
    await sleep(MIN_PAUSE_MS + random() * (MAX_PAUSE_MS - MIN_PAUSE_MS));
    const member = pick(await someReady());
    const { pid } = member.child;
    await cluster.kill(member);
    struck.push(...(await recovery.noteKill(pid)));
    cluster.restart(member);
    if (kill % 10 === 0) say(`${kill} kills, ${struck.length} runs struck`);
  }
  return struck;
}

async function someReady() {
  while (cluster.ready.length === 0) await sleep(50);
  return cluster.ready;
}

async function untilFinal() {
  await cluster.until(
    async () => (await count('runs where finished_at is null')) === 0,
    () =>
      cluster.query(
        'select status, count(*) from runs group by status order by status',
      ),
  );
}

async function report(recovery, struck) {
  const open = await count('runs where finished_at is null');
  const locks = await count('workspaces where lock_id is not null');
  const states = await examineStates();
  const starts = await readStarts(cluster.starts);
  const repeated = [...starts.values()].filter(times => times > 1).length;
  const applies = countApplies();
  const appliedTwice = [...applies.values()].filter(times => times > 1).length;
  const unconsumed = await count(
    `runs join plans on plans.run_id = runs.id
     where runs.status = 'applied' and plans.consumed_at is null`,
  );
  const recoveries = recovery.recovered.map(({ ms }) => ms / 1_000);
  const longest = Math.max(0, ...recoveries);
  const typical = percentile(recoveries.length > 0 ? recoveries : [0], 0.5);
  await tellSlowest(recovery.recovered);
  const statuses = await cluster.query(
    'select status, count(*) from runs group by status order by status',
  );
  for (const { error, times } of await cluster.query(
    'select error, count(*) as times from runs where error is not null group by error',
  )) {
    say(`${times} times: ${JSON.parse(error).message}`);
  }
  return printFigures({
    about: `${kills} kills of ${processes} processes during ${runs} runs, seed ${
      options.seed
    }, ${terraformVersion()}, ${cluster.postgres} without fsync,`,
    before: load,
    figures: [
      [
        'state versions lost',
        `${states.lost} of ${states.stored}, ${door.accepted.size} accepted`,
        '0',
        states.lost === 0,
      ],
      [
        'phases that do nothing, executed twice',
        `${repeated} of ${starts.size}`,
        '0',
        repeated === 0,
      ],
      [
        'Terraform applies repeated',
        `${appliedTwice} of ${applies.size}`,
        '0',
        appliedTwice === 0,
      ],
      [
        'applied without a plan that was used up',
        String(unconsumed),
        '0',
        unconsumed === 0,
      ],
      ['runs that have not ended', String(open), '0', open === 0],
      ['locks left', String(locks), '0', locks === 0],
      [
        'longest recovery',
        `${longest.toFixed(1)} s`,
        `${LIMIT_RECOVERY_SECONDS} s`,
        longest < LIMIT_RECOVERY_SECONDS,
      ],
      ['recovery, p50', `${typical.toFixed(1)} s`],
      ['runs struck by a kill', describeStruck(struck)],
      [
        'how the runs ended',
        statuses.map(row => `${row.count} ${row.status}`).join(', '),
      ],
    ],
  });
}

function describeStruck(struck) {
  const kinds = {};
  for (const { environment, status } of struck) {
    const kind = `${status} (${environment})`;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  const parts = Object.entries(kinds).map(
    ([kind, times]) => `${times} ${kind}`,
  );
  return `${struck.length}: ${parts.sort().join(', ')}`;
}

/** What Terraform was told is saved, what applied runs must have left, and whether the serials of each workspace follow each other. */
async function examineStates() {
  const versions = await cluster.query(
    'select workspace_id, run_id, serial from state_versions order by workspace_id, serial::int, created_at',
  );
  const stored = new Set(
    versions.map(version => `${version.workspace_id}/${version.serial}`),
  );
  const forgotten = [...door.accepted].filter(state => !stored.has(state));
  const withVersion = new Set(versions.map(version => version.run_id));
  const applied = await cluster.query(
    "select id from runs where status = 'applied' and environment = 'real'",
  );
  const without = applied.filter(({ id }) => !withVersion.has(id));
  const gaps = versions.filter((version, place) => {
    const before = versions[place - 1];
    return (
      before?.workspace_id === version.workspace_id &&
      Number(before.serial) !== Number(version.serial) - 1
    );
  });
  return {
    stored: versions.length,
    lost: forgotten.length + without.length + gaps.length,
  };
}

/** The story of a run that was without a process for too long. */
async function tellSlowest(recovered) {
  const [slowest] = [...recovered].sort((a, b) => b.ms - a.ms);
  if (!slowest || slowest.ms < LIMIT_RECOVERY_SECONDS * 1_000) return;
  say(`Run ${slowest.id} took ${(slowest.ms / 1_000).toFixed(1)} s:`);
  for (const { at, data } of await cluster.query(
    "select at, data from run_events where run_id = $1 and event = 'status' order by seq",
    [slowest.id],
  )) {
    say(`  ${at} ${data}`);
  }
  for (const { log } of cluster.members) {
    const lines = readFileSync(log, 'utf8').split('\n');
    for (const line of lines.filter(text => text.includes(slowest.id))) {
      say(`  ${line}`);
    }
  }
}

async function count(what) {
  const [{ count: rows }] = await cluster.query(`select count(*) from ${what}`);
  return Number(rows);
}

/** Puts a witness in Terraform's place: it writes down the work folder, which belongs to one run, of each apply. */
function writeWitness(folder) {
  const log = join(folder, 'applies.log');
  writeFileSync(log, '');
  chmodSync(log, 0o666);
  const file = join(folder, 'terraform');
  const terraform = execFileSync('which', ['terraform']).toString().trim();
  writeFileSync(
    file,
    `#!/bin/sh
if [ "$1" = apply ]; then echo "$PWD" >> '${log}'; fi
exec '${terraform}' "$@"
`,
    { mode: 0o755 },
  );
  return file;
}

/** How often Terraform applied, by run. */
function countApplies() {
  const applies = new Map();
  const text = readFileSync(join(cluster.folder, 'applies.log'), 'utf8');
  for (const folder of text.split('\n').filter(Boolean)) {
    const run = basename(dirname(folder));
    applies.set(run, (applies.get(run) ?? 0) + 1);
  }
  return applies;
}

function terraformVersion() {
  const version = execFileSync('terraform', ['version', '-json'], {
    env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: '1' },
  });
  return `Terraform ${JSON.parse(version).terraform_version}`;
}

function pick(items) {
  return items[Math.floor(random() * items.length)];
}

function shuffle(items) {
  return items
    .map(item => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
