import fc from 'fast-check';
import { leaves, isObject } from './json';
import { SecretScrubber, SENSITIVE } from './secretScrubber';

function keys(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(keys);
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, item]) => [key, ...keys(item)])
    : [];
}

// No letter of "(sensitive)" and no bracket, so that the replacement cannot make up a secret.
const alphabet = [...'abcdfghjk0189\n"\\<&üé€😀 /+=.'];
const word = (minLength: number) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength, maxLength: 24 })
    .map(characters => characters.join(''));

describe('SecretScrubber', () => {
  it.each([
    ['plain', 'hunter2', 'password is hunter2!', 'password is (sensitive)!'],
    ['short secrets stay', 'abc', 'abc', 'abc'],
    ['words without meaning stay', 'true', 'is true', 'is true'],
    ['JSON', 'a"b\nc', '{"x":"a\\"b\\nc"}', '{"x":"(sensitive)"}'],
    ['Go JSON', 'a<b>c&d', '"a\\u003cb\\u003ec\\u0026d"', '"(sensitive)"'],
    [
      'URL',
      'pass word/1',
      'http://x?p=pass%20word%2F1',
      'http://x?p=(sensitive)',
    ],
    [
      'base64',
      'a longer secret',
      Buffer.from('a longer secret').toString('base64'),
      '(sensitive)',
    ],
    [
      'a line of many',
      'first line here\nsecond line here',
      'x: second line here',
      'x: (sensitive)',
    ],
    ['surrounding space', ' spaced out \n', 'x:spaced out.', 'x:(sensitive).'],
  ])('%s', (_, secret, text, expected) => {
    expect(new SecretScrubber([secret]).scrub(text)).toBe(expected);
  });

  it('finds a secret in basic authentication', () => {
    for (const user of ['a', 'ab', 'abc', 'abcd']) {
      const header = Buffer.from(`${user}:correct horse battery`).toString(
        'base64',
      );
      const clean = new SecretScrubber(['correct horse battery']).scrub(header);
      expect(clean).toContain(SENSITIVE);
      expect(Buffer.from(clean, 'base64').toString()).not.toContain('horse');
    }
  });

  it('leaves no rest of overlapping secrets, and prefers none over another', () => {
    const scrubber = new SecretScrubber(['xabcd', 'abcdefgh', 'abcdefghij']);
    expect(scrubber.scrub('..xabcdefghij..')).toBe('..(sensitive)..');
  });

  it('lets no secret survive in any text, key or number', () => {
    fc.assert(
      fc.property(
        fc.array(
          word(4).filter(secret => secret.trim().length >= 4),
          { minLength: 1, maxLength: 4 },
        ),
        fc.jsonValue({ maxDepth: 3 }),
        fc.array(word(0), { minLength: 2, maxLength: 2 }),
        (secrets, value, [before, after]) => {
          const scrubber = new SecretScrubber(secrets);
          const dirty = secrets.reduce<unknown>(
            (inner, secret) => ({
              [`${before}${secret}${after}`]: [inner, secret],
              text: `${after}${secret}${secret}${before}`,
              escaped: JSON.stringify({ secret }),
              encoded: Buffer.from(secret).toString('base64'),
            }),
            value,
          );
          const clean = scrubber.scrubValue(dirty);
          const texts = [...leaves(clean), ...keys(clean)];
          for (const secret of secrets) {
            const forms = [secret, JSON.stringify(secret).slice(1, -1)];
            const encoded = Buffer.from(secret).toString('base64');
            if (encoded.length >= 12) {
              forms.push(encoded);
            }
            for (const form of forms) {
              expect(texts.filter(text => text.includes(form))).toEqual([]);
            }
          }
        },
      ),
    );
    const scrubber = new SecretScrubber(['12345678']);
    expect(scrubber.scrubValue([12345678, 1234, true, null])).toEqual([
      SENSITIVE,
      1234,
      true,
      null,
    ]);
  });

  it('loses no entry when keys become the same', () => {
    const scrubber = new SecretScrubber(['secret-one', 'secret-two']);
    expect(
      scrubber.scrubValue({ 'secret-one': 1, 'secret-two': 2, other: 3 }),
    ).toEqual({ '(sensitive)': 1, '(sensitive) (2)': 2, other: 3 });
  });
});
