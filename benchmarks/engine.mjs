// Run engine: many runs of an executor that does nothing, by several processes of the portal on one PostgreSQL.
//
//   node benchmarks/engine.mjs [--runs 10000] [--workspaces 500] [--processes 3] [--capacity 20] [--trickle 300]
//
// Part one: the runs are put into the database by SQL in one transaction while the processes idle; the clock runs from the first claim to
// the end of the last run. Each run has both phases and is applied at once by rule. Part two: runs are requested over HTTP slower than
// there is room for; what counts is the time from the request to the claim. Exit code 1 when a figure is missed.
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Cluster } from './lib/Cluster.mjs';
import { readStarts } from './lib/NoopExecutor.mjs';
import { percentile, printFigures } from './lib/report.mjs';
import { RunWriter, writeModule } from './lib/writeRuns.mjs';

const LIMIT_RUNS_PER_SECOND = 100;
const LIMIT_CLAIM_MS = 500;
const TRICKLE_EVERY_MS = 100;

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    workspaces: { type: 'string', default: '500' },
    processes: { type: 'string', default: '3' },
    /** phases at a time of each process */
    capacity: { type: 'string', default: '20' },
    /** runs of part two */
    trickle: { type: 'string', default: '300' },
  },
});
const [runs, workspaces, processes, capacity, trickle] = [
  'runs',
  'workspaces',
  'processes',
  'capacity',
  'trickle',
].map(name => Number(options[name]));

const load = loadavg();
const cluster = await Cluster.create({ noop: { capacity } });
let reached = false;
try {
  writeModule(cluster.modules);
  await cluster.start(processes);
  reached = await main();
} finally {
  await cluster.stop();
}
process.exitCode = reached ? 0 : 1;

async function main() {
  const writer = new RunWriter(cluster);
  const all = await writer.addWorkspaces(workspaces, 'noop');
  await writer.addRuns(
    Array.from({ length: runs }, (_, place) => all[place % all.length]),
  );
  process.stderr.write(`${runs} runs are waiting\n`);
  await untilFinal();
  const bulk = await measureBulk();

  for (let request = 0; request < trickle; request++) {
    const { id } = all[request % all.length];
    const member = cluster.members[request % processes];
    await cluster.call(member, `/workspaces/${id}/runs`, {
      kind: 'plan_and_apply',
    });
    await sleep(TRICKLE_EVERY_MS * (0.5 + Math.random()));
  }
  await untilFinal();
  const claims = await claimLatencies(runs);
  const claimMs = percentile(claims, 0.95);

  const starts = await readStarts(cluster.starts);
  const twice = [...starts.values()].filter(count => count > 1).length;
  const lost = runs + trickle - (await countApplied());
  const unordered = await countUnordered();
  return printFigures({
    about: `${runs} runs of ${workspaces} workspaces, ${processes} processes with ${capacity} places each, ${cluster.postgres} without fsync,`,
    before: load,
    figures: [
      ['phases executed twice', `${twice} of ${starts.size}`, '0', twice === 0],
      ['runs lost', String(lost), '0', lost === 0],
      [
        'out of order within a workspace',
        String(unordered),
        '0',
        unordered === 0,
      ],
      [
        'runs per second, plan and apply',
        `${bulk.perSecond.toFixed(0)} (${bulk.seconds.toFixed(1)} s)`,
        `at least ${LIMIT_RUNS_PER_SECOND}`,
        bulk.perSecond >= LIMIT_RUNS_PER_SECOND,
      ],
      [
        'request to claim with idle places, p95',
        `${claimMs} ms`,
        `${LIMIT_CLAIM_MS} ms`,
        claimMs <= LIMIT_CLAIM_MS,
      ],
      ['same, p50', `${percentile(claims, 0.5)} ms`],
      ['same, p99', `${percentile(claims, 0.99)} ms`],
    ],
  });
}

async function untilFinal() {
  await cluster.until(
    async () => {
      const [{ open }] = await cluster.query(
        'select count(*) as open from runs where finished_at is null',
      );
      return open === '0';
    },
    () =>
      cluster.query(
        'select status, count(*) from runs group by status order by status',
      ),
  );
}

async function measureBulk() {
  const [{ seconds }] = await cluster.query(
    `select extract(epoch from
       (select max(finished_at) from runs)::timestamptz -
       (select min(started_at) from phases)::timestamptz) as seconds`,
  );
  return { seconds: Number(seconds), perSecond: runs / Number(seconds) };
}

/** Milliseconds from the request to the start of the plan, of the runs that came last. */
async function claimLatencies(before) {
  const rows = await cluster.query(
    `select extract(epoch from phases.started_at::timestamptz - runs.created_at::timestamptz) * 1000 as waited
     from runs join phases on phases.run_id = runs.id and phases.phase = 'plan'
     order by runs.created_at offset $1`,
    [before],
  );
  return rows.map(({ waited }) => Number(waited));
}

async function countApplied() {
  const [{ count }] = await cluster.query(
    "select count(*) from runs where status = 'applied'",
  );
  return Number(count);
}

/** Runs that began before the one before them in the same workspace had ended. */
async function countUnordered() {
  const [{ count }] = await cluster.query(
    `select count(*) from runs later
     join runs earlier on earlier.workspace_id = later.workspace_id and earlier.number = later.number - 1
     join phases on phases.run_id = later.id and phases.phase = 'plan'
     where phases.started_at < earlier.finished_at`,
  );
  return Number(count);
}
