import { planChange } from './planChange';
import type { Block } from './schema';
import { UNKNOWN, type Value } from './values';

const block: Block = {
  attributes: {
    id: { type: 'string', computed: true },
    name: { type: 'string', required: true },
    size: { type: 'number', optional: true },
    zone: { type: 'string', optional: true, computed: true },
  },
  block_types: {
    disk: {
      nesting_mode: 'list',
      min_items: 0,
      max_items: 0,
      block: {
        attributes: {
          size: { type: 'number', required: true },
          device: { type: 'string', computed: true },
        },
        block_types: {},
      },
    },
    label: {
      nesting_mode: 'map',
      min_items: 0,
      max_items: 0,
      block: {
        attributes: { value: { type: 'string', computed: true } },
        block_types: {},
      },
    },
    timeouts: {
      nesting_mode: 'single',
      min_items: 0,
      max_items: 0,
      block: { attributes: {}, block_types: {} },
    },
  },
};
const forceNew = ['name', 'disk.size'];

function box(overrides: { [key: string]: Value } = {}): Value {
  return {
    id: 'b-1',
    name: 'one',
    size: 1,
    zone: 'a',
    disk: [{ size: 10, device: 'sda' }],
    label: {},
    timeouts: null,
    ...overrides,
  };
}

describe('planChange', () => {
  it('leaves to the cloud what nobody gave', () => {
    expect(
      planChange({
        block,
        forceNew,
        prior: null,
        proposed: {
          id: null,
          name: 'one',
          size: null,
          zone: 'b',
          disk: [{ size: 10, device: null }],
          label: { a: { value: null } },
          timeouts: null,
        },
      }),
    ).toEqual({
      planned: {
        id: UNKNOWN,
        name: 'one',
        size: null,
        zone: 'b',
        disk: [{ size: 10, device: UNKNOWN }],
        label: { a: { value: UNKNOWN } },
        timeouts: null,
      },
      requiresReplace: [],
    });
  });

  it.each<[string, Value, string[]]>([
    ['a change in place', box({ size: 2 }), []],
    ['another name', box({ name: 'two' }), ['name']],
    [
      'a disk of another size',
      box({ disk: [{ size: 20, device: 'sda' }] }),
      ['disk.size'],
    ],
    ['a disk more', box({ disk: [] }), ['disk.size']],
    ['nothing', box(), []],
  ])('tells what %s means', (_name, proposed, requiresReplace) => {
    expect(planChange({ block, forceNew, prior: box(), proposed })).toEqual({
      planned: proposed,
      requiresReplace,
    });
  });

  it('destroys', () => {
    expect(
      planChange({ block, forceNew, prior: box(), proposed: null }),
    ).toEqual({ planned: null, requiresReplace: [] });
  });
});
