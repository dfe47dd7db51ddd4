/**
 * Terminal colours (SGR: `ESC [ 1;31 m`) as spans. Every other control sequence is left out. The style at the end of a line is where
 * the next one begins, as in a terminal.
 */

/** 0 to 15: the terminal's named colours; else a CSS colour. */
export type AnsiColor = number | string;

export interface AnsiStyle {
  color?: AnsiColor;
  background?: AnsiColor;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  inverse?: boolean;
  strike?: boolean;
}

export interface AnsiSpan {
  text: string;
  style: AnsiStyle;
}

export const ESC = '\u001b';

export const PLAIN: AnsiStyle = {};

// CSI sequences, OSC sequences (titles, links) and single-character escapes.
const SEQUENCE =
  // eslint-disable-next-line no-control-regex
  /\u001b(?:\[([0-9;:?<=>]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~]|$)/g;

// What is left of control characters after that; a tab stays.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Splits a line into spans of one style each; `end` is the style in which the next line begins. */
export function parseAnsi(
  line: string,
  start: AnsiStyle = PLAIN,
): { spans: AnsiSpan[]; end: AnsiStyle } {
  const spans: AnsiSpan[] = [];
  let style = start;
  let position = 0;
  const push = (raw: string) => {
    const text = raw.replace(CONTROL, '');
    if (text) spans.push({ text, style });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    push(line.slice(position, match.index));
    position = match.index + match[0].length;
    if (match[2] === 'm' && !/[?<=>]/.test(match[1])) {
      style = applyCodes(style, match[1]);
    }
  }
  push(line.slice(position));
  return { spans, end: style };
}

/** The line as it reads without colours. */
export function stripAnsi(line: string): string {
  if (!line.includes(ESC)) return line;
  return line.replace(SEQUENCE, '').replace(CONTROL, '');
}

export function isPlain(style: AnsiStyle): boolean {
  return Object.keys(style).length === 0;
}

const SWITCHES: Record<number, AnsiStyle> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true },
  21: { underline: true },
};

const RESETS: Record<number, Array<keyof AnsiStyle>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['color'],
  49: ['background'],
};

function applyCodes(before: AnsiStyle, parameters: string): AnsiStyle {
  let style = before;
  const codes = parameters.split(/[;:]/).map(Number);
  while (codes.length > 0) {
    const code = codes.shift() ?? 0;
    if (code === 0) style = PLAIN;
    else if (SWITCHES[code]) style = { ...style, ...SWITCHES[code] };
    else if (RESETS[code]) style = without(style, RESETS[code]);
    else if (code === 38) style = withColor(style, 'color', extended(codes));
    else if (code === 48)
      style = withColor(style, 'background', extended(codes));
    else if (code >= 30 && code <= 37) style = { ...style, color: code - 30 };
    else if (code >= 40 && code <= 47)
      style = { ...style, background: code - 40 };
    else if (code >= 90 && code <= 97) style = { ...style, color: code - 82 };
    else if (code >= 100 && code <= 107)
      style = { ...style, background: code - 92 };
  }
  return style;
}

function without(style: AnsiStyle, keys: Array<keyof AnsiStyle>): AnsiStyle {
  const rest = { ...style };
  for (const key of keys) delete rest[key];
  return rest;
}

function withColor(
  style: AnsiStyle,
  key: 'color' | 'background',
  color: AnsiColor | undefined,
): AnsiStyle {
  return color === undefined ? style : { ...style, [key]: color };
}

/** Takes `5;n` or `2;r;g;b` from the front of the codes. */
function extended(codes: number[]): AnsiColor | undefined {
  const kind = codes.shift();
  if (kind === 5) return indexed(codes.shift());
  if (kind === 2) {
    const [red, green, blue] = codes.splice(0, 3);
    return [red, green, blue].every(isByte)
      ? `rgb(${red}, ${green}, ${blue})`
      : undefined;
  }
  return undefined;
}

function indexed(index: number | undefined): AnsiColor | undefined {
  if (!isByte(index)) return undefined;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return `rgb(${level(Math.floor(cube / 36))}, ${level(
    Math.floor(cube / 6) % 6,
  )}, ${level(cube % 6)})`;
}

function isByte(value: number | undefined): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
}
