import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** What a cursor may bring into a query: PostgreSQL refuses NUL characters and numbers beyond its integers. */
const CURSOR_VALUES = {
  string: z.string().refine(text => !text.includes('\0')),
  number: z.int32(),
};

/** The values a page ended with, as an opaque text. */
export function encodeCursor(values: Array<string | number>): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws InputError when the text is not a cursor of such values */
export function decodeCursor(
  cursor: string | undefined,
  types: Array<'string' | 'number'>,
): Array<string | number> | undefined {
  if (cursor === undefined) return undefined;
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(values) &&
      values.length === types.length &&
      types.every((type, i) => CURSOR_VALUES[type].safeParse(values[i]).success)
    ) {
      return values;
    }
  } catch {
    // told below
  }
  throw new InputError(
    'The cursor is not valid; use nextCursor of the page before, or leave it out to begin again',
  );
}

/** Cuts the one row that was read too many and says where the next page begins. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => Array<string | number>,
): { items: Item[]; nextCursor?: string } {
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(toItem),
    ...(rows.length > limit && {
      nextCursor: encodeCursor(cursorOf(shown[shown.length - 1])),
    }),
  };
}

/** Text for `like`, matching literally anywhere. */
export function likePattern(search: string): string {
  return `%${search.toLowerCase().replace(/[\\%_]/g, match => `\\${match}`)}%`;
}
