import fc from 'fast-check';
import { lineDiff } from './lineDiff';

const SIGNS = { added: '+', removed: '-', same: ' ' };

describe('lineDiff', () => {
  it('tells what stayed, went and came', () => {
    expect(
      lineDiff('a\nb\nc\nd', 'a\nc\nx\nd').map(
        ({ kind, text }) => SIGNS[kind] + text,
      ),
    ).toEqual([' a', '-b', ' c', '+x', ' d']);
  });

  it('holds both texts, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''))
      .map(texts => texts.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = lineDiff(before, after);
        const side = (other: string) =>
          diff
            .filter(({ kind }) => kind !== other)
            .map(line => line.text)
            .join('\n');
        expect(side('added')).toBe(before);
        expect(side('removed')).toBe(after);
      }),
    );
  });
});
