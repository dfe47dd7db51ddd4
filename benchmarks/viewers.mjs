// Event streams: many viewers of one run that writes a lot, over real HTTP, all of which lose their connection once.
//
//   node benchmarks/viewers.mjs [--viewers 200] [--rate 1000] [--seconds 20] [--processes 1]
//
// The plan phase of an executor that does nothing else writes the lines, each stamped with the moment at which it is due. They go through
// the engine and the database to the viewers, which this process is. The latency of a line goes from its stamp to its arrival, for each
// line of each viewer, those that were written while the connections were broken included. With more than one process the viewers spread
// over them, so that most watch a run that another process works on. Memory is what the process with the most growth had at most above
// what it had before the viewers came, read from /proc. Exit code 1 when a figure is missed.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Cluster } from './lib/Cluster.mjs';
import { printFigures } from './lib/report.mjs';
import { SeenEvents, StreamReader } from './lib/StreamReader.mjs';
import { RunWriter, writeModule } from './lib/writeRuns.mjs';

const LIMIT_LATENCY_MS = 500;
const LIMIT_GROWTH_MB = 100;
const SETTLE_MS = 3_000;
const SAMPLE_MS = 200;

const { values: options } = parseArgs({
  options: {
    viewers: { type: 'string', default: '200' },
    /** lines per second */
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '20' },
    processes: { type: 'string', default: '1' },
  },
});
const viewers = Number(options.viewers);
const rate = Number(options.rate);
const seconds = Number(options.seconds);
const processes = Number(options.processes);

const load = loadavg();
const cluster = await Cluster.create({
  noop: {
    capacity: 1,
    durationMs: seconds * 1_000,
    linesPerSecond: rate,
  },
});
let reached = false;
try {
  writeModule(cluster.modules);
  await cluster.start(processes);
  await sleep(SETTLE_MS);
  reached = await main();
} finally {
  await cluster.stop();
}
process.exitCode = reached ? 0 : 1;

async function main() {
  const [workspace] = await new RunWriter(cluster).addWorkspaces(1, 'noop');
  const memory = cluster.members.map(({ child }) => watchMemory(child.pid));
  const { id } = await cluster.call(
    cluster.members[0],
    `/workspaces/${workspace.id}/runs`,
    { kind: 'plan_only' },
  );
  const seen = new SeenEvents();
  const readers = Array.from({ length: viewers }, (_, place) => {
    const { origin } = cluster.members[place % processes];
    const url = `${origin}/api/terraform/runs/${id}/events`;
    return new StreamReader(url, cluster.token, seen);
  });
  const began = Date.now();
  const half = Promise.all(readers.map(reader => reader.read()));
  await sleep((seconds * 1_000) / 2);
  for (const reader of readers) reader.breakOff();
  await half;
  await Promise.all(readers.map(reader => reader.read()));
  const took = (Date.now() - began) / 1_000;
  const growth = memory.map(watch => watch());

  const [{ event_seq: events }] = await cluster.query(
    'select event_seq from runs where id = $1',
    [id],
  );
  const sum = what =>
    readers.reduce((total, reader) => total + reader[what], 0);
  const missing = readers.reduce((total, { last }) => total + events - last, 0);
  const lost = sum('lost') + missing;
  const twice = sum('doubled') + sum('wrong');
  const p99 = seen.percentile(0.99);
  const most = growth.reduce((a, b) =>
    b.most - b.before > a.most - a.before ? b : a,
  );
  const grown = most.most - most.before;
  return printFigures({
    about: `${viewers} viewers of a run with ${rate} lines per second for ${seconds} s, ${processes} ${
      processes === 1 ? 'process' : 'processes'
    }, ${cluster.postgres} without fsync,`,
    before: load,
    figures: [
      [
        'latency of a line, p99',
        `${p99} ms`,
        `${LIMIT_LATENCY_MS} ms`,
        p99 <= LIMIT_LATENCY_MS,
      ],
      ['same, p50', `${seen.percentile(0.5)} ms`],
      ['same, p95', `${seen.percentile(0.95)} ms`],
      ['same, longest', `${seen.ages.length - 1} ms`],
      ['events lost', String(lost), '0', lost === 0],
      ['events doubled or different', String(twice), '0', twice === 0],
      [
        'lines for each viewer',
        String(seen.lines),
        String(rate * seconds),
        seen.lines === rate * seconds,
      ],
      [
        'memory of the backend, most above before',
        `${grown.toFixed(0)} MB (${most.before.toFixed(
          0,
        )} to ${most.most.toFixed(0)} MB, ${most.after.toFixed(
          0,
        )} MB in the end)`,
        `${LIMIT_GROWTH_MB} MB`,
        grown <= LIMIT_GROWTH_MB,
      ],
      [
        'from the first viewer to the end of all streams',
        `${took.toFixed(1)} s`,
      ],
    ],
  });
}

/** Samples the resident memory of a process in MB; answers how to stop that and what was seen. */
function watchMemory(pid) {
  const before = residentMb(pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, residentMb(pid));
  }, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    const after = residentMb(pid);
    return { before, most: Math.max(most, after), after };
  };
}

function residentMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) / 1024;
}
