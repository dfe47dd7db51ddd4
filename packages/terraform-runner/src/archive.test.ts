import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packArchive } from './packArchive';
import { Header, create } from './tar';
import {
  ARCHIVE_LIMITS,
  EntryJudge,
  judgePath,
  unpackArchive,
} from './unpackArchive';

describe('archives', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'archive-test-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function folder(name: string): string {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** A tar.gz of raw headers, as no well-behaved program would write them. */
  function forge(
    ...entries: Array<{
      path: string;
      type: 'File' | 'SymbolicLink' | 'Link' | 'FIFO' | 'CharacterDevice';
      linkpath?: string;
      mode?: number;
    }>
  ): string {
    const archive = join(root, 'forged.tar.gz');
    const blocks = entries.map(entry => {
      const block = Buffer.alloc(512);
      new Header({ mode: 0o644, size: 0, mtime: new Date(0), ...entry }).encode(
        block,
        0,
      );
      return block;
    });
    writeFileSync(
      archive,
      gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])),
    );
    return archive;
  }

  it('unpacks what it packed, with long names, without what is excluded', async () => {
    const from = folder('from');
    const long = `${'long-folder-name/'.repeat(12)}file-ü.txt`;
    mkdirSync(join(from, long, '..'), { recursive: true });
    writeFileSync(join(from, long), 'deep');
    writeFileSync(join(from, 'script.sh'), '#!/bin/sh');
    chmodSync(join(from, 'script.sh'), 0o4755);
    writeFileSync(join(from, 'big'), 'x'.repeat(700_001));
    mkdirSync(join(from, '.terraform/providers/x'), { recursive: true });
    mkdirSync(join(from, '.terraform/modules/empty'), { recursive: true });
    writeFileSync(join(from, '.terraform/providers/x/binary'), 'x');
    symlinkSync('/etc/passwd', join(from, 'link'));
    const skipped: string[] = [];
    const pack = (name: string) =>
      packArchive(from, join(root, name), {
        exclude: ['.terraform/providers'],
        onSkip: path => skipped.push(path),
      });
    const digest = await pack('a.tar.gz');
    expect(await pack('b.tar.gz')).toBe(digest);
    expect(skipped).toEqual(['link', 'link']);

    const to = folder('to');
    const files = await unpackArchive(join(root, 'a.tar.gz'), to);
    expect(files.sort()).toEqual(['big', long, 'script.sh'].sort());
    expect(readFileSync(join(to, long), 'utf8')).toBe('deep');
    expect(statSync(join(to, 'big')).size).toBe(700_001);
    expect(statSync(join(to, 'script.sh')).mode & 0o7777).toBe(0o700);
    expect(existsSync(join(to, '.terraform/modules/empty'))).toBe(true);
    expect(existsSync(join(to, '.terraform/providers'))).toBe(false);
  });

  it('reads back no file of another owner, not even by a hard link', async () => {
    const from = folder('from');
    writeFileSync(join(root, 'of-another'), 'secret');
    linkSync(join(root, 'of-another'), join(from, 'innocent'));
    await expect(
      packArchive(from, join(root, 'a.tar.gz'), { exclude: [], owner: 64_321 }),
    ).rejects.toThrow('not a regular file of the user');
  });

  it.each([
    [{ path: '../x', type: 'File' as const }, 'leaves the archive'],
    [{ path: 'a/../../x', type: 'File' as const }, 'leaves the archive'],
    [{ path: '/etc/x', type: 'File' as const }, 'absolute'],
    [{ path: 'a\\b', type: 'File' as const }, 'backslashes'],
    [
      { path: 'l', type: 'SymbolicLink' as const, linkpath: 'x' },
      'SymbolicLink',
    ],
    [{ path: 'l', type: 'Link' as const, linkpath: 'x' }, 'is a Link'],
    [{ path: 'f', type: 'FIFO' as const }, 'is a FIFO'],
    [{ path: 'd', type: 'CharacterDevice' as const }, 'CharacterDevice'],
  ])('refuses %j', async (entry, message) => {
    const to = folder('to');
    await expect(
      unpackArchive(forge({ path: 'ok', type: 'File' }, entry), to),
    ).rejects.toThrow(message);
    expect(existsSync(join(root, 'x'))).toBe(false);
  });

  it('refuses doubles, floods, damage and what is no archive', async () => {
    const to = folder('to');
    await expect(
      unpackArchive(
        forge({ path: 'a', type: 'File' }, { path: './a', type: 'File' }),
        to,
      ),
    ).rejects.toThrow('twice');

    const judge = new EntryJudge();
    expect(judge.refuse('a', 'File', ARCHIVE_LIMITS.totalBytes)).toBe(
      undefined,
    );
    expect(judge.refuse('b', 'File', 1)).toContain('bytes');
    const many = new EntryJudge();
    for (let n = 0; n < ARCHIVE_LIMITS.entries; n++) {
      many.refuse(`f${n}`, 'Directory', 0);
    }
    expect(many.refuse('one-more', 'Directory', 0)).toContain('entries');
    expect(judgePath('x'.repeat(256))).toHaveProperty('refusal');
    expect(judgePath('x/'.repeat(600))).toHaveProperty('refusal');
    expect(judgePath('./a//b/')).toEqual({ path: 'a/b' });

    writeFileSync(join(root, 'text'), 'no archive');
    await expect(unpackArchive(join(root, 'text'), to)).rejects.toThrow(
      'could not be unpacked',
    );
    const mebibyte = gzipSync(Buffer.alloc(1024 * 1024));
    writeFileSync(
      join(root, 'zeros.gz'),
      Buffer.concat(Array.from({ length: 700 }, () => mebibyte)),
    );
    await expect(unpackArchive(join(root, 'zeros.gz'), to)).rejects.toThrow(
      'more than 536870912 bytes',
    );

    const from = folder('from');
    writeFileSync(join(from, 'data'), Buffer.alloc(100_000, 'abc'));
    create(
      { file: join(root, 'cut.tar.gz'), gzip: true, cwd: from, sync: true },
      ['.'],
    );
    const whole = readFileSync(join(root, 'cut.tar.gz'));
    writeFileSync(
      join(root, 'cut.tar.gz'),
      whole.subarray(0, whole.length / 2),
    );
    await expect(unpackArchive(join(root, 'cut.tar.gz'), to)).rejects.toThrow(
      'could not be unpacked',
    );
  }, 60_000);
});
