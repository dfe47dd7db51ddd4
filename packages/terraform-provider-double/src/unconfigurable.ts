import type { Block } from './schema';
import type { ObjectValue, Value } from './values';

/** Paths of attributes that only the cloud gives, and that the configuration sets all the same. */
export function unconfigurable(block: Block, config: Value): string[] {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    return [];
  }
  const own = Object.entries(block.attributes)
    .filter(([, { optional, required }]) => !optional && !required)
    .map(([name]) => name)
    .filter(name => (config[name] ?? null) !== null);
  const nested = Object.entries(block.block_types).flatMap(
    ([name, { nesting_mode: mode, block: inner }]) =>
      bodies(mode, config[name]).flatMap(body =>
        unconfigurable(inner, body).map(path => `${name}.${path}`),
      ),
  );
  return [...own, ...nested];
}

function bodies(mode: string, value: Value): Value[] {
  if (Array.isArray(value)) {
    return value;
  }
  return mode === 'map' && value
    ? Object.values(value as ObjectValue)
    : [value];
}
