import type { LogLine } from '@planroom/backstage-plugin-terraform-common';
import { AnsiCarry } from './AnsiCarry';
import { parseAnsi, stripAnsi, type AnsiStyle } from './ansi';

const E = '\u001b';

function spans(line: string): Array<[string, AnsiStyle]> {
  return parseAnsi(line).spans.map(({ text, style }) => [text, style]);
}

describe('parseAnsi', () => {
  const table: Array<[string, string, Array<[string, AnsiStyle]>]> = [
    ['no escape', 'plain', [['plain', {}]]],
    [
      'a colour and its reset',
      `a${E}[31mb${E}[0mc`,
      [
        ['a', {}],
        ['b', { color: 1 }],
        ['c', {}],
      ],
    ],
    [
      'a reset without a number',
      `${E}[1mb${E}[mc`,
      [
        ['b', { bold: true }],
        ['c', {}],
      ],
    ],
    [
      'combined codes',
      `${E}[1;4;32;41mx`,
      [['x', { bold: true, underline: true, color: 2, background: 1 }]],
    ],
    ['a reset among codes', `${E}[31;0;1mx`, [['x', { bold: true }]]],
    ['an empty code as a reset', `${E}[31m${E}[;1mx`, [['x', { bold: true }]]],
    [
      'single resets',
      `${E}[1;3;31;42mx${E}[22my${E}[39mz${E}[23;49mw`,
      [
        ['x', { bold: true, italic: true, color: 1, background: 2 }],
        ['y', { italic: true, color: 1, background: 2 }],
        ['z', { italic: true, background: 2 }],
        ['w', {}],
      ],
    ],
    [
      'bright colours',
      `${E}[91mx${E}[102my`,
      [
        ['x', { color: 9 }],
        ['y', { color: 9, background: 10 }],
      ],
    ],
    [
      '256 colours',
      `${E}[38;5;9mx${E}[38;5;196my${E}[48;5;244mz`,
      [
        ['x', { color: 9 }],
        ['y', { color: 'rgb(255, 0, 0)' }],
        ['z', { color: 'rgb(255, 0, 0)', background: 'rgb(128, 128, 128)' }],
      ],
    ],
    [
      'true colour followed by another code',
      `${E}[38;2;1;2;3;1mx`,
      [['x', { color: 'rgb(1, 2, 3)', bold: true }]],
    ],
    ['a broken true colour', `${E}[38;2;1mx`, [['x', {}]]],
    ['an unknown code', `${E}[73mx`, [['x', {}]]],
    [
      'other sequences',
      `a${E}[2Kb${E}[?25lc${E}]0;title\u0007d${E}(Be\r${E}`,
      [
        ['a', {}],
        ['b', {}],
        ['c', {}],
        ['d', {}],
        ['e', {}],
      ],
    ],
    ['markup as text', '<b>&amp;</b>', [['<b>&amp;</b>', {}]]],
  ];

  it.each(table)('reads %s', (_name, line, expected) => {
    expect(spans(line)).toEqual(expected);
    expect(stripAnsi(line)).toBe(expected.map(([text]) => text).join(''));
  });

  it('goes on in the style of the line before', () => {
    const { end } = parseAnsi(`${E}[33mone`);
    expect(end).toEqual({ color: 3 });
    expect(parseAnsi('two', end).spans).toEqual([
      { text: 'two', style: { color: 3 } },
    ]);
  });
});

describe('AnsiCarry', () => {
  const line = (text: string, type?: string): LogLine => ({
    at: '2026-01-10T10:00:00.000Z',
    level: 'info',
    text,
    type,
  });

  it('carries a style from line to line while the log grows, not into messages of Terraform', () => {
    const first = [line(`${E}[31mred`), line('still red')];
    const carry = new AnsiCarry();
    carry.update(first);
    const more = [
      ...first,
      line(`red${E}[0m`, 'provision_progress'),
      line('plain'),
      line(`${E}[32mgreen`),
      line('Apply complete', 'apply_complete'),
      line('plain'),
    ];
    carry.update(more);
    const starts = more.map((_, index) => carry.startOf(index));
    expect(starts).toEqual([{}, { color: 1 }, { color: 1 }, {}, {}, {}, {}]);

    carry.update([line('other'), line('log')]);
    expect(carry.startOf(1)).toEqual({});
  });
});
