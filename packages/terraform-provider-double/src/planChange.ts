import { isDeepStrictEqual } from 'node:util';
import type { Block, NestedBlock } from './schema';
import { ObjectValue, UNKNOWN, Value } from './values';

export interface PlannedChange {
  planned: Value;
  /** Paths of attributes whose change needs a new resource. */
  requiresReplace: string[];
}

/**
 * What a provider of the usual kind plans: what nobody gave and the cloud will give is known after apply; what is in the state stays;
 * a change to an attribute that cannot be changed in place replaces.
 */
export function planChange(options: {
  block: Block;
  forceNew: string[];
  prior: Value;
  /** What Terraform proposes: the configuration, with computed values taken from the prior state. */
  proposed: Value;
}): PlannedChange {
  const { block, forceNew, prior, proposed } = options;
  if (proposed === null) {
    return { planned: null, requiresReplace: [] };
  }
  if (prior === null) {
    return {
      planned: fillComputed(block, proposed as ObjectValue),
      requiresReplace: [],
    };
  }
  return {
    planned: proposed,
    requiresReplace: forceNew.filter(
      path => !isDeepStrictEqual(at(prior, path), at(proposed, path)),
    ),
  };
}

function fillComputed(block: Block, value: ObjectValue): ObjectValue {
  const filled: ObjectValue = { ...value };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (attribute.computed && (value[name] ?? null) === null) {
      filled[name] = UNKNOWN;
    }
  }
  for (const [name, nested] of Object.entries(block.block_types)) {
    filled[name] = fillNested(nested, value[name]);
  }
  return filled;
}

function fillNested(nested: NestedBlock, value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(item => fillNested(nested, item));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return nested.nesting_mode === 'map'
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          fillComputed(nested.block, item as ObjectValue),
        ]),
      )
    : fillComputed(nested.block, value as ObjectValue);
}

/** The values at a dotted path; of a list of blocks, one for each. */
function at(value: Value, path: string): unknown {
  return path.split('.').reduce<Value>((inner, name) => {
    if (Array.isArray(inner)) {
      return inner.map(item => (item as ObjectValue | null)?.[name]);
    }
    return (inner as ObjectValue | null)?.[name];
  }, value);
}
