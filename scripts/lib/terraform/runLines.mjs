import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const KEPT_LINES = 60;

/** Runs a program and gives its output line by line; the answer has its exit status and the last lines. */
export function runLines(command, args, options, onLine = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kept = [];
    const keep = line => {
      if (kept.length === KEPT_LINES) kept.shift();
      kept.push(line.slice(0, 2000));
    };
    const readers = [child.stdout, child.stderr].map(stream =>
      createInterface({ input: stream, crlfDelay: Infinity }),
    );
    readers.forEach(reader => reader.on('line', keep));
    readers[0].on('line', onLine);
    child.once('error', reject);
    child.once('close', status => resolve({ status, output: kept.join('\n') }));
  });
}
