import { decode, ExtData, encode } from '@msgpack/msgpack';
import { decodeValue, encodeValue, UNKNOWN, type Value } from './values';

describe('values', () => {
  it('keeps what it reads', () => {
    const value: Value = {
      text: 'ä',
      number: 1.5,
      large: 2n ** 60n,
      none: null,
      list: [true, { a: UNKNOWN }],
    };
    expect(decodeValue(encodeValue(value))).toEqual(value);
  });

  it('reads both forms of the unknown, and writes the plain one', () => {
    const both = encode([
      new ExtData(0, new Uint8Array([0])),
      new ExtData(12, encode({ 1: false })),
    ]);
    const read = decodeValue({ msgpack: both });
    expect(read).toEqual([UNKNOWN, UNKNOWN]);
    expect(decode(encodeValue(read).msgpack!)).toEqual([
      new ExtData(0, new Uint8Array([0])),
      new ExtData(0, new Uint8Array([0])),
    ]);
  });

  it('reads JSON, and nothing at all', () => {
    expect(decodeValue({ json: Buffer.from('{"a":[1]}') })).toEqual({ a: [1] });
    expect(decodeValue(undefined)).toBeNull();
    expect(decodeValue({})).toBeNull();
  });
});
