/**
 * The difference between two redacted values as a flat list of attributes, for a person to read.
 */

/** A sensitive value in a redacted change. @public */
export type SensitiveMarker = { $sensitive: 'changed' | 'unchanged' };

/** A value known after apply in a redacted change. @public */
export type UnknownMarker = { $unknown: true };

/** Whether a redacted value stands for a sensitive one. @public */
export function isSensitiveMarker(value: unknown): value is SensitiveMarker {
  return isRecord(value) && '$sensitive' in value;
}

/** Whether a redacted value stands for one that is known only after apply. @public */
export function isUnknownMarker(value: unknown): value is UnknownMarker {
  return isRecord(value) && value.$unknown === true;
}

/** One attribute of a resource, before and after; a side that has no value is null, empty or absent. @public */
export type AttributeChange = {
  /** Such as `tags.team` or `ingress[0].cidr_blocks`; empty for the whole value. */
  path: string;
  kind: 'added' | 'removed' | 'changed' | 'unchanged';
  before?: unknown;
  after?: unknown;
  forcesReplacement: boolean;
};

type Path = Array<string | number>;

/**
 * Compares two redacted values attribute by attribute. Objects and lists are entered; an empty one, null and absent are the same
 * (providers turn one into the other, and no reader cares).
 *
 * @param replacePaths - Terraform's `replace_paths`: each a list of attribute names and indexes
 * @public
 */
export function attributeChanges(
  before: unknown,
  after: unknown,
  replacePaths: unknown[] = [],
): AttributeChange[] {
  const forcing = replacePaths.filter((path): path is Path =>
    Array.isArray(path),
  );
  return leaves(before, after, []).map(leaf => ({
    path: renderPath(leaf.path),
    kind: kindOf(leaf.before, leaf.after),
    before: leaf.before,
    after: leaf.after,
    forcesReplacement: forcing.some(
      path => startsWith(leaf.path, path) || startsWith(path, leaf.path),
    ),
  }));
}

function leaves(
  before: unknown,
  after: unknown,
  path: Path,
): Array<{ path: Path; before: unknown; after: unknown }> {
  if (isNothing(before) && isNothing(after)) return [];
  const comparable =
    (isContainer(before) || isNothing(before)) &&
    (isContainer(after) || isNothing(after)) &&
    (isNothing(before) ||
      isNothing(after) ||
      Array.isArray(before) === Array.isArray(after));
  if (!comparable) return [{ path, before, after }];
  return childKeys(before, after).flatMap(key =>
    leaves(child(before, key), child(after, key), [...path, key]),
  );
}

function kindOf(before: unknown, after: unknown): AttributeChange['kind'] {
  if (isNothing(before)) return 'added';
  if (isNothing(after)) return 'removed';
  if (isSensitiveMarker(after)) return after.$sensitive;
  return before === after ? 'unchanged' : 'changed';
}

function renderPath(path: Path): string {
  return path
    .map((key, position) => {
      if (typeof key === 'number') return `[${key}]`;
      return position === 0 ? key : `.${key}`;
    })
    .join('');
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((key, position) => path[position] === key);
}

function childKeys(before: unknown, after: unknown): Path {
  if (Array.isArray(before) || Array.isArray(after)) {
    const length = Math.max(
      Array.isArray(before) ? before.length : 0,
      Array.isArray(after) ? after.length : 0,
    );
    return Array.from({ length }, (_, index) => index);
  }
  return [
    ...new Set([
      ...(isRecord(before) ? Object.keys(before) : []),
      ...(isRecord(after) ? Object.keys(after) : []),
    ]),
  ].sort();
}

function child(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isContainer(value: unknown): boolean {
  return (
    value !== null &&
    typeof value === 'object' &&
    !isSensitiveMarker(value) &&
    !isUnknownMarker(value)
  );
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (isContainer(value) && Object.keys(value as object).length === 0)
  );
}
