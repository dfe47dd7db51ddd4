// Runs the tests of what is not a package: scripts and the files for containers.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, installDebianPackage } from './programs.mjs';
import { ROOT } from './project.mjs';

const FOLDERS = ['scripts', 'docker'];
/** What some of them try for real, and are skipped without. */
const PROGRAMS = ['nginx', 'unzip'];

function testFiles() {
  return FOLDERS.flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter(name => name.endsWith('.test.mjs'))
      .map(name => join(folder, name)),
  );
}

/** @returns `{ passed, failed, skipped, reasons }`; what failed is printed, `reasons` say what was skipped and why */
export async function runNodeTests() {
  for (const name of PROGRAMS) {
    if (!findProgram(name)) await installDebianPackage(name);
  }
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        '--test',
        '--test-timeout=120000',
        '--test-reporter=tap',
        ...testFiles(),
      ],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.once('error', reject);
    child.once('close', status => {
      const count = name =>
        Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
      const counts = {
        passed: count('pass'),
        failed: count('fail') + count('cancelled'),
        skipped: count('skipped'),
        reasons: [...output.matchAll(/^ *ok \d+ - (.*) # SKIP ?(.*)$/gm)].map(
          ([, test, reason]) => `${test}: ${reason}`,
        ),
      };
      if (status !== 0) process.stdout.write(output);
      // A file that cannot be loaded is counted by nobody.
      if (status !== 0 && counts.failed === 0) counts.failed = 1;
      resolve(counts);
    });
  });
}
