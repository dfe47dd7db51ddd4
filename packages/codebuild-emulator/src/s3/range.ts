import { AwsError } from '../AwsError';

/**
 * The bytes that a Range header asks for, both ends included; undefined when it asks for no range that is known.
 *
 * @throws AwsError 416 `InvalidRange`
 */
export function parseRange(
  header: string | undefined,
  size: number,
): { from: number; to: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, first, last] = match;
  const from = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const to =
    first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from >= size || from > to) {
    throw new AwsError(
      'InvalidRange',
      'The requested range is not satisfiable',
      416,
      { ActualObjectSize: String(size) },
    );
  }
  return { from, to };
}
