// Portal overhead: plan + apply through the portal against bare Terraform on the same module, in one run, interleaved.
//
//   node benchmarks/overhead.mjs [--repetitions 5] [--sizes 1,1000]
//
// Bare means `terraform init`, `plan -out`, `show -json` and `apply` of that plan against an http state server that this script
// contains: Terraform's local state file is far slower with many resources and would flatter the portal.
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPortal, untilHealthy } from '../scripts/lib/portal.mjs';
import { freePort } from '../scripts/lib/postgres.mjs';
import { ensureBuilt, ensureInstalled } from '../scripts/lib/prepare.mjs';
import { median, printTable } from './lib/report.mjs';
import { writeResourcesModule } from './lib/resourcesModule.mjs';

const LIMIT_RATIO = 1.25;
const LIMIT_EXTRA_SECONDS = 1.5;
const POLL_MS = 50;
const DEVELOPER = 'user:default/developer';
const MODULE = 'benchmark';

const { values: options } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '1,1000' },
  },
});
const repetitions = Number(options.repetitions);
const sizes = options.sizes.split(',').map(Number);

await ensureInstalled();
await ensureBuilt();

const folder = await mkdtemp(join(tmpdir(), 'planroom-overhead-'));
const stopAll = [];
try {
  await main();
} finally {
  for (const stop of stopAll.reverse()) await stop();
  await rm(folder, { recursive: true, force: true });
}

async function main() {
  const modules = join(folder, 'modules');
  await writeResourcesModule(join(modules, MODULE));
  const state = await startStateServer();
  stopAll.push(state.stop);
  const portal = await openPortal(modules);

  // The first of each kind warms caches up and is not counted.
  await bare(join(modules, MODULE), state.url, 1, 'warm-up');
  await portal.run(1, 'warm-up');

  const seconds = new Map(sizes.map(size => [size, { bare: [], portal: [] }]));
  const load = loadavg();
  for (let repetition = 1; repetition <= repetitions; repetition++) {
    for (const size of sizes) {
      const name = `r${size}-${repetition}`;
      const contestants = [
        ['bare', () => bare(join(modules, MODULE), state.url, size, name)],
        ['portal', () => portal.run(size, name)],
      ];
      // Whoever goes first changes, so that a slow moment of the machine favours nobody.
      if (repetition % 2 === 0) contestants.reverse();
      for (const [kind, measure] of contestants) {
        const took = await measure();
        seconds.get(size)[kind].push(took);
        process.stderr.write(
          `${size} resources, repetition ${repetition}, ${kind}: ${took.toFixed(
            2,
          )} s\n`,
        );
      }
    }
  }
  report(seconds, load);
}

