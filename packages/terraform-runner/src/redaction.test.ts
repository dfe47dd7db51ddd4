import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseExactly } from './exactNumbers';
import { asArray, asObject, isObject, leaves } from './json';
import { redactPlan } from './redaction';
import { SecretScrubber } from './secretScrubber';

const S = (state: 'changed' | 'unchanged') => ({ $sensitive: state });
const U = { $unknown: true };

function redactOne(
  change: Record<string, unknown>,
  rest: Record<string, unknown> = {},
  secrets: string[] = [],
) {
  return redactPlan(
    {
      resource_changes: [
        { address: 'a.b', type: 'a', name: 'b', change, ...rest },
      ],
    },
    new SecretScrubber(secrets),
  ).changes[0];
}

describe('redactPlan', () => {
  it.each([
    [['no-op'], {}, {}, 'no-op'],
    [['create'], {}, {}, 'create'],
    [['read'], {}, {}, 'read'],
    [['update'], {}, {}, 'update'],
    [['delete'], {}, {}, 'delete'],
    [['delete', 'create'], {}, {}, 'replace'],
    [['create', 'delete'], {}, {}, 'replace'],
    [['forget'], {}, {}, 'forget'],
    [['no-op'], {}, { previous_address: 'a.old' }, 'move'],
    [['update'], {}, { previous_address: 'a.old' }, 'update'],
    [['no-op'], { importing: { id: 'x' } }, {}, 'import'],
    [['update'], { importing: { id: 'x' } }, {}, 'update'],
  ])('names %j %j %j %s', (actions, change, rest, action) => {
    expect(redactOne({ actions, ...change }, rest).action).toBe(action);
  });

  it('counts a replace once, and an import also when it changes something', () => {
    const change = (actions: string[], more = {}) => ({
      address: 'a.b',
      change: { actions, ...more },
    });
    const { result } = redactPlan(
      {
        resource_changes: [
          change(['create']),
          change(['delete', 'create']),
          change(['delete']),
          change(['update'], { importing: { id: '1' } }),
          change(['no-op'], { importing: { id: '2' } }),
          change(['forget']),
        ],
      },
      new SecretScrubber(),
    );
    expect(result.counts).toEqual({
      add: 1,
      change: 1,
      destroy: 1,
      replace: 1,
      import: 2,
      forget: 1,
      move: 0,
    });
  });

  it.each([
    [
      'create',
      { before: null, after: { a: 1, p: 'x' }, after_sensitive: { p: true } },
      { after: { a: 1, p: S('changed') } },
    ],
    [
      'unchanged, and changed',
      {
        before: { p: 'x', q: 'y' },
        after: { p: 'x', q: 'z' },
        before_sensitive: { p: true, q: true },
        after_sensitive: { p: true, q: true },
      },
      {
        before: { p: S('unchanged'), q: S('changed') },
        after: { p: S('unchanged'), q: S('changed') },
      },
    ],
    [
      'unknown, also beneath sensitive',
      {
        before: { id: '1', p: 'x' },
        after: { list: [null, 2] },
        before_sensitive: { p: true },
        after_unknown: { id: true, p: true, list: [true, false], empty: {} },
        after_sensitive: { p: true },
      },
      {
        before: { id: '1', p: S('changed') },
        after: { list: [U, 2], id: U, p: S('changed') },
      },
    ],
    [
      'sensitive on one side only',
      {
        before: { p: 'secret value' },
        after: { p: 'secret value', other: 'secret value' },
        before_sensitive: { p: true },
        after_sensitive: {},
      },
      {
        before: { p: S('unchanged') },
        after: { p: S('unchanged'), other: '(sensitive)' },
      },
    ],
    [
      'a whole that is sensitive or unknown',
      { before: ['a', 'b'], before_sensitive: true, after_unknown: true },
      { before: S('changed'), after: S('changed') },
    ],
    [
      'a whole that is unknown',
      { before: null, after_unknown: true },
      { after: U },
    ],
    [
      'what only looks like a mark of ours',
      { before: null, after: { x: { $sensitive: 'unchanged', $unknown: 1 } } },
      { after: { x: { $$sensitive: 'unchanged', $$unknown: 1 } } },
    ],
    [
      'null and absent',
      {
        before: { p: null },
        after: {},
        before_sensitive: { p: true },
      },
      { before: { p: S('unchanged') }, after: {} },
    ],
  ])('%s', (_, change, expected) => {
    const { before, after } = redactOne({ actions: ['update'], ...change });
    expect({ before, after }).toEqual(expected);
  });

  it('takes known secrets out of addresses, keys, ids and paths', () => {
    const change = redactOne(
      {
        actions: ['no-op'],
        importing: { id: 'id-of-topsecret' },
        replace_paths: [['tags', 'topsecret']],
        after: { 'topsecret-key': ['x topsecret', 12345678] },
      },
      {
        address: 'a.b["topsecret"]',
        previous_address: 'a.c["topsecret"]',
        index: 'topsecret',
      },
      ['topsecret', '12345678'],
    );
    expect(JSON.stringify(change)).not.toMatch(/topsecret|12345678/);
    expect(change).toMatchObject({
      address: 'a.b["(sensitive)"]',
      importId: 'id-of-(sensitive)',
      after: { '(sensitive)-key': ['x (sensitive)', '(sensitive)'] },
    });
  });

  it('treats defaults of sensitive variables in modules as secrets', () => {
    const { changes, result } = redactPlan(
      {
        configuration: {
          root_module: {
            module_calls: {
              m: {
                module: {
                  variables: {
                    p: { sensitive: true, default: 'default-secret' },
                    q: { default: 'default-plain' },
                  },
                  resources: [
                    {
                      address: 'a.b',
                      provisioners: [{ type: 'local-exec' }],
                    },
                  ],
                },
              },
            },
          },
        },
        resource_changes: [
          {
            address: 'a.b',
            change: {
              actions: ['create'],
              after: { x: 'default-secret', y: 'default-plain' },
            },
          },
        ],
        resource_drift: [
          {
            address: 'a.noise',
            change: {
              actions: ['update'],
              before: { tags: null, list: [] },
              after: { tags: {}, list: null },
            },
          },
          {
            address: 'a.gone',
            change: { actions: ['delete'], before: { x: 1 }, after: null },
          },
        ],
        checks: [{ address: { to_display: 'check.c' }, status: 'fail' }],
        variables: { p: { value: 'default-secret' } },
      },
      new SecretScrubber(),
    );
    expect(changes[0].after).toEqual({ x: '(sensitive)', y: 'default-plain' });
    expect(result.provisioners).toEqual([
      { address: 'module.m.a.b', type: 'local-exec' },
    ]);
    expect(result.drift).toEqual([{ address: 'a.gone', action: 'delete' }]);
    expect(result.checks).toEqual([{ address: 'check.c', status: 'fail' }]);
  });

  it('keeps the digits of large numbers', () => {
    const plan = parseExactly(
      '{"resource_changes":[{"address":"a","change":{"actions":["create"],"after":{"n":12345678901234567890,"s":"1 12345678901234567890","f":1.5,"e":1e3,"d":0.12345678901234567891}}}]}',
    );
    expect(redactPlan(plan, new SecretScrubber()).changes[0].after).toEqual({
      n: '12345678901234567890',
      s: '1 12345678901234567890',
      f: 1.5,
      e: 1000,
      d: '0.12345678901234567891',
    });
  });

  /** A value together with its sensitivity mask and its unknown mask; what is masked holds the word HIDDEN. */
  type Tree = { value: unknown; mask: unknown; unknown: unknown };
  const { tree } = fc.letrec<{ tree: Tree }>(tie => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc
        .oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.constant('ok'))
        .map((value): Tree => ({ value, mask: false, unknown: false })),
      fc
        .nat(9)
        .map(
          (n): Tree => ({ value: `HIDDEN-${n}`, mask: true, unknown: false }),
        ),
      fc.array(fc.nat(9), { maxLength: 3 }).map(
        (items): Tree => ({
          value: { deep: items.map(n => ({ [`HIDDEN-key-${n}`]: n })) },
          mask: true,
          unknown: false,
        }),
      ),
      fc.array(tie('tree'), { maxLength: 4 }).map(
        (items): Tree => ({
          value: items.map(item => item.value),
          mask: items.map(item => item.mask),
          unknown: items.map(item => item.unknown),
        }),
      ),
      fc
        .dictionary(
          fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
          tie('tree'),
        )
        .map(fields => {
          const pick = (name: keyof Tree) =>
            Object.fromEntries(
              Object.entries(fields).map(([key, item]) => [key, item[name]]),
            );
          return {
            value: pick('value'),
            mask: pick('mask'),
            unknown: pick('unknown'),
          };
        }),
    ),
  }));

  it('lets nothing through that is masked, whatever the nesting', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const change = redactOne({
          actions: ['update'],
          before: before.value,
          after: after.value,
          before_sensitive: before.mask,
          after_sensitive: after.mask,
          after_unknown: after.unknown,
        });
        expect(JSON.stringify(change)).not.toContain('HIDDEN');
      }),
      { numRuns: 300 },
    );
  });
});

