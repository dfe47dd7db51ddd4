// Puts one configuration through Terraform: init, validate, test, and a review of what its examples plan.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runLines } from './runLines.mjs';
import { review, withoutExceptions } from './review/review.mjs';

/** Tests whose plans are reviewed: of the examples of a module, of a root as it stands. */
const REVIEWED = new Set(['examples.tftest.hcl', 'plan.tftest.hcl']);

/**
 * @returns results, each `{ name, passed, message? }`
 */
export async function testConfiguration({ name, folder, env, exceptions }) {
  const initialized = await terraform(['init', '-backend=false'], folder, env);
  if (initialized.status !== 0) {
    return [failure('init', initialized)];
  }
  const validated = await terraform(['validate'], folder, env);
  const results = [
    validated.status === 0
      ? { name: 'validate', passed: true }
      : failure('validate', validated),
  ];
  const files = readdirSync(join(folder, 'tests')).filter(file =>
    file.endsWith('.tftest.hcl'),
  );
  const findings = [];
  for (const file of files) {
    const { runs, plans } = await runTests(file, folder, env);
    results.push(...runs);
    for (const [run, plan] of plans) {
      const found = review(plan).map(each => ({ ...each, run }));
      findings.push(...found);
      if (found.length === 0) {
        results.push({ name: `review of ${run}`, passed: true });
      }
    }
  }
  if (!files.some(file => REVIEWED.has(file))) {
    results.push({
      name: 'examples',
      passed: false,
      message: `has no tests/${[...REVIEWED].join(
        ' or ',
      )}, so that nobody can review what it plans`,
    });
  }
  return [...results, ...reviewResults(name, findings, exceptions)];
}

function reviewResults(name, findings, exceptions) {
  const { left, unused } = withoutExceptions(name, findings, exceptions);
  return [
    ...left.map(({ run, address, kind, message }) => ({
      name: `review of ${run}`,
      passed: false,
      message: `${address} ${message} (${kind})`,
    })),
    ...unused.map(({ address, kind }) => ({
      name: 'review',
      passed: false,
      message: `the exception for ${address} (${kind}) excuses nothing any more: remove it`,
    })),
  ];
}

async function runTests(file, folder, env) {
  const runs = [];
  const plans = new Map();
  const diagnostics = new Map();
  const { status, output } = await terraform(
    [
      'test',
      '-json',
      `-filter=tests/${file}`,
      ...(REVIEWED.has(file) ? ['-verbose'] : []),
    ],
    folder,
    env,
    line => {
      const message = parsed(line);
      const run = message?.['@testrun'];
      if (message?.type === 'test_plan') {
        plans.set(run, message.test_plan);
      } else if (message?.type === 'diagnostic') {
        const { severity, summary, detail, range } = message.diagnostic;
        if (severity === 'error') {
          diagnostics.set(
            run,
            [
              diagnostics.get(run),
              `${range?.filename ?? ''}:${
                range?.start.line ?? ''
              } ${summary}: ${detail}`,
            ]
              .filter(Boolean)
              .join('\n'),
          );
        }
      } else if (
        message?.type === 'test_run' &&
        message.test_run.progress === 'complete'
      ) {
        runs.push({ run, status: message.test_run.status });
      }
    },
  );
  const results = runs.map(each => ({
    name: `${file} ${each.run}`,
    passed: each.status === 'pass',
    ...(each.status !== 'pass' && {
      message: `${each.status}: ${
        diagnostics.get(each.run) ?? diagnostics.get(undefined) ?? ''
      }`,
    }),
  }));
  if (status !== 0 && results.every(({ passed }) => passed)) {
    results.push({
      name: file,
      passed: false,
      message: [...diagnostics.values()].join('\n') || output,
    });
  }
  return { runs: results, plans };
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function failure(name, { output }) {
  return { name, passed: false, message: output.trim() };
}

async function terraform(args, folder, env, onLine) {
  return runLines(
    'terraform',
    [...args, ...(args.includes('-json') ? [] : ['-no-color'])],
    { cwd: folder, env },
    onLine,
  );
}
