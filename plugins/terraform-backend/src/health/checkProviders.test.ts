import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkProviders } from './checkProviders';

const root = mkdtempSync(join(tmpdir(), 'planroom-providers-'));
const filled = join(root, 'filled');
const empty = join(root, 'empty');
mkdirSync(join(filled, 'registry.terraform.io'), { recursive: true });
mkdirSync(empty);
afterAll(() => rmSync(root, { recursive: true }));

const by = 'terraform.providerMirror';

it.each([
  ['nothing', undefined, [], 'ok', 'from the network: no mirror'],
  ['implied folders', undefined, [filled], 'ok', `are in ${filled} come`],
  ['a filled folder', filled, [filled], 'ok', `are in ${filled} come`],
  ['an empty folder', empty, [], 'degraded', `${empty}, which ${by} names, is`],
  ['a missing folder', join(root, 'no'), [], 'degraded', 'does not exist, so'],
  ['one that is gone', join(root, 'no'), [join(root, 'no')], 'degraded', 'not'],
  ['one that came later', filled, [], 'degraded', 'restart the portal'],
])('says what becomes of %s', (_, named, providerMirrors, status, words) => {
  const check = checkProviders({
    providerMirrors,
    namedProviderMirror: named === undefined ? named : { folder: named, by },
  });
  expect(check).toEqual({ status, message: expect.stringContaining(words) });
});
