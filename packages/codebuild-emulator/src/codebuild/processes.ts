import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface ProcessFacts {
  pid: number;
  parent: number;
  group: number;
  /** Whether it was started with the variable that marks the build. */
  marked: boolean;
}

/**
 * Ends all that a build started, as the end of its container does: the groups of its shells, what they started in groups of their own, and
 * what outlived its parent but has the build's variables. Without `/proc` only the groups are known.
 *
 * @param groups - the process groups of the shells
 * @param mark - the variable of the build, e.g. `CODEBUILD_BUILD_ID=plan:0a1b`
 */
export function killAll(groups: number[], mark: string): void {
  const known = new Set<number>();
  for (;;) {
    // The list comes first: what has lost its parent cannot be told any more. What is started meanwhile is on the next.
    const found = (ofBuild(groups, mark) ?? []).filter(pid => !known.has(pid));
    for (const group of groups) signalGroup(group, 'SIGKILL');
    if (found.length === 0) return;
    for (const pid of found) {
      send(pid, 'SIGKILL');
      known.add(pid);
    }
  }
}

/** Whether anything of a build is still there. */
export function anyAlive(groups: number[], mark: string): boolean {
  const found = ofBuild(groups, mark);
  return found ? found.length > 0 : groups.some(group => send(-group, 0));
}

export function signalGroup(group: number, signal: NodeJS.Signals): void {
  send(-group, signal);
}

/** The ids of a build's processes, given all groups of its shells; undefined without `/proc`. */
function ofBuild(groups: number[], mark: string): number[] | undefined {
  const all = listProcesses(mark);
  if (!all) return undefined;
  const found = new Set<number>();
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const { pid, parent, group, marked } of all) {
      if (marked || groups.includes(group) || found.has(parent)) found.add(pid);
    }
  }
  return [...found];
}

function listProcesses(mark: string): ProcessFacts[] | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => readProcess(name, mark) ?? []);
}

/** Undefined for what has ended, if only just now. */
function readProcess(name: string, mark: string): ProcessFacts | undefined {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    // The name of the program is in brackets, and may have spaces and brackets itself.
    const [state, parent, group] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ');
    if (state === 'Z') return undefined;
    return {
      pid: Number(name),
      parent: Number(parent),
      group: Number(group),
      marked: readEnvironment(name).includes(mark),
    };
  } catch {
    return undefined;
  }
}

function readEnvironment(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    // It is another user's.
    return [];
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
