// The executor `codebuild` against an emulated AWS: what it costs over the executor `local`, what many builds at a time cost, and what
// becomes of builds while the portal is away.
//
//   node benchmarks/codebuild.mjs [--repetitions 3] [--resources 1000] [--builds 500] [--restarted 50] [--only overhead,concurrent,restart]
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { EmulatedPortal } from './lib/EmulatedPortal.mjs';
import { instantBuild } from './lib/instantBuilds.mjs';
import { median, printFigures } from './lib/report.mjs';
import { writeResourcesModule } from './lib/resourcesModule.mjs';

const MOST_RATIO = 1.3;
const IDS_PER_REQUEST = 100;
/** Requests of one look at all builds come this close together. */
const SAME_LOOK_MS = 250;
const MODULE = 'benchmark';
const FINAL = ['applied', 'errored', 'canceled', 'discarded'];

const { values: options } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '3' },
    resources: { type: 'string', default: '1000' },
    builds: { type: 'string', default: '500' },
    restarted: { type: 'string', default: '50' },
    only: { type: 'string', default: 'overhead,concurrent,restart' },
  },
});
const only = options.only.split(',');

await ensureInstalled();
await ensureBuilt();

const load = loadavg();
const modules = await mkdtemp(join(tmpdir(), 'planroom-modules-'));
const figures = [];
try {
  await writeResourcesModule(join(modules, MODULE));
  if (only.includes('overhead')) figures.push(...(await overhead()));
  if (only.includes('concurrent')) figures.push(...(await concurrent()));
  if (only.includes('restart')) figures.push(...(await restart()));
} finally {
  await rm(modules, { recursive: true, force: true });
}
const within = printFigures({
  about: 'CodeBuild, emulated on the same machine.',
  before: load,
  figures,
});
process.exit(within ? 0 : 1);

/** Environments in which what is planned is applied at once. */
function configuration({ capacity, pollSeconds, state = 's3' }) {
  const automatic = {
    approvals: { required: 1, groups: ['group:default/reviewers'] },
    autoApply: { when: 'non-destructive' },
  };
  return {
    modules: { locations: [{ type: 'file', target: modules }] },
    executors: { codebuild: { capacity, pollSeconds } },
    environments: {
      dev: automatic,
      cloud: { ...automatic, executor: 'codebuild', state },
    },
  };
}

/** Plan and apply end to end, with the same Terraform, interleaved. */
async function overhead() {
  const portal = await EmulatedPortal.start({
    terraform: configuration({ capacity: { plan: 4, apply: 4 } }),
  });
  const resources = Number(options.resources);
  const repetitions = Number(options.repetitions);
  const seconds = { local: [], codebuild: [] };
  try {
    const measure = async (environment, name, count) => {
      const began = performance.now();
      const id = await portal.run({
        name,
        module: MODULE,
        environment,
        variables: { resources: count },
      });
      await untilApplied(portal, id);
      return (performance.now() - began) / 1_000;
    };
    // The first of each kind warms caches up and is not counted.
    await measure('dev', 'warm-local', 1);
    await measure('cloud', 'warm-codebuild', 1);
    for (let repetition = 1; repetition <= repetitions; repetition += 1) {
      const contestants = [
        ['local', 'dev'],
        ['codebuild', 'cloud'],
      ];
      if (repetition % 2 === 0) contestants.reverse();
      for (const [kind, environment] of contestants) {
        const took = await measure(
          environment,
          `${kind}-${repetition}`,
          resources,
        );
        seconds[kind].push(took);
        say(`${kind}, repetition ${repetition}: ${took.toFixed(2)} s`);
      }
    }
  } finally {
    await portal.stop();
  }
  const local = median(seconds.local);
  const codebuild = median(seconds.codebuild);
  return [
    [
      `plan and apply of ${resources} resources, local`,
      `${local.toFixed(2)} s (median of ${repetitions})`,
    ],
    [
      'the same in CodeBuild without provisioning delay',
      `${codebuild.toFixed(2)} s, ${(codebuild / local).toFixed(2)}x`,
      `${MOST_RATIO}x`,
      codebuild / local <= MOST_RATIO,
    ],
  ];
}

/** Many builds at the same time, each of a few seconds and without Terraform. */
async function concurrent() {
  const builds = Number(options.builds);
  const pollSeconds = 5;
  const { portal, ids } = await startRuns(builds, {
    pollSeconds,
    seconds: 30,
    lines: 20,
  });
  try {
    const began = performance.now();
    const cpuBefore = portal.cpuSeconds();
    let most = 0;
    for (;;) {
      const active = portal.emulator.builds().filter(b => !b.complete).length;
      most = Math.max(most, active);
      const ended = await countEnded(portal);
      say(`${ended} of ${builds} runs have ended, ${active} builds run`);
      if (ended === builds) break;
      await sleep(2_000);
    }
    const wall = (performance.now() - began) / 1_000;
    const cpu = portal.cpuSeconds() - cpuBefore;
    const { calls, looks, over } = judgeLooks(portal.emulator.journal);
    const applied = (await portal.list('/runs?status=applied')).length;
    const throttled = portal.emulator.journal.entries.filter(
      ({ errorName }) => errorName === 'ThrottlingException',
    ).length;
    const started = portal.emulator.journal.of('codebuild', 'StartBuild');
    return [
      [
        'builds at the same time, at most',
        `${most} (of ${portal.emulator.builds().length} in all)`,
        `${Math.ceil(builds * 0.9)} or more seen at once`,
        most >= builds * 0.9,
      ],
      [
        'runs that were applied',
        `${applied} of ${ids.length} in ${wall.toFixed(0)} s`,
        'all',
        applied === ids.length,
      ],
      [
        'looks that made more than one request for each 100 builds',
        `${over} of ${looks} looks (${calls} requests)`,
        '0',
        over === 0,
      ],
      [
        'processor time of the portal',
        `${(cpu / wall).toFixed(2)} cores`,
        'less than 1',
        cpu / wall < 1,
      ],
      [
        'builds that were started twice, throttling errors',
        `${started.length - 2 * ids.length}, ${throttled}`,
        '0, 0',
        started.length === 2 * ids.length && throttled === 0,
      ],
    ];
  } finally {
    await portal.stop();
  }
}

