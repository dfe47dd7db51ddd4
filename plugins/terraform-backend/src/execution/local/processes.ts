import { readFile, readlink, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { CONTROL_FILES, RunnerProcess } from '@planroom/terraform-runner';

/** A runner whose place cannot be looked into counts as dead when its heartbeat is older than this. */
const HEARTBEAT_LIMIT_MS = 60_000;

/**
 * Whether neither the runner of a phase nor the Terraform command it started can be alive any more. Process numbers mean something only
 * within one boot and one PID namespace; elsewhere the runner's heartbeat decides.
 */
export async function isProvablyDead(control: string): Promise<boolean> {
  const runner = await readProcess(join(control, CONTROL_FILES.pid));
  const terraform = await readProcess(
    join(control, CONTROL_FILES.terraformPid),
  );
  if (!runner) return heartbeatRanOut(control, CONTROL_FILES.started);
  if (runner.bootId && runner.bootId !== (await bootId())) return true;
  if (runner.pidNamespace && runner.pidNamespace !== (await pidNamespace())) {
    return heartbeatRanOut(control, CONTROL_FILES.heartbeat);
  }
  return !(await isAlive(runner)) && !(terraform && (await isAlive(terraform)));
}

/** Boot and PID namespace of this process: where a process number means what it says. */
export async function currentPlace(): Promise<string> {
  return `${(await bootId()) ?? hostname()}/${(await pidNamespace()) ?? '-'}`;
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

async function heartbeatRanOut(
  control: string,
  file: string,
): Promise<boolean> {
  const found = await stat(join(control, file)).catch(() => undefined);
  return !found || Date.now() - found.mtimeMs > HEARTBEAT_LIMIT_MS;
}

async function readProcess(file: string): Promise<RunnerProcess | undefined> {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  try {
    return content ? JSON.parse(content) : undefined;
  } catch {
    return undefined;
  }
}