/** Every string beneath a mask that stands nowhere outside of masks in the same change. */
function maskedOnly(change: Record<string, unknown>): string[] {
  const masked = new Set<string>();
  const open = new Set<string>();
  const walk = (value: unknown, mask: unknown) => {
    if (mask === true) {
      leaves(value).forEach(leaf => masked.add(leaf));
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => walk(item, asArray(mask)[index]));
    } else if (isObject(value)) {
      Object.entries(value).forEach(([key, item]) =>
        walk(item, asObject(mask)[key]),
      );
    } else {
      leaves(value).forEach(leaf => open.add(leaf));
    }
  };
  walk(change.before, change.before_sensitive);
  walk(change.after, change.after_sensitive);
  return [...masked].filter(leaf => leaf.length >= 8 && !open.has(leaf));
}

// eslint-disable-next-line no-restricted-syntax
const corpus = join(__dirname, '../../../../shared/corpus/plans');
const isThere = existsSync(corpus);
const describeCorpus = isThere ? describe : describe.skip;
if (!isThere) {
  // eslint-disable-next-line no-console
  console.warn(`The corpus of plans is absent (${corpus}): skipped`);
}

describeCorpus('redactPlan on real plans', () => {
  const documents = (isThere ? readdirSync(corpus) : [])
    .filter(name => name.endsWith('.json'))
    .flatMap((name): Array<[string, unknown]> => {
      try {
        return [[name, parseExactly(readFileSync(join(corpus, name), 'utf8'))]];
      } catch {
        return []; // kept there for the error path of others
      }
    });

  it('has something to read', () => {
    expect(documents.length).toBeGreaterThan(50);
  });

  it.each(documents)('%s', (_, document) => {
    const raw = asArray(asObject(document).resource_changes).map(asObject);
    const { changes, result } = redactPlan(document, new SecretScrubber());
    expect(changes).toHaveLength(raw.length);
    const { counts } = result;
    const acting = raw.filter(
      ({ change }) => asArray(asObject(change).actions)[0] !== 'no-op',
    );
    const reading = changes.filter(({ action }) => action === 'read').length;
    expect(
      counts.add +
        counts.change +
        counts.destroy +
        counts.replace +
        counts.forget +
        reading,
    ).toBe(acting.length);
    changes.forEach((change, index) => {
      expect(change.address).toBe(raw[index].address);
      const shown = new Set(leaves([change.before, change.after]));
      expect(
        maskedOnly(asObject(raw[index].change)).filter(leaf => shown.has(leaf)),
      ).toEqual([]);
    });
    expect(Object.keys(result).sort()).toEqual([
      'applyable',
      'checks',
      'complete',
      'counts',
      'drift',
      'errored',
      'outputs',
      'provisioners',
      'terraformVersion',
    ]);
  });
});
