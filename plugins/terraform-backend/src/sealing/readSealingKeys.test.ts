import { resolve } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { readSealingKeys } from './readSealingKeys';

const read = (...keys: object[]) =>
  readSealingKeys(new ConfigReader({ sealing: { keys: keys as never } }));
const kms = { provider: 'aws', keyId: 'alias/sealing' };

it('reads keys of every kind, in their order', () => {
  expect(
    read(
      { id: 'a', kms: { ...kms, region: 'eu-west-1' } },
      { id: 'b', kms: { ...kms, ciphertext: 'd3JhcHBlZA==\n' } },
      { id: 'c', secret: 's' },
      { id: 'd', secret: '', file: './key', generate: true },
    ),
  ).toEqual([
    { id: 'a', generate: false, kms: { ...kms, region: 'eu-west-1' } },
    {
      id: 'b',
      generate: false,
      kms: { ...kms, ciphertext: Buffer.from('wrapped') },
    },
    { id: 'c', generate: false, secret: 's' },
    { id: 'd', generate: true, file: resolve('./key') },
  ]);
  expect(readSealingKeys(undefined)).toEqual([]);
});

it.each([
  [{ id: 'a', secret: 's', kms }, 'a has kms and also secret; keep one'],
  [{ id: 'a', file: '/key', kms }, 'a has kms and also file; keep one'],
  [{ id: 'a', kms: { provider: 'aws' } }, 'keyId'],
  [{ id: 'a', kms: { ...kms, ciphertext: '%' } }, 'a is not base64'],
])('refuses %j', (key, words) => {
  expect(() => read(key)).toThrow(words);
});
