/**
 * `node runner.cjs <controlFolder>`: one phase of a run. See index.ts for the files, runPhase.ts for the steps.
 *
 * Exit codes: 0 succeeded, 1 failed or canceled (the file `exit` says how), 2 no usable control folder, 3 begun already.
 */
import { resolve } from 'node:path';
import { Cancellation } from './cancellation';
import { ControlFolder } from './control';
import { ALREADY_STARTED_EXIT_CODE, HEARTBEAT_INTERVAL_MS } from './index';
import { processIdentity } from './processIdentity';
import { runPhase } from './runPhase';

const CANCEL_POLL_MS = 250;

const CANCELED = 'The run was canceled.';
const STOPPED = 'The runner was asked to stop.';

function watchForCancel(
  control: ControlFolder,
  cancellation: Cancellation,
): NodeJS.Timeout {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => cancellation.request('graceful', STOPPED));
  }
  // The terminal or session that started a phase may go; the phase stays.
  process.on('SIGHUP', () => undefined);
  const poll = () => {
    const mode = control.readCancel();
    if (mode) {
      cancellation.request(mode, CANCELED);
    }
  };
  poll();
  return setInterval(poll, CANCEL_POLL_MS);
}

async function main(folder: string | undefined): Promise<number> {
  if (!folder) {
    process.stderr.write('Usage: runner.cjs <controlFolder>\n');
    return 2;
  }
  process.umask(0o077);
  const control = new ControlFolder(resolve(folder));
  try {
    if (!control.claim()) {
      return ALREADY_STARTED_EXIT_CODE;
    }
    control.prepare(processIdentity(process.pid));
  } catch (error) {
    process.stderr.write(
      `The control folder ${folder} cannot be used: ${
        (error as Error).message
      }\n`,
    );
    return 2;
  }
  const cancellation = new Cancellation();
  const timers = [
    watchForCancel(control, cancellation),
    setInterval(() => control.beat(), HEARTBEAT_INTERVAL_MS),
  ];
  const result = await runPhase(control, cancellation);
  timers.forEach(timer => clearInterval(timer));
  control.writeExit(result);
  return result.outcome === 'succeeded' ? 0 : 1;
}

main(process.argv[2]).then(code => process.exit(code));
