import type { OutputRecord } from '@planroom/terraform-runner';
import {
  formatCursor,
  LogEvent,
  parseCursor,
  recordsFrom,
  takeLines,
  tellsEnd,
} from './outputLines';

const record = (text: string): OutputRecord => ({
  kind: 'log',
  at: '2026-01-01T00:00:00.000Z',
  level: 'info',
  text,
});
const event = (message: string): LogEvent => ({ message, timestamp: 0 });
const numbered = (n: number) =>
  event(`${JSON.stringify({ n, ...record(`line ${n}`) })}\n`);

describe('takeLines', () => {
  it('takes records of the runner and lines of the machine, in their order', () => {
    const taken = takeLines(
      parseCursor(undefined),
      [event('[Container] Entering phase BUILD\n'), numbered(0), numbered(1)],
      0,
    );
    expect(taken.records).toEqual([
      {
        kind: 'log',
        at: '1970-01-01T00:00:00.000Z',
        level: 'debug',
        text: '[Container] Entering phase BUILD',
        type: 'codebuild',
      },
      record('line 0'),
      record('line 1'),
    ]);
    expect(taken.cursor).toMatchObject({ record: 2, line: 1 });
  });

  it('takes nothing twice, wherever the log is read again', () => {
    const log = Array.from({ length: 40 }, (_, index) =>
      index % 3 === 0
        ? event(`machine ${index}`)
        : numbered(index - Math.floor(index / 3) - 1),
    );
    const whole = takeLines(parseCursor(undefined), log, 0).records;
    for (let cut = 0; cut <= log.length; cut += 1) {
      const first = takeLines(parseCursor(undefined), log.slice(0, cut), 0);
      // As after the expiry of a token: from the beginning, in two pages.
      const again = takeLines(first.cursor, log.slice(0, 7), 0);
      const rest = takeLines(again.cursor, log.slice(7), again.seen);
      expect([...first.records, ...again.records, ...rest.records]).toEqual(
        whole,
      );
    }
  });

  it('takes what only looks like a record as a line', () => {
    const taken = takeLines(
      parseCursor(''),
      [event('{"n":1,"kind":"other"}'), event('{"n":'), event('{"a":1}')],
      0,
    );
    expect(taken.records.map(r => r.kind === 'log' && r.type)).toEqual([
      'codebuild',
      'codebuild',
      'codebuild',
    ]);
  });
});

it('keeps a cursor as text', () => {
  const cursor = { token: 'f/1', record: 3, line: 2 };
  expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  expect(parseCursor(undefined)).toEqual({ record: 0, line: 0 });
});

it('reads records of a file from a number on', () => {
  const file = [0, 1, 2].map(n => JSON.stringify(record(`${n}`))).join('\n');
  expect(recordsFrom(`${file}\n`, 1)).toEqual([record('1'), record('2')]);
});

it.each([
  ['{"n":9,"kind":"log","level":"debug","text":"Step hand-over"}', true],
  ['[Container] Phase complete: BUILD State: SUCCEEDED', true],
  ['{"n":9,"kind":"log","text":"Step apply"}', false],
])('hears of the end in %s: %s', (message, expected) => {
  expect(tellsEnd(event(message))).toBe(expected);
});