/** Builds that go on while the portal is killed and started again. */
async function restart() {
  const builds = Number(options.restarted);
  const lines = 400;
  const { portal, ids } = await startRuns(builds, {
    pollSeconds: 5,
    seconds: 40,
    lines,
  });
  try {
    await until(
      () => portal.emulator.builds().filter(b => !b.complete).length === builds,
    );
    await sleep(5_000);
    await portal.kill();
    const before = portal.emulator.builds().map(({ id }) => id);
    await sleep(5_000);
    await portal.open();
    const reopened = performance.now();
    await until(async () => (await countEnded(portal)) === builds, 2_000);
    const wall = (performance.now() - reopened) / 1_000;
    const applied = (await portal.list('/runs?status=applied')).length;
    const plans = portal.emulator
      .builds()
      .filter(({ project }) => project === 'planroom-plan');
    let lost = 0;
    let repeated = 0;
    for (const id of ids) {
      const texts = await readLog(portal, id, 'plan');
      const numbers = texts.flatMap(text =>
        text.startsWith('line ') ? Number(text.slice(5)) : [],
      );
      lost += lines - new Set(numbers).size;
      repeated += numbers.length - new Set(numbers).size;
    }
    return [
      [
        'builds found again after the portal was killed',
        `${Math.min(
          applied,
          before.length,
        )} of ${builds}, all ended after ${wall.toFixed(0)} s`,
        `${builds}`,
        applied === builds,
      ],
      [
        'builds started again',
        `${plans.length - builds}`,
        '0',
        plans.length === builds,
      ],
      [
        `lines of ${builds * lines} lost, twice`,
        `${lost}, ${repeated}`,
        '0, 0',
        lost === 0 && repeated === 0,
      ],
    ];
  } finally {
    await portal.stop();
  }
}

/** A portal whose builds are instant, and as many runs as asked for, each in a workspace of its own. */
async function startRuns(count, { pollSeconds, seconds, lines }) {
  const portal = await EmulatedPortal.start({
    terraform: configuration({
      capacity: { plan: count, apply: count },
      pollSeconds,
      state: 'portal',
    }),
    configure: project => ({
      ...project,
      concurrentBuildLimit: count,
      run: instantBuild({ seconds, lines }),
    }),
  });
  const ids = [];
  const names = Array.from({ length: count }, (_, n) => `run-${n}`);
  for (let from = 0; from < count; from += 20) {
    ids.push(
      ...(await Promise.all(
        names
          .slice(from, from + 20)
          .map(name =>
            portal.run({ name, module: MODULE, environment: 'cloud' }),
          ),
      )),
    );
  }
  return { portal, ids };
}

/** Requests that come close together belong to one look at all builds. */
function judgeLooks(journal) {
  const looks = [];
  const calls = journal.of('codebuild', 'BatchGetBuilds');
  for (const { at, input } of calls) {
    const last = looks[looks.length - 1];
    const ids = input.ids.length;
    if (last && at - last.at < SAME_LOOK_MS) {
      Object.assign(last, { at, calls: last.calls + 1, ids: last.ids + ids });
    } else {
      looks.push({ at, calls: 1, ids });
    }
  }
  const over = looks.filter(
    look => look.calls > Math.ceil(look.ids / IDS_PER_REQUEST),
  ).length;
  return { calls: calls.length, looks: looks.length, over };
}

async function countEnded(portal) {
  let ended = 0;
  for (const status of FINAL) {
    ended += (await portal.list(`/runs?status=${status}`)).length;
  }
  return ended;
}

async function untilApplied(portal, id) {
  for (;;) {
    const { status, error } = await portal.call(`/runs/${id}`);
    if (status === 'applied') return;
    if (FINAL.includes(status)) {
      throw new Error(`Run ${id} is ${status}: ${error?.message}`);
    }
    await sleep(50);
  }
}

async function readLog(portal, id, phase) {
  const texts = [];
  for (let offset = 0; ; ) {
    const page = await portal.call(
      `/runs/${id}/logs/${phase}?offset=${offset}`,
    );
    texts.push(...page.lines.map(({ text }) => text));
    if (page.nextOffset === offset) return texts;
    offset = page.nextOffset;
  }
}

async function until(done, pauseMs = 250, patienceMs = 300_000) {
  const deadline = performance.now() + patienceMs;
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error('Waited for too long');
    await sleep(pauseMs);
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
