import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { OutputRecord } from '@planroom/terraform-runner';
import { chooseIsolation, uidOfRun } from './isolation';
import { readOutput } from './readOutput';
import { TerraformBinaries } from './TerraformBinaries';

jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planroom-local-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('readOutput', () => {
  const record = (text: string): OutputRecord => ({
    kind: 'log',
    at: 'now',
    level: 'info',
    text,
  });

  it('gives each record once, in order, however the file grows', async () => {
    const file = join(folder, 'output');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), {
          maxLength: 30,
        }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
        async (texts, cuts) => {
          const bytes = Buffer.from(
            texts.map(text => `${JSON.stringify(record(text))}\n`).join(''),
          );
          writeFileSync(file, '');
          const seen: OutputRecord[] = [];
          let cursor = 0;
          const readOn = async () => {
            const page = await readOutput(file, cursor);
            seen.push(...page.records);
            cursor = page.nextOffset;
            return page.atEnd;
          };
          for (let done = 0, i = 0; done < bytes.length; i++) {
            const next = done + cuts[i % cuts.length];
            appendFileSync(file, bytes.subarray(done, next));
            done = next;
            await readOn();
          }
          expect(await readOn()).toBe(true);
          expect(seen).toEqual(texts.map(record));
          expect(cursor).toBe(bytes.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads much in parts, a line longer than a part whole, and covers what is damaged', async () => {
    const file = join(folder, 'output');
    const lines = Array.from({ length: 4_000 }, (_, i) =>
      record(`${i} ${'x'.repeat(400)}`),
    );
    const long = record('y'.repeat(1_500_000));
    writeFileSync(
      file,
      [...lines, long].map(r => `${JSON.stringify(r)}\n`).join(''),
    );
    const seen: OutputRecord[] = [];
    let cursor = 0;
    let parts = 0;
    for (let atEnd = false; !atEnd; parts++) {
      const page = await readOutput(file, cursor);
      seen.push(...page.records);
      cursor = page.nextOffset;
      atEnd = page.atEnd;
    }
    expect(seen).toEqual([...lines, long]);
    expect(parts).toBeGreaterThan(3);

    writeFileSync(file, 'no json\n{"half":');
    expect(await readOutput(file, 0)).toEqual({
      records: [expect.objectContaining({ level: 'warn', kind: 'log' })],
      nextOffset: 8,
      atEnd: true,
    });
    expect(await readOutput(join(folder, 'none'), 7)).toEqual({
      records: [],
      nextOffset: 7,
      atEnd: true,
    });
  });
});

describe('TerraformBinaries', () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });
  const install = (name: string, version: string, mode = 0o755) => {
    const file = join(folder, name);
    writeFileSync(
      file,
      `#!/bin/sh\necho '{"terraform_version":"${version}"}'\n`,
    );
    chmodSync(file, mode);
    return file;
  };

  it('finds what is configured, else what is on the PATH in a fitting version', async () => {
    const old = install('terraform-old', '1.5.7');
    const tofu = install('tofu', '1.9.0');
    process.env.PATH = `/nowhere::${folder}`;
    const binaries = new TerraformBinaries({
      '1.5': old,
      '1.6': join(folder, 'missing'),
      '1.7': install('not-executable', '1.7.0', 0o644),
    });
    expect(await binaries.resolve('1.5')).toBe(old);
    expect(await binaries.resolve(undefined)).toBe(tofu);
    const terraform = install('terraform', '1.11.4');
    for (const version of [undefined, '1', '1.11', '1.11.4']) {
      expect(await binaries.resolve(version)).toBe(terraform);
    }
    for (const version of ['1.1', '1.11.40', '2']) {
      await expect(binaries.resolve(version)).rejects.toThrow(
        `wants Terraform ${version}, but ${terraform} is 1.11.4`,
      );
    }
    for (const version of ['1.6', '1.7']) {
      await expect(binaries.resolve(version)).rejects.toThrow(
        'does not exist or cannot be executed',
      );
    }
    process.env.PATH = '/nowhere';
    await expect(binaries.resolve(undefined)).rejects.toThrow(
      'Neither terraform nor tofu is on the PATH',
    );
  });
});

describe('isolation', () => {
  const local = {
    capacity: 2,
    acceptSharedHost: false,
    firstUid: 61_000,
    onShutdown: 'leave' as const,
  };
  const asUser = (uid: number) =>
    jest.spyOn(process as { getuid(): number }, 'getuid').mockReturnValue(uid);
  afterEach(() => jest.restoreAllMocks());

  it('is another user where that is possible', () => {
    asUser(0);
    const runs = join(folder, 'data/runs');
    expect(chooseIsolation(local, runs, true)).toEqual({
      kind: 'uid',
      firstUid: 61_000,
      health: { status: 'ok' },
    });
    expect(
      chooseIsolation({ ...local, isolation: 'none' }, runs, false).kind,
    ).toBe('none');
    mkdirSync(join(folder, 'data'), { mode: 0o700 });
    expect(chooseIsolation(local, runs, false).kind).toBe('none');
    expect(() =>
      chooseIsolation({ ...local, isolation: 'uid' }, runs, false),
    ).toThrow('may not pass through');
  });

  it('is refused in production when it is none, unless the risk is accepted', () => {
    asUser(1_000);
    const runs = join(folder, 'runs');
    expect(chooseIsolation(local, runs, false)).toEqual({
      kind: 'none',
      health: { status: 'ok' },
    });
    expect(() => chooseIsolation(local, runs, true)).toThrow(
      'acceptSharedHost: true',
    );
    expect(() =>
      chooseIsolation({ ...local, isolation: 'none' }, runs, true),
    ).toThrow('In production');
    expect(
      chooseIsolation({ ...local, acceptSharedHost: true }, runs, true).health,
    ).toMatchObject({ status: 'degraded' });
    expect(() =>
      chooseIsolation({ ...local, isolation: 'uid' }, runs, false),
    ).toThrow('does not run as root');
    expect(() =>
      chooseIsolation({ ...local, isolation: 'bubblewrap' }, runs, false),
    ).toThrow('not built yet');
  });

  it('gives a run one user for both phases', () => {
    const users = Array.from({ length: 50 }, (_, i) =>
      uidOfRun({ firstUid: 61_000 }, `run-${i}`),
    );
    expect(uidOfRun({ firstUid: 61_000 }, 'run-7')).toEqual(users[7]);
    expect(new Set(users.map(user => user.uid)).size).toBeGreaterThan(40);
    for (const { uid, gid } of users) {
      expect(uid).toBe(gid);
      expect(uid).toBeGreaterThanOrEqual(61_000);
      expect(uid).toBeLessThan(62_000);
    }
  });
});
