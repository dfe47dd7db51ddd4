import type { RedactedChange } from '@planroom/terraform-runner';
import {
  computeDigest,
  describeDigestChanges,
  DigestInput,
  hashRules,
  hashVariables,
} from './digest';
import { summarizeChange } from './summarizeChange';

const input: Required<DigestInput> = {
  v: 1,
  runId: 'run',
  workspaceId: 'workspace',
  kind: 'plan_and_apply',
  planSha256: 'plan',
  archiveSha256: 'archive',
  variablesHmac: 'variables',
  lineage: 'lineage',
  serial: 3,
  terraformVersion: '1.11.4',
  providerLockSha256: 'lock',
  executor: 'local',
  account: 'target (111122223333)',
  applyRole: 'arn:aws:iam::111122223333:role/apply',
  rulesSha256: 'rules',
  redactedModelSha256: 'model',
};
const FIELDS = Object.keys(input) as Array<keyof DigestInput>;

describe('digest', () => {
  it('does not depend on the order of the members, and on each of their values', () => {
    const digest = computeDigest(input);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const reversed = Object.fromEntries(Object.entries(input).reverse());
    expect(computeDigest(reversed as unknown as DigestInput)).toBe(digest);
    const others = FIELDS.flatMap(field => [
      computeDigest({ ...input, [field]: 'other' }),
      computeDigest({ ...input, [field]: undefined }),
    ]);
    expect(new Set([digest, ...others]).size).toBe(1 + 2 * FIELDS.length);
  });

  it('has the value that is written down in approvals already given', () => {
    // Then there were no accounts.
    const { account: _, applyRole: __, ...before } = input;
    expect(computeDigest(before)).toBe(
      'sha256:e821739ac75372c121aafc82a4729d6e37602d1f3b306cabe3510fd89bebf164',
    );
  });

  it('says in words what has changed', () => {
    expect(describeDigestChanges(input, input)).toEqual([]);
    for (const field of [
      'planSha256',
      'archiveSha256',
      'variablesHmac',
      'lineage',
      'serial',
      'rulesSha256',
      'executor',
    ] as const) {
      expect(
        describeDigestChanges(input, { ...input, [field]: 'other' }),
      ).toHaveLength(1);
    }
    expect(
      describeDigestChanges(input, { ...input, serial: undefined }),
    ).toEqual(['the state (another apply wrote a newer version)']);
  });

  it('keys variables by the run, and takes each rule into account', () => {
    const variables = { values: { a: 1, b: [2] }, sensitive: [], given: [] };
    const hash = hashVariables({ ...variables, hmacKey: 'aa' });
    expect(
      hashVariables({ ...variables, values: { b: [2], a: 1 }, hmacKey: 'aa' }),
    ).toBe(hash);
    expect(hashVariables({ ...variables, hmacKey: 'bb' })).not.toBe(hash);
    expect(
      hashVariables({
        ...variables,
        values: { a: 1, b: ['2'] },
        hmacKey: 'aa',
      }),
    ).not.toBe(hash);
    const rules = {
      required: 1,
      groups: ['a'],
      excludeRequester: true,
      autoApply: 'never' as const,
    };
    const hashes = [
      rules,
      { ...rules, required: 2 },
      { ...rules, groups: ['a', 'b'] },
      { ...rules, excludeRequester: false },
      { ...rules, autoApply: 'non-destructive' as const },
    ].map(hashRules);
    expect(new Set(hashes).size).toBe(5);
  });
});

describe('summarizeChange', () => {
  const summarize = (change: Partial<RedactedChange>) =>
    summarizeChange({
      address: 'a.b',
      type: 'a',
      name: 'b',
      module: '',
      provider: 'p',
      mode: 'managed',
      action: 'update',
      actions: [],
      ...change,
    });

  it.each<[string, Partial<RedactedChange>, string]>([
    ['a name', { action: 'create', after: { name: 'x', id: 'y' } }, 'name "x"'],
    ['an id', { action: 'delete', before: { id: 'y' } }, 'id "y"'],
    ['a bucket', { action: 'read', after: { bucket: 'z' } }, 'bucket "z"'],
    ['nothing known', { action: 'create', after: { size: 1 } }, ''],
    ['no object', { action: 'create' }, ''],
    ['a forgotten one', { action: 'forget', before: { arn: 'r' } }, 'arn "r"'],
    ['a move', { action: 'move', previousAddress: 'c.d' }, 'moved from c.d'],
    ['an import', { action: 'import', importId: 'i-1' }, 'imported i-1'],
    [
      'an update',
      { before: { size: 'small' }, after: { size: 'large' } },
      'size "small" → "large"',
    ],
    [
      'a replacement, its reason first',
      {
        action: 'replace',
        before: { a: 1, z: 'old' },
        after: { a: 2, z: 'new' },
        replacePaths: [['z']],
      },
      'z "old" → "new" (forces replacement), a 1 → 2',
    ],
    [
      'what nobody may see or knows yet',
      {
        before: { a: { $sensitive: 'changed' }, b: 1 },
        after: { a: { $sensitive: 'changed' }, b: { $unknown: true } },
      },
      'a (sensitive) → (sensitive), b 1 → (known after apply)',
    ],
    [
      'many',
      {
        before: { a: 1, b: 1, c: 1, d: 1, e: 1 },
        after: { a: 2, b: 2, c: 2, d: 2, e: 2 },
      },
      'a 1 → 2, b 1 → 2, c 1 → 2, 2 more',
    ],
  ])('tells %s', (_, change, text) => {
    expect(summarize(change)).toBe(text);
  });

  it('cuts long values', () => {
    expect(
      summarize({ action: 'create', after: { name: 'x'.repeat(100) } }).length,
    ).toBeLessThan(60);
  });
});
