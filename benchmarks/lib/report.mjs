// What the benchmarks print: medians as a table, with the machine and how busy it was.
import { cpus, loadavg } from 'node:os';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param about - versions and the like, told beside the machine; @param before - the load average when it began */
export function printTable({ about, before, heads, rows }) {
  const line = cells => `| ${cells.join(' | ')} |`;
  const loads = values => values.map(value => value.toFixed(1)).join(' ');
  process.stdout.write(
    [
      '',
      `${about} ${cpus().length} cores, Node ${
        process.versions.node
      }, load average ${loads(before)} before, ${loads(loadavg())} after.`,
      '',
      line(heads),
      line(heads.map(() => '---')),
      ...rows.map(line),
      '',
    ].join('\n'),
  );
}

/** The value that a share of all values does not exceed, 0.95 for instance. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/**
 * Prints figures against what they have to reach, and answers whether all do.
 *
 * @param figures - each [what, measured as text, limit as text, whether it is within]; without the last two it is for information only
 */
export function printFigures({ about, before, figures }) {
  printTable({
    about,
    before,
    heads: ['figure', 'measured', 'limit', 'verdict'],
    rows: figures.map(([what, measured, limit = '', within]) => [
      what,
      measured,
      limit,
      within === undefined ? '' : within ? 'within' : 'MISSED',
    ]),
  });
  return figures.every(([, , , within]) => within !== false);
}
