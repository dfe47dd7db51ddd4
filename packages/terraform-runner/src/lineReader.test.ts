import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { LineReader, MAX_LINE_LENGTH } from './lineReader';
import { SecretScrubber } from './secretScrubber';

/** What the reader reads at a time. */
const CHUNK = 256 * 1024;
const SECRET = 'pässword-of-many-bytes-✓';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planroom-lines-'));
  file = join(folder, 'stdout');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('gives whole lines, wherever a chunk ends, so that a secret is found there too', () => {
  const scrubber = new SecretScrubber([SECRET]);
  const bytes = Buffer.byteLength(SECRET);
  // The secret stands across the end of the chunk in every way, also in the middle of a character.
  for (let before = 0; before <= bytes; before++) {
    writeFileSync(
      file,
      `first\n${'x'.repeat(CHUNK - before - 7)}\n${SECRET}\nlast`,
    );
    const reader = new LineReader(file);
    const lines = [...reader.next(), ...reader.end()].map(({ text }) => text);
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe(SECRET);
    expect(lines[3]).toBe('last');
    expect(scrubber.scrub(lines[2])).toBe('(sensitive)');
  }
});

it('gives the same lines, however the file grows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), {
        minLength: 1,
      }),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      (texts, sizes) => {
        const lines = texts.map(text => text.replace(/[\r\n]/g, ' '));
        const all = Buffer.from(lines.map(line => `${line}\n`).join(''));
        writeFileSync(file, '');
        const reader = new LineReader(file);
        const read: string[] = [];
        for (let from = 0; from < all.length; ) {
          const size = sizes.next().value;
          appendFileSync(file, all.subarray(from, from + size));
          from += size;
          read.push(...reader.next().map(({ text }) => text));
        }
        read.push(...reader.end().map(({ text }) => text));
        expect(read).toEqual(lines);
      },
    ),
  );
});

it('keeps no more of a line without an end than it may', () => {
  writeFileSync(file, 'x'.repeat(3 * MAX_LINE_LENGTH));
  const reader = new LineReader(file);
  expect(reader.next()).toEqual([]);
  const [line] = reader.end();
  expect(line.cut).toBe(true);
  expect(line.text).toHaveLength(MAX_LINE_LENGTH);
});
