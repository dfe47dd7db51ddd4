import type { SealingStatus } from '@planroom/backstage-plugin-terraform-common';
import {
  describeReseal,
  keyUse,
  staleRecords,
  whyNotReseal,
} from './sealingWords';

const next = {
  id: 'next',
  provider: 'kms' as const,
  first: true,
  records: 5,
};
const old = { ...next, id: 'old', first: false, records: 1_204 };
const older = { ...old, id: 'older', records: 0 };
const running = (keyId: string): SealingStatus['running'] => ({
  id: 'round',
  keyId,
  by: 'user:default/platform',
  reason: 'Once a year',
  at: '2026-01-01T00:00:00.000Z',
  counts: { resealed: 0, current: 0, failed: 0 },
  tables: {},
  failures: [],
});

describe('sealingWords', () => {
  it('says what a key is for', () => {
    expect([next, old, older].map(keyUse)).toEqual([
      'seals',
      'only opens',
      'only opens; nothing is left for it',
    ]);
    expect(staleRecords({ keys: [next, old, older], unknown: 7 })).toBe(1_204);
  });

  it('says what a round did', () => {
    expect(describeReseal({ resealed: 1, current: 0, failed: 0 })).toBe(
      '1 record sealed again, 0 had that key already',
    );
    expect(describeReseal({ resealed: 1_204, current: 3, failed: 1 })).toBe(
      '1,204 records sealed again, 3 had that key already, 1 failed',
    );
  });

  it.each<[string, SealingStatus, string | undefined]>([
    ['work to do', { keys: [next, old], unknown: 0 }, undefined],
    [
      'nothing but what does not open',
      { keys: [next, older], unknown: 7 },
      'There is nothing to do: what can be opened is sealed with next already.',
    ],
    [
      'a round that runs',
      { keys: [next, old], unknown: 0, running: running('next') },
      'It is being done.',
    ],
    [
      'a round for a key that is no longer the first',
      { keys: [next, old], unknown: 0, running: running('old') },
      undefined,
    ],
  ])('knows %s', (_what, status, expected) => {
    expect(whyNotReseal(status)).toBe(expected);
  });
});
