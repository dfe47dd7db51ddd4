// Says which Terraform phases are still running, from the files that their runners keep.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function runningPhases(dataDir) {
  const runs = join(dataDir, 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs).flatMap(runId =>
    ['plan', 'apply']
      .filter(phase => isRunning(join(runs, runId, phase)))
      .map(phase => ({ runId, phase })),
  );
}

function isRunning(control) {
  if (!existsSync(join(control, 'pid')) || existsSync(join(control, 'exit'))) {
    return false;
  }
  try {
    process.kill(JSON.parse(readFileSync(join(control, 'pid'), 'utf8')).pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
