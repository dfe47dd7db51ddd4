import fc from 'fast-check';
import {
  KEPT_VERSIONS,
  OpenRunFacts,
  removableVersions,
  VersionFacts,
} from './removableVersions';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const at = (minute: number) => new Date(NOW + minute * 60_000).toISOString();

const version = (serial: number, given: Partial<VersionFacts> = {}) => ({
  id: `v${serial}`,
  serial,
  lineage: 'a',
  createdAt: at(serial),
  ...given,
});
/** 1 is the oldest; 1 to 5 are not among the last 20 */
const versions = Array.from({ length: 25 }, (_, i) => version(i + 1));

const remove = (
  openRuns: OpenRunFacts[],
  given: { currentId?: string; olderThan?: string; of?: VersionFacts[] } = {},
) =>
  removableVersions(given.of ?? versions, {
    olderThan: given.olderThan ?? at(100),
    currentId: given.currentId,
    openRuns,
  }).sort();

it.each<[string, string[], string[]]>([
  ['the last 20', ['v1', 'v2', 'v3', 'v4', 'v5'], remove([])],
  ['what is young enough', ['v1', 'v2'], remove([], { olderThan: at(3) })],
  [
    'the current one',
    ['v1', 'v2', 'v4', 'v5'],
    remove([], { currentId: 'v3' }),
  ],
  [
    'what an open run wrote',
    ['v1', 'v3', 'v4', 'v5'],
    remove([{ id: 'r', stateVersionId: 'v2' }]),
  ],
  [
    'what an open run wrote, though its row does not say so yet',
    ['v3', 'v4', 'v5'],
    remove([{ id: 'r' }], {
      of: versions.map(v => (v.serial <= 2 ? { ...v, runId: 'r' } : v)),
    }),
  ],
  [
    'what an open run was planned on',
    ['v1', 'v2', 'v3', 'v5'],
    remove([{ id: 'r', planned: { lineage: 'a', serial: 4 } }]),
  ],
  [
    'nothing for a plan on another lineage, or on no state',
    ['v1', 'v2', 'v3', 'v4', 'v5'],
    remove([
      { id: 'r', planned: { lineage: 'b', serial: 4 } },
      { id: 's', planned: {} },
    ]),
  ],
  [
    'the highest serials of one moment',
    ['v1', 'v2', 'v3', 'v4', 'v5'],
    remove([], { of: versions.map(v => ({ ...v, createdAt: at(0) })) }),
  ],
])('keeps %s', (_, expected, removed) => {
  expect(removed).toEqual(expected);
});

it('never touches what is protected, and takes everything else that is old', () => {
  const small = fc.integer({ min: 0, max: 40 });
  const facts = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      serial: small,
      lineage: fc.constantFrom('a', 'b'),
      runId: fc.option(fc.constantFrom('r1', 'r2', 'r3'), { nil: undefined }),
      createdAt: small.map(at),
    }),
    { selector: ({ id }) => id, minLength: 10, maxLength: 60, size: 'max' },
  );
  const world = facts.chain(all =>
    fc.record({
      all: fc.constant(all),
      olderThan: small.map(at),
      currentId: fc.constantFrom(undefined, ...all.map(({ id }) => id)),
      openRuns: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom('r1', 'r2'),
          stateVersionId: fc.constantFrom(undefined, ...all.map(v => v.id)),
          planned: fc.option(
            fc.record({ lineage: fc.constantFrom('a', 'b'), serial: small }),
            { nil: undefined },
          ),
        }),
        { selector: ({ id }) => id },
      ),
    }),
  );
  let removedInAll = 0;
  fc.assert(
    fc.property(world, ({ all, olderThan, currentId, openRuns }) => {
      const removed = new Set(
        removableVersions(all, { olderThan, currentId, openRuns }),
      );
      removedInAll += removed.size;
      const kept = all.filter(({ id }) => !removed.has(id));
      expect(kept.length).toBeGreaterThanOrEqual(
        Math.min(all.length, KEPT_VERSIONS),
      );
      const isProtected = (one: VersionFacts) =>
        one.id === currentId ||
        openRuns.some(
          run =>
            one.runId === run.id ||
            one.id === run.stateVersionId ||
            (one.lineage === run.planned?.lineage &&
              one.serial === run.planned.serial),
        );
      const newerThan = (one: VersionFacts) =>
        all.filter(other => other.createdAt > one.createdAt).length;
      const asNewAs = (one: VersionFacts) =>
        all.filter(other => other.createdAt >= one.createdAt).length;
      const wrongly = all.filter(
        one =>
          removed.has(one.id) &&
          (isProtected(one) ||
            one.createdAt >= olderThan ||
            asNewAs(one) <= KEPT_VERSIONS),
      );
      const forgotten = all.filter(
        one =>
          !removed.has(one.id) &&
          !isProtected(one) &&
          one.createdAt < olderThan &&
          newerThan(one) >= KEPT_VERSIONS,
      );
      expect({ wrongly, forgotten }).toEqual({ wrongly: [], forgotten: [] });
    }),
  );
  expect(removedInAll).toBeGreaterThan(0);
});
