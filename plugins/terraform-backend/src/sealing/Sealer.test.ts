import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { parseSealingKey, Sealer } from './Sealer';

const place = { table: 'state_versions', row: '1', column: 'sealed' };
const first = { id: 'first', key: randomBytes(32) };
const second = { id: 'second', key: randomBytes(32) };

describe('Sealer', () => {
  it('opens what it sealed, whatever it is', () => {
    const sealer = new Sealer([first]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), bytes => {
        const sealed = sealer.seal(Buffer.from(bytes), place);
        expect(sealer.open(sealed, place).equals(Buffer.from(bytes))).toBe(
          true,
        );
      }),
    );
  });

  it('seals with the first key and opens with all', () => {
    const sealed = new Sealer([second]).seal(Buffer.from('x'), place);
    expect(new Sealer([first, second]).open(sealed, place).toString()).toBe(
      'x',
    );
    expect(() => new Sealer([first]).open(sealed, place)).toThrow(
      /sealed with the key second, which is not among/,
    );
    expect(() =>
      new Sealer([{ id: 'second', key: first.key }]).open(sealed, place),
    ).toThrow(/does not open with the key second/);
  });

  it('does not open a value that was moved or changed', () => {
    const sealer = new Sealer([first]);
    const sealed = sealer.seal(Buffer.from('secret'), place);
    for (const other of [
      { ...place, row: '2' },
      { ...place, column: 'x' },
      { ...place, table: 'plans' },
    ]) {
      expect(() => sealer.open(sealed, other)).toThrow(/does not open/);
    }
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), position => {
        const changed = Buffer.from(sealed);
        // eslint-disable-next-line no-bitwise
        changed[position] ^= 1;
        expect(() => sealer.open(changed, place)).toThrow();
      }),
    );
    expect(() => sealer.open(sealed.subarray(0, 20), place)).toThrow(/damaged/);
  });

  it.each([
    randomBytes(32).toString('base64'),
    randomBytes(32).toString('hex'),
    'a passphrase that is long enough to be one',
  ])('reads the key %p', text => {
    expect(parseSealingKey('k', text).key).toHaveLength(32);
  });

  it('refuses a key that can be guessed', () => {
    expect(() => parseSealingKey('k', 'short')).toThrow(/too short/);
  });
});
