import { asArray, asObject, isObject, leaves, type JsonObject } from './json';
import { SENSITIVE, type SecretScrubber } from './secretScrubber';

const UNKNOWN = { $unknown: true } as const;

/** Shorter values that are sensitive in one place are too common to be taken out elsewhere. */
export const SHORTEST_KNOWN_VALUE = 8;

const ABSENT = Symbol('absent');

export interface Sides {
  before?: unknown;
  after?: unknown;
  scan(value: unknown, text: (value: unknown) => string): string;
}

/** Redacts both sides of a change, each with an eye on the other. */
export function sidesOf(body: JsonObject, scrubber: SecretScrubber): Sides {
  const masks = [body.before_sensitive, body.after_sensitive];
  const hidden = new Set(
    [
      ...maskedLeaves(body.before, masks[0]),
      ...maskedLeaves(body.after, masks[1]),
    ].filter(value => value.length >= SHORTEST_KNOWN_VALUE),
  );
  const has = (value: unknown) => value !== undefined && value !== null;
  const side = (
    value: unknown,
    other: unknown,
    unknown: unknown,
    otherUnknown: unknown,
  ) =>
    redactValue(value === undefined ? ABSENT : value, {
      other: other === undefined ? ABSENT : other,
      masks,
      unknown,
      otherUnknown,
      hidden,
      scrubber,
    });
  const afterUnknown = body.after_unknown;
  return {
    ...(has(body.before)
      ? { before: side(body.before, body.after, undefined, afterUnknown) }
      : {}),
    ...(has(body.after) || afterUnknown === true
      ? { after: side(body.after, body.before, afterUnknown, undefined) }
      : {}),
    scan: (value, text) =>
      hidden.has(String(value)) ? SENSITIVE : text(value),
  };
}

interface Surroundings {
  /** The same place on the other side, raw. */
  other: unknown;
  /** Masks of both sides: what is sensitive on one is hidden on both. */
  masks: unknown[];
  unknown: unknown;
  otherUnknown: unknown;
  /** Values that are sensitive elsewhere in this change. */
  hidden: Set<string>;
  scrubber: SecretScrubber;
}

function redactValue(value: unknown, around: Surroundings): unknown {
  const { other, masks, unknown, otherUnknown, hidden, scrubber } = around;
  if (masks.includes(true)) {
    const changed =
      holdsTrue(unknown) || holdsTrue(otherUnknown) || !sameValue(value, other);
    return { $sensitive: changed ? 'changed' : 'unchanged' };
  }
  if (unknown === true) {
    return UNKNOWN;
  }
  if (Array.isArray(value) || (value === ABSENT && Array.isArray(unknown))) {
    const items = asArray(value);
    const length = Math.max(items.length, asArray(unknown).length);
    return Array.from({ length }, (_, index) =>
      redactValue(index in items ? items[index] : ABSENT, {
        ...around,
        ...within(around, index),
      }),
    ).filter(item => item !== ABSENT);
  }
  if (isObject(value) || (value === ABSENT && isObject(unknown))) {
    const fields = asObject(value);
    const keys = new Set([
      ...Object.keys(fields),
      ...Object.entries(asObject(unknown))
        .filter(([, mark]) => holdsTrue(mark))
        .map(([key]) => key),
    ]);
    const entries = [...keys].map((key): [string, unknown] => [
      plainKey(key),
      redactValue(child(fields, key), { ...around, ...within(around, key) }),
    ]);
    return scrubber.scrubKeys(entries.filter(([, item]) => item !== ABSENT));
  }
  if (
    (typeof value === 'string' || typeof value === 'number') &&
    hidden.has(String(value))
  ) {
    return SENSITIVE;
  }
  return value === ABSENT ? ABSENT : scrubber.scrubValue(value);
}

function within(
  around: Surroundings,
  key: string | number,
): Pick<Surroundings, 'other' | 'masks' | 'unknown' | 'otherUnknown'> {
  return {
    other: child(around.other, key),
    masks: around.masks.map(mask => maskOf(mask, key)),
    unknown: maskOf(around.unknown, key),
    otherUnknown: maskOf(around.otherUnknown, key),
  };
}

function child(value: unknown, key: string | number): unknown {
  if (
    typeof value === 'object' &&
    value !== null &&
    Object.prototype.hasOwnProperty.call(value, key)
  ) {
    return (value as JsonObject)[key];
  }
  return ABSENT;
}

function maskOf(mask: unknown, key: string | number): unknown {
  const found = child(mask, key);
  return found === ABSENT ? undefined : found;
}

/** A literal `$sensitive` or `$unknown` in a value must not look like ours, or a change could hide behind it. */
function plainKey(key: string): string {
  return /^\$+(sensitive|unknown)$/.test(key) ? `$${key}` : key;
}

function holdsTrue(mark: unknown): boolean {
  return (
    mark === true ||
    (Array.isArray(mark) && mark.some(holdsTrue)) ||
    (isObject(mark) && Object.values(mark).some(holdsTrue))
  );
}

/** Absent and null are the same to Terraform. */
export function sameValue(a: unknown, b: unknown): boolean {
  const [left, right] = [a, b].map(value =>
    value === ABSENT || value === undefined ? null : value,
  );
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, index) => sameValue(item, right[index]))
    );
  }
  if (isObject(left) && isObject(right)) {
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every(
      key => sameValue(child(left, key), child(right, key)),
    );
  }
  return left === right;
}

function maskedLeaves(value: unknown, mask: unknown): string[] {
  if (mask === true) {
    return leaves(value);
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      maskedLeaves(item, maskOf(mask, index)),
    );
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) =>
      maskedLeaves(item, maskOf(mask, key)),
    );
  }
  return [];
}
