import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CONTROL_FILES,
  RESULT_FILES,
  SECRETS_FD,
  type CancelMode,
  type PhaseResult,
  type PhaseSecrets,
  type PhaseSpec,
  type PhaseStep,
  type RunnerProcess,
} from '../index';
import { processIdentity } from '../processIdentity';
import { copyRegularFile } from '../safeFiles';

const TERRAFORM_POLL_MS = 500;
const STOP_POLL_MS = 100;
const RUNNER = 'runner.cjs';

/** The runner itself, which carries out the phase as it does under every executor. */
export class Runner {
  readonly #control: string;
  readonly #spec: PhaseSpec;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  #complaint = '';

  private constructor(control: string, spec: PhaseSpec, child: ChildProcess) {
    this.#control = control;
    this.#spec = spec;
    this.#child = child;
    this.#exited = new Promise<void>(resolve => {
      child.once('exit', () => resolve());
      child.once('error', error => {
        this.#complaint = error.message;
        resolve();
      });
    });
    child.stderr?.setEncoding('utf8').on('data', text => {
      this.#complaint = (this.#complaint + text).slice(0, 2_000);
    });
  }

  static async start(options: {
    folder: string;
    control: string;
    spec: PhaseSpec;
    secrets: PhaseSecrets;
    path: string;
  }): Promise<Runner> {
    const { control, spec } = options;
    await writeFile(join(control, CONTROL_FILES.spec), JSON.stringify(spec), {
      mode: 0o600,
    });
    const stdio: Array<'ignore' | 'pipe'> = ['ignore', 'ignore', 'pipe'];
    stdio[SECRETS_FD] = 'pipe';
    const child = spawn(
      process.execPath,
      [join(options.folder, RUNNER), control],
      { env: { PATH: options.path }, stdio, cwd: '/' },
    );
    const pipe = child.stdio[SECRETS_FD] as NodeJS.WritableStream;
    pipe.on('error', () => undefined); // its end says more than the pipe
    pipe.end(JSON.stringify(options.secrets));
    return new Runner(control, spec, child);
  }

  cancel(mode: CancelMode): void {
    writeFileSync(join(this.#control, CONTROL_FILES.cancel), mode, {
      mode: 0o600,
    });
  }

  /** The machine itself has to come to an end: the runner says so in other words than for a canceled run. */
  async stop(): Promise<void> {
    const heartbeat = join(this.#control, CONTROL_FILES.heartbeat);
    while (!existsSync(heartbeat) && this.#child.exitCode === null) {
      await sleep(STOP_POLL_MS);
    }
    // It listens at once after its first beat; before, the signal would end it like any process.
    await sleep(STOP_POLL_MS);
    this.#child.kill('SIGTERM');
  }

  /** Waits for the phase's end, whether or not the runner lives to see it. */
  async result(): Promise<PhaseResult> {
    await this.#exited;
    const exit = join(this.#control, CONTROL_FILES.exit);
    return existsSync(exit)
      ? (JSON.parse(readFileSync(exit, 'utf8')) as PhaseResult)
      : this.#recover();
  }

  /** Terraform goes on without its runner: its end is waited for, and a state that it could not save is taken. */
  async #recover(): Promise<PhaseResult> {
    const { phase, phaseId, workFolder } = this.#spec;
    const terraform = this.#terraform();
    while (terraform && isAlive(terraform)) {
      await sleep(TERRAFORM_POLL_MS);
    }
    const erroredState =
      (await copyRegularFile(
        join(workFolder, RESULT_FILES.erroredState),
        join(this.#control, 'result', RESULT_FILES.erroredState),
        { owner: this.#spec.runAs?.uid },
      )) !== undefined;
    const step = this.#lastStep();
    const applyStarted =
      phase === 'apply' && ['apply', 'hand-over'].includes(step);
    const now = new Date().toISOString();
    return {
      v: 1,
      phaseId,
      outcome: 'failed',
      step,
      message: `The runner ended without a result, perhaps for lack of memory${
        this.#complaint ? ` (${this.#complaint.trim()})` : ''
      }. ${
        applyStarted
          ? 'Terraform may have changed things that the state does not know: compare before the next run, and give the builds a larger machine.'
          : 'Nothing was changed: give the builds a larger machine, then retry the run.'
      }`,
      diagnostics: [],
      ...(erroredState ? { erroredState } : {}),
      ...(applyStarted ? { applyStarted } : {}),
      startedAt: now,
      finishedAt: now,
    };
  }

  /** The runner tells of a step before it begins it. */
  #lastStep(): PhaseStep {
    const path = join(this.#control, CONTROL_FILES.output);
    const steps = readFileSync(path, 'utf8').matchAll(
      /"text":"Step ([a-z-]+)"/g,
    );
    return ([...steps].at(-1)?.[1] ?? 'start') as PhaseStep;
  }

  #terraform(): RunnerProcess | undefined {
    try {
      const path = join(this.#control, CONTROL_FILES.terraformPid);
      return JSON.parse(readFileSync(path, 'utf8')) as RunnerProcess;
    } catch {
      return undefined;
    }
  }
}

function isAlive({ pid, startTicks }: RunnerProcess): boolean {
  if (startTicks !== processIdentity(pid).startTicks) {
    return false;
  }
  // Nobody may be there to take notice of its end.
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
