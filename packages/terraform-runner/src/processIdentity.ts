import { readFileSync, statSync } from 'node:fs';
import type { RunnerProcess } from './index';

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Names a process so that a later one with the same number is not taken for it. */
export function processIdentity(pid: number): RunnerProcess {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return {
    pid,
    // The command's name (field 2) may hold spaces and brackets, so fields count from its last bracket.
    startTicks: stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19],
    bootId: attempt(() =>
      readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    ),
    pidNamespace: attempt(() => String(statSync('/proc/self/ns/pid').ino)),
  };
}
