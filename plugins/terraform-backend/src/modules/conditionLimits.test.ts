import { conditionLimits } from './conditionLimits';
import type { JsonSchema } from './types';

const string: JsonSchema = { type: 'string' };
const number: JsonSchema = { type: 'number' };
const map: JsonSchema = { type: 'object', additionalProperties: string };
const list: JsonSchema = { type: 'array', items: string };

describe('limits from conditions', () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    ['contains(["a", "b"], var.x)', string, { enum: ['a', 'b'] }],
    ['contains(local.sizes, var.x)', string, {}],
    ['!contains(["a"], var.x)', string, {}],
    [
      'can(regex("^[a-z]{1,3}\\\\d$", var.x))',
      string,
      { pattern: '^[a-z]{1,3}\\d$' },
    ],
    ['can(regex("^[[:alpha:]]+$", var.x))', string, {}],
    ['can(regex("(?i)a", var.x))', string, {}],
    ['can(regex("^${local.a}$", var.x))', string, {}],
    [
      'var.x >= 1 && var.x <= 5 && floor(var.x) == var.x',
      number,
      { type: 'integer', minimum: 1, maximum: 5 },
    ],
    [
      'var.x > -1 && var.x < 10',
      number,
      { exclusiveMinimum: -1, exclusiveMaximum: 10 },
    ],
    ['var.x >= 1 || var.x == -1', number, {}],
    ['var.x >= var.y', number, {}],
    ['var.x == null ? true : length(var.x) >= 8', string, { minLength: 8 }],
    ['var.x == null || (length(var.x) > 2)', string, { minLength: 3 }],
    [
      'length(var.x) >= 1 && length(var.x) <= 20',
      map,
      { minProperties: 1, maxProperties: 20 },
    ],
    ['length(var.x) < 3', list, { maxItems: 2 }],
    ['var.y >= 1', number, {}],
    ['not an expression (', string, {}],
  ])('%s', async (condition, schema, limits) => {
    expect(await conditionLimits('x', schema, condition)).toEqual(limits);
  });
});
