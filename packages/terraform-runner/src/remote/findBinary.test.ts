import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findBinary, isOfVersion, parseWanted } from './findBinary';

it.each([
  ['1.11.4', '1.11.4', true],
  ['1.11.4', '1.11', true],
  ['1.11.4', '1', true],
  ['1.110.0', '1.11', false],
  ['1.11.40', '1.11.4', false],
  ['1.11.4', '1.12', false],
])('%s is of %s: %s', (version, wanted, expected) => {
  expect(isOfVersion(version, wanted)).toBe(expected);
});

it('reads which program is meant', () => {
  expect(parseWanted('tofu-1.10.6')).toEqual({
    programs: ['tofu'],
    version: '1.10.6',
  });
  expect(parseWanted('1.11.4').programs).toEqual(['terraform', 'tofu']);
  expect(parseWanted(undefined).version).toBeUndefined();
});

describe('findBinary', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'find-binary-'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** A program that says it is of that version. */
  function install(path: string, version: string): string {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      `#!/bin/sh\n[ "$1 $2" = "version -json" ] && echo '{"terraform_version":"${version}"}'\n`,
    );
    chmodSync(file, 0o755);
    return file;
  }

  const find = (wanted: string | undefined) =>
    findBinary(wanted, {
      path: `${root}/a:${root}/b`,
      versionsFolder: join(root, 'versions'),
    });

  it('takes the copy of the image, else what the PATH has of that version', async () => {
    const copy = install('versions/tofu/1.10.6/tofu', '1.10.6');
    const old = install('a/terraform', '1.9.8');
    const current = install('b/terraform', '1.11.4');
    expect(await find('1.10.6')).toEqual({ path: copy, version: '1.10.6' });
    expect(await find('tofu-1.10.6')).toMatchObject({ path: copy });
    expect(await find('1.9.8')).toMatchObject({ path: old });
    expect(await find('1.11')).toEqual({ path: current, version: '1.11.4' });
    expect(await find(undefined)).toMatchObject({ path: old });
    await expect(find('terraform-1.10.6')).rejects.toThrow(
      `no terraform 1.10.6, neither below ${root}/versions nor on the PATH (${root}/a/terraform is 1.9.8, ${root}/b/terraform is 1.11.4)`,
    );
  });

  it('says so when there is none, or one that does not run', async () => {
    await expect(find(undefined)).rejects.toThrow(
      /no terraform or tofu, neither/,
    );
    writeFileSync(install('a/tofu', ''), '#!/bin/sh\nexit 1\n');
    await expect(find('1.10.6')).rejects.toThrow('is of no known version');
  });
});
