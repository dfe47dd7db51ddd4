import type { DiffLine } from '@planroom/backstage-plugin-terraform-common';

const CONTEXT_LINES = 3;

/** A line of the comparison, or how many equal lines were left out. */
export type DiffPart = DiffLine | { kind: 'gap'; lines: number };

/** Leaves out what stays the same, except for a few lines around each change. */
export function withContext(diff: DiffLine[]): DiffPart[] {
  const near = new Set<number>();
  diff.forEach(({ kind }, index) => {
    if (kind === 'same') return;
    for (let at = index - CONTEXT_LINES; at <= index + CONTEXT_LINES; at += 1) {
      near.add(at);
    }
  });
  const parts: DiffPart[] = [];
  diff.forEach((line, index) => {
    if (near.has(index)) {
      parts.push(line);
      return;
    }
    const last = parts[parts.length - 1];
    if (last?.kind === 'gap') last.lines += 1;
    else parts.push({ kind: 'gap', lines: 1 });
  });
  return parts;
}
