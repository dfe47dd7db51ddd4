import { readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { CONTROL_FILES, RunnerProcess } from '@planroom/terraform-runner';
import { SilenceWatch } from './silence';

/** A runner that cannot be looked up counts as dead when its heartbeat has stood still for this long. */
const HEARTBEAT_LIMIT_MS = 30_000;
/** Not more of the time between two looks counts as silence. */
const LONGEST_GAP_MS = 10_000;

/**
 * Judges whether runners are dead. Process numbers mean something only within one boot and one PID namespace; elsewhere the runner's
 * heartbeat is watched, by this process's own clock that only goes forward.
 */
export class RunnerWatch {
  readonly #beats = new Map<string, SilenceWatch>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether neither the runner of a phase nor the Terraform command it started can be alive any more. */
  async isProvablyDead(control: string): Promise<boolean> {
    const runner = await readProcess(join(control, CONTROL_FILES.pid));
    if (!runner) return this.#isSilent(control, CONTROL_FILES.started);
    if (!(await isHere(runner))) {
      return this.#isSilent(control, CONTROL_FILES.heartbeat);
    }
    const terraform = await readProcess(
      join(control, CONTROL_FILES.terraformPid),
    );
    return (
      !(await isAlive(runner)) && !(terraform && (await isAlive(terraform)))
    );
  }

  /** Lets go of what was remembered of a phase. */
  forget(control: string): void {
    this.#beats.delete(control);
  }

  async #isSilent(control: string, file: string): Promise<boolean> {
    const found = await stat(join(control, file)).catch(() => undefined);
    const watch = this.#beats.get(control) ?? new SilenceWatch(LONGEST_GAP_MS);
    this.#beats.set(control, watch);
    watch.look([{ id: file, beat: found?.mtimeMs ?? 0 }], this.#now());
    return watch.silentMs(file) >= HEARTBEAT_LIMIT_MS;
  }
}

/** Whether a process is known to have ended: it would have to be here, and is not. */
export async function isGone(process: RunnerProcess): Promise<boolean> {
  return (await isHere(process)) && !(await isAlive(process));
}

/** Whether a process number of that process means something to this one. */
async function isHere(process: RunnerProcess): Promise<boolean> {
  const isSame = (theirs: string | undefined, own: string | undefined) =>
    theirs === undefined || theirs === own;
  return (
    isSame(process.bootId, await bootId()) &&
    isSame(process.pidNamespace, await pidNamespace())
  );
}

/** Names this process so that a later one with the same number is not taken for it. */
export async function ownProcess(): Promise<RunnerProcess> {
  return {
    pid: process.pid,
    startTicks: await startTicks(process.pid),
    bootId: await bootId(),
    pidNamespace: await pidNamespace(),
  };
}

async function isAlive(process: RunnerProcess): Promise<boolean> {
  if (process.startTicks !== undefined) {
    return (await startTicks(process.pid)) === process.startTicks;
  }
  try {
    globalThis.process.kill(process.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/<pid>/stat, counted after the command name; undefined when there is no such process or it is a zombie. */
async function startTicks(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

async function bootId(): Promise<string | undefined> {
  const text = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(
    () => undefined,
  );
  return text?.trim();
}

async function pidNamespace(): Promise<string | undefined> {
  const link = await readlink('/proc/self/ns/pid').catch(() => undefined);
  return link && (/\d+/.exec(link)?.[0] ?? link);
}

async function readProcess(file: string): Promise<RunnerProcess | undefined> {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  try {
    return content ? JSON.parse(content) : undefined;
  } catch {
    return undefined;
  }
}
