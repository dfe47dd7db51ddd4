// `npm test`: everything that must pass, on a fresh machine. The last line sums over all runners.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkProduction } from './lib/checkProduction.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { runNodeTests } from './lib/nodeTests.mjs';
import { freePort, startPostgres } from './lib/postgres.mjs';
import { ensureBuilt, ensureInstalled } from './lib/prepare.mjs';
import { findProviderMirror } from './lib/providerMirror.mjs';
import { ROOT, run, say, yarn } from './lib/project.mjs';

const results = join(ROOT, '.build/test-results');
const totals = { passed: 0, failed: 0, skipped: 0 };
/** What could not be checked here, and why: said at the end, so that nobody takes silence for success. */
const notRun = [];
const began = Date.now();

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

async function check(name, work) {
  const start = Date.now();
  say(`${name} ...`);
  try {
    await work();
    totals.passed += 1;
    say(`${name}: passed in ${seconds(start)}`);
  } catch (error) {
    totals.failed += 1;
    say(`${name}: FAILED in ${seconds(start)}: ${error.message}`);
  }
}

/** A runner that counts for itself; its own failure counts as one if it failed without counting any. */
async function suite(name, work, count) {
  const start = Date.now();
  say(`${name} ...`);
  let failure;
  await work().catch(error => {
    failure = error;
  });
  let counted = { passed: 0, failed: 0, skipped: 0 };
  try {
    counted = count();
  } catch (error) {
    failure ??= error;
  }
  if (failure && counted.failed === 0) counted.failed = 1;
  for (const key of Object.keys(totals)) totals[key] += counted[key];
  say(
    `${name}: ${counted.passed} passed, ${counted.failed} failed, ${
      counted.skipped
    } skipped in ${seconds(start)}`,
  );
}

const seconds = start => `${((Date.now() - start) / 1000).toFixed(0)} s`;
const readJson = file => JSON.parse(readFileSync(join(results, file), 'utf8'));

await ensureInstalled();
await check('runner bundle', () =>
  yarn(['workspace', '@planroom/terraform-runner', 'build'], { quiet: true }),
);
// From scratch: what an earlier run left behind changes what the API reports say.
rmSync(join(ROOT, 'dist-types'), { recursive: true, force: true });
await check('type check', () => yarn(['tsc', '--incremental', 'false']));
await check('lint', () =>
  yarn(['backstage-cli', 'repo', 'lint', '--max-warnings=0']),
);
await check('formatting', () =>
  yarn(['prettier', '--check', '.'], { quiet: true }),
);
await check('API reports', () =>
  yarn(
    [
      'backstage-repo-tools',
      'api-reports',
      '--ci',
      '--exclude',
      'packages/*',
      '-o',
      'ae-wrong-input-file-type',
    ],
    { quiet: true },
  ),
);
await check('configuration', () =>
  yarn(
    [
      'backstage-cli',
      'config:check',
      '--strict',
      '--lax',
      '--config',
      join(ROOT, 'app-config.yaml'),
      '--config',
      join(ROOT, 'app-config.demo.yaml'),
    ],
    { quiet: true },
  ),
);

await check('tables of the module READMEs', () =>
  run(process.execPath, [join(ROOT, 'scripts/moduleTables.mjs'), '--check']),
);
let nodeTests;
await suite(
  'tests of scripts and container files',
  async () => {
    nodeTests = await runNodeTests();
  },
  () => {
    const { reasons, ...counted } = nodeTests;
    notRun.push(...reasons);
    return counted;
  },
);
await suite(
  'Terraform: modules, environments, examples',
  () =>
    run(process.execPath, [join(ROOT, 'scripts/checkTerraform.mjs')], {
      env: {
        ...process.env,
        TERRAFORM_REPORT: join(results, 'terraform.json'),
      },
    }),
  () => {
    const { notRun: reasons, ...counted } = readJson('terraform.json');
    notRun.push(...reasons);
    return counted;
  },
);

const postgres = await startPostgres();
if (postgres) say(`stores are tested on SQLite and ${postgres.description}`);
else
  notRun.push('stores on PostgreSQL: no local server and no npm-packaged one');
const mirror = process.env.TF_PLUGIN_MIRROR_DIR ?? findProviderMirror();
if (!mirror)
  notRun.push('what needs the AWS provider: no provider mirror found');

await suite(
  'unit and integration tests',
  () =>
    yarn(
      [
        'backstage-cli',
        'repo',
        'test',
        '--maxWorkers=2',
        '--watchAll=false',
        '--json',
        `--outputFile=${join(results, 'jest.json')}`,
      ],
      {
        env: {
          CI: 'true',
          DEBUG_PRINT_LIMIT: '0',
          ...postgres?.env,
          ...(mirror && { TF_PLUGIN_MIRROR_DIR: mirror }),
        },
      },
    ),
  () => {
    const jest = readJson('jest.json');
    return {
      passed: jest.numPassedTests,
      failed: jest.numFailedTests + jest.numRuntimeErrorTestSuites,
      skipped: jest.numPendingTests,
    };
  },
);

await check('build', () => ensureBuilt());
if (postgres) {
  await check('production configuration', () => checkProduction(postgres.url));
  // Not beside other work: it measures how long recoveries take.
  await check('faults: 20 kills among 200 runs', () =>
    run(process.execPath, [
      join(ROOT, 'benchmarks/faults.mjs'),
      '--kills',
      '20',
      '--runs',
      '200',
    ]),
  );
  await postgres.stop();
} else {
  notRun.push(
    'the production configuration and the faults: they need PostgreSQL',
  );
}

const chromium = await ensureChromium();
if (chromium) {
  await suite(
    'browser story',
    async () =>
      run(
        process.execPath,
        [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test'],
        {
          env: {
            ...process.env,
            CHROMIUM_PATH: chromium,
            APP_PORT: String(await freePort()),
            PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'playwright.json'),
          },
        },
      ),
    () => {
      const { stats } = readJson('playwright.json');
      return {
        passed: stats.expected + stats.flaky,
        failed: stats.unexpected,
        skipped: stats.skipped,
      };
    },
  );
} else {
  notRun.push('the browser story: no Chromium could be had');
}

for (const reason of notRun) say(`NOT RUN: ${reason}`);
say(`everything took ${seconds(began)}`);
process.stdout.write(
  `${totals.passed} passed, ${totals.failed} failed${
    totals.skipped ? `, ${totals.skipped} skipped` : ''
  }\n`,
);
process.exit(totals.failed > 0 ? 1 : 0);
