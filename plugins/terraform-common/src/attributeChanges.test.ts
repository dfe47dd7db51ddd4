import fc from 'fast-check';
import { attributeChanges } from './attributeChanges';

describe('attributeChanges', () => {
  it('lists what changes, with what forces replacement', () => {
    expect(
      attributeChanges(
        {
          engine: '14',
          tags: { a: '1', b: '2' },
          ports: [1, 2],
          password: { $sensitive: 'unchanged' },
          empty: null,
        },
        {
          engine: '16',
          tags: { a: '1', c: '3' },
          ports: [1],
          password: { $sensitive: 'changed' },
          id: { $unknown: true },
          empty: [],
        },
        [['engine']],
      )
        .filter(change => change.kind !== 'unchanged')
        .map(change => [change.path, change.kind, change.forcesReplacement]),
    ).toEqual([
      ['engine', 'changed', true],
      ['id', 'added', false],
      ['password', 'changed', false],
      ['ports[1]', 'removed', false],
      ['tags.b', 'removed', false],
      ['tags.c', 'added', false],
    ]);
  });

  it('finds no change between a value and itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const copy = JSON.parse(JSON.stringify(value));
        expect(
          attributeChanges(value, copy).filter(c => c.kind !== 'unchanged'),
        ).toEqual([]);
      }),
    );
  });

  it('says whether a value became a list of values', () => {
    expect(attributeChanges({ a: 'x' }, { a: ['x'] })).toEqual([
      {
        path: 'a',
        kind: 'changed',
        before: 'x',
        after: ['x'],
        forcesReplacement: false,
      },
    ]);
  });
});
