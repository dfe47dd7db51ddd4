/** One line of a line by line comparison. @public */
export type DiffLine = { kind: 'added' | 'removed' | 'same'; text: string };

/** Above this many comparisons the middle is told as removed and added, without looking for what stayed. */
const COMPARISONS_MAX = 4_000_000;

/**
 * Compares two texts line by line, as a person wants to see it: what stayed, what went, what came.
 *
 * @public
 */
export function lineDiff(before: string, after: string): DiffLine[] {
  const left = before.split('\n');
  const right = after.split('\n');
  let start = 0;
  while (
    start < left.length &&
    start < right.length &&
    left[start] === right[start]
  ) {
    start += 1;
  }
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end += 1;
  }
  return [
    ...lines('same', left.slice(0, start)),
    ...middle(
      left.slice(start, left.length - end),
      right.slice(start, right.length - end),
    ),
    ...lines('same', left.slice(left.length - end)),
  ];
}

function lines(kind: DiffLine['kind'], texts: string[]): DiffLine[] {
  return texts.map(text => ({ kind, text }));
}

/** The longest common subsequence; among changes in one place what went comes before what came. */
function middle(left: string[], right: string[]): DiffLine[] {
  if (left.length * right.length > COMPARISONS_MAX) {
    return [...lines('removed', left), ...lines('added', right)];
  }
  const lengths = commonLengths(left, right);
  const result: DiffLine[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    if (left[l] === right[r]) {
      result.push({ kind: 'same', text: left[l] });
      l += 1;
      r += 1;
    } else if (lengths[l + 1][r] >= lengths[l][r + 1]) {
      result.push({ kind: 'removed', text: left[l] });
      l += 1;
    } else {
      result.push({ kind: 'added', text: right[r] });
      r += 1;
    }
  }
  return [
    ...result,
    ...lines('removed', left.slice(l)),
    ...lines('added', right.slice(r)),
  ];
}

/** At `[l][r]` the length of the longest common subsequence of what follows. */
function commonLengths(left: string[], right: string[]): Uint32Array[] {
  const lengths = Array.from(
    { length: left.length + 1 },
    () => new Uint32Array(right.length + 1),
  );
  for (let l = left.length - 1; l >= 0; l -= 1) {
    for (let r = right.length - 1; r >= 0; r -= 1) {
      lengths[l][r] =
        left[l] === right[r]
          ? lengths[l + 1][r + 1] + 1
          : Math.max(lengths[l + 1][r], lengths[l][r + 1]);
    }
  }
  return lengths;
}