/** Terraform's http backend at its plainest: states and locks in memory. */
async function startStateServer() {
  const states = new Map();
  const locks = new Map();
  const server = createServer((req, res) => {
    const parts = [];
    req.on('data', part => parts.push(part));
    req.on('end', () => {
      const body = Buffer.concat(parts);
      const path = new URL(req.url, 'http://state').pathname;
      const answer = (status, content) => res.writeHead(status).end(content);
      switch (req.method) {
        case 'GET':
          return states.has(path) ? answer(200, states.get(path)) : answer(404);
        case 'POST':
          states.set(path, body);
          return answer(200);
        case 'LOCK':
          if (locks.has(path)) return answer(423, locks.get(path));
          locks.set(path, body);
          return answer(200);
        case 'UNLOCK':
          locks.delete(path);
          return answer(200);
        default:
          return answer(405);
      }
    });
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise(done => server.close(done)),
  };
}

/** Seconds that a person at a terminal would wait. */
async function bare(moduleFolder, stateUrl, size, name) {
  const work = join(folder, `bare-${name}`);
  await mkdir(work);
  const address = `${stateUrl}/${name}`;
  await writeFile(
    join(work, 'main.tf.json'),
    JSON.stringify({
      terraform: {
        backend: {
          http: {
            address,
            lock_address: address,
            unlock_address: address,
          },
        },
      },
      module: { this: { source: moduleFolder, resources: size } },
      output: { count: { value: '${module.this.count}' } },
    }),
  );
  const began = performance.now();
  await terraform(work, ['init', '-input=false']);
  await terraform(work, ['plan', '-input=false', '-out=plan.tfplan']);
  await terraform(work, ['show', '-json', 'plan.tfplan']);
  await terraform(work, ['apply', '-input=false', 'plan.tfplan']);
  const took = (performance.now() - began) / 1000;
  await rm(work, { recursive: true });
  return took;
}

function terraform(cwd, args) {
  return new Promise((done, fail) => {
    const log = createWriteStream(join(cwd, `${args[0]}.log`));
    log.once('open', fd => {
      const child = spawn('terraform', args, {
        cwd,
        stdio: ['ignore', fd, fd],
        env: {
          PATH: process.env.PATH,
          HOME: cwd,
          TF_IN_AUTOMATION: '1',
          CHECKPOINT_DISABLE: '1',
        },
      });
      child.once('error', fail);
      child.once('exit', code => {
        log.close();
        if (code === 0) done();
        else fail(new Error(`terraform ${args[0]} ended with ${code}`));
      });
    });
  });
}

/** The built portal with the local demo's configuration, data in a temporary folder. */
async function openPortal(modules) {
  const config = join(folder, 'app-config.benchmark.yaml');
  await writeFile(
    config,
    JSON.stringify({
      terraform: {
        modules: { locations: [{ type: 'file', target: modules }] },
      },
    }),
  );
  const port = await freePort();
  const child = startPortal({
    port,
    dataDir: join(folder, 'data'),
    configs: [config],
    stdio: 'ignore',
  });
  stopAll.push(async () => {
    if (child.exitCode !== null) return;
    // Its data is temporary, so it need not end in good order.
    const ended = new Promise(done => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
  });
  await untilHealthy(child, port);
  const base = `http://localhost:${port}/api`;
  const token = await signIn(base);

  const call = async (path, body) => {
    const response = await fetch(`${base}/terraform${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${answer.error?.message}`);
    return answer;
  };
  return {
    /** Seconds from the request to the moment at which the run is shown as applied. */
    async run(size, name) {
      const workspace = await call('/workspaces', {
        name: `benchmark-${name}`,
        module: MODULE,
        environment: 'dev',
        owner: 'group:default/developers',
        variables: { resources: size },
      });
      const began = performance.now();
      const { id } = await call(`/workspaces/${workspace.id}/runs`, {
        kind: 'plan_and_apply',
      });
      for (;;) {
        const run = await call(`/runs/${id}`);
        if (run.status === 'applied') return (performance.now() - began) / 1000;
        if (['errored', 'canceled', 'discarded'].includes(run.status)) {
          throw new Error(`Run ${id} is ${run.status}: ${run.error?.message}`);
        }
        await sleep(POLL_MS);
      }
    },
  };
}

async function signIn(base) {
  const response = await fetch(`${base}/auth/demo/refresh`, {
    headers: { 'x-demo-user': DEVELOPER },
  });
  if (!response.ok) throw new Error(`Sign-in answered ${response.status}`);
  return (await response.json()).backstageIdentity.token;
}

function report(seconds, load) {
  const { terraform_version: version } = JSON.parse(
    execFileSync('terraform', ['version', '-json'], {
      env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: '1' },
    }),
  );
  const rows = sizes.map(size => {
    const bareMedian = median(seconds.get(size).bare);
    const portalMedian = median(seconds.get(size).portal);
    const limit = LIMIT_RATIO * bareMedian + LIMIT_EXTRA_SECONDS;
    return [
      String(size),
      `${bareMedian.toFixed(2)} s`,
      `${portalMedian.toFixed(2)} s`,
      `${(portalMedian / bareMedian).toFixed(2)}x`,
      `${(portalMedian - bareMedian).toFixed(2)} s`,
      `${limit.toFixed(2)} s`,
      `${((100 * portalMedian) / limit).toFixed(0)} %`,
      portalMedian <= limit ? 'within' : 'OVER',
    ];
  });
  const heads = [
    'resources',
    'bare',
    'portal',
    'ratio',
    'difference',
    `limit (${LIMIT_RATIO}x + ${LIMIT_EXTRA_SECONDS} s)`,
    'of the limit',
    'verdict',
  ];
  printTable({
    about: `Medians of ${repetitions}, interleaved. Terraform ${version},`,
    before: load,
    heads,
    rows,
  });
}
