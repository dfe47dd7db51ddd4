import type {
  ResealCounts,
  SealingStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { amount } from '../../amount';

type SealingKey = SealingStatus['keys'][number];

/** Where a key is kept. */
export const KEPT_IN: Record<SealingKey['provider'], string> = {
  secret: 'the configuration',
  file: 'a file',
  kms: 'a key management service',
};

/** What a key is for. */
export function keyUse({ first, records }: SealingKey): string {
  if (first) return 'seals';
  return records > 0 ? 'only opens' : 'only opens; nothing is left for it';
}

/** How many records open, but are not sealed with the first key. */
export function staleRecords({ keys }: SealingStatus): number {
  return keys
    .filter(({ first }) => !first)
    .reduce((sum, { records }) => sum + records, 0);
}

/** "12 records sealed again, 3 had that key already, 1 failed". */
export function describeReseal(counts: ResealCounts): string {
  const { resealed, current, failed } = counts;
  return [
    `${amount(resealed, 'record')} sealed again`,
    `${current.toLocaleString('en')} had that key already`,
    ...(failed > 0 ? [`${failed.toLocaleString('en')} failed`] : []),
  ].join(', ');
}

/** Why there is nothing to seal again now; undefined where there is something. */
export function whyNotReseal(status: SealingStatus): string | undefined {
  const first = status.keys.find(key => key.first)?.id;
  if (status.running?.keyId === first && first !== undefined) {
    return 'It is being done.';
  }
  return staleRecords(status) === 0
    ? `There is nothing to do: what can be opened is sealed with ${first} already.`
    : undefined;
}
