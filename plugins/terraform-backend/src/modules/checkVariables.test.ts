import { checkVariables } from './checkVariables';
import { parseTypeConstraint } from './parseTypeConstraint';
import { toJsonSchema } from './toJsonSchema';
import type { ModuleVariable } from './types';

async function variable(
  name: string,
  type: string,
  more: Partial<ModuleVariable> = {},
): Promise<ModuleVariable> {
  const constraint = await parseTypeConstraint(type);
  return {
    name,
    type,
    constraint,
    required: false,
    sensitive: false,
    ephemeral: false,
    nullable: true,
    validations: [],
    schema: toJsonSchema(constraint),
    ...more,
  };
}

describe('checkVariables', () => {
  it.each<[string, unknown, string[]]>([
    ['string', 'a', []],
    ['string', 1, []],
    ['string', true, []],
    ['string', null, []],
    ['string', ['a'], ['Variable x must be a string, got a list of 1.']],
    ['number', 1.5, []],
    ['number', '1.5e3', []],
    ['number', '-1', []],
    ['number', '', ['Variable x must be a number, got a string.']],
    ['number', '0x10', ['Variable x must be a number, got a string.']],
    ['number', true, ['Variable x must be a number, got a boolean.']],
    ['bool', false, []],
    ['bool', 'true', []],
    ['bool', 'yes', ['Variable x must be a bool, got a string.']],
    ['bool', 1, ['Variable x must be a bool, got a number.']],
    ['any', { free: ['form'] }, []],
    ['list(number)', [1, '2', null], []],
    [
      'list(number)',
      [1, 'two'],
      ['Variable x[1] must be a number, got a string.'],
    ],
    [
      'set(string)',
      { a: 'b' },
      ['Variable x must be a set of strings, got an object.'],
    ],
    [
      'map(list(bool))',
      { a: [true], b: 'no' },
      ['Variable x.b must be a list of bools, got a string.'],
    ],
    ['tuple([string, number])', ['a', 1], []],
    [
      'tuple([string, number])',
      ['a'],
      ['Variable x must be a list of exactly 2 elements, got a list of 1.'],
    ],
    [
      'map(object({ port = number, public = optional(bool, false) }))',
      { web: { port: '80' } },
      [],
    ],
    [
      'map(object({ port = number, public = optional(bool, false) }))',
      { web: { publik: true }, api: 80 },
      [
        'Variable x.web has no attribute publik; did you mean public?',
        'Variable x.web lacks the attribute port: give a number.',
        'Variable x.api must be an object with port, public, got a number.',
      ],
    ],
    ['string', { $secretRef: 'r' }, []],
    ['string', { $secret: 's' }, []],
    ['any', { $secretRef: 'r' }, []],
    [
      'string',
      { $secretRef: 1 },
      ['Variable x must be a string, got an object.'],
    ],
    [
      'string',
      { $secretRef: 'r', other: 1 },
      ['Variable x must be a string, got an object.'],
    ],
    [
      'number',
      { $secretRef: 'r' },
      ['Variable x takes a number, and a secret can only stand for a string.'],
    ],
    [
      'map(string)',
      { $secret: 's' },
      [
        'Variable x takes a map of strings, and a secret can only stand for a string.',
      ],
    ],
    [
      'map(string)',
      { a: { $secret: 's' } },
      ['Variable x.a must be a string, got a secret.'],
    ],
  ])('%s takes %j or says why not', async (type, value, problems) => {
    const module = { name: 'm', variables: [await variable('x', type)] };
    expect(checkVariables(module, { x: value })).toEqual(problems);
  });

  it('names unknown, missing and null variables', async () => {
    const module = {
      name: 'm',
      variables: [
        await variable('bucket_name', 'string', { required: true }),
        await variable('size', 'string', { nullable: false }),
        await variable('count_of', 'number', {
          required: true,
          nullable: false,
        }),
      ],
    };
    expect(
      checkVariables(module, { bucket_nam: 'a', other: 1, size: null }),
    ).toEqual([
      'Module m has no variable bucket_nam; did you mean bucket_name?',
      'Module m has no variable other.',
      'Variable size must not be null: give a value, or leave it out to take its default.',
      'Variable bucket_name is required: give a string.',
      'Variable count_of is required: give a number.',
    ]);
    expect(
      checkVariables(module, { bucket_name: 'a', count_of: null }),
    ).toEqual(['Variable count_of must not be null: give a value.']);
    expect(checkVariables(module, { bucket_name: 'a', count_of: 1 })).toEqual(
      [],
    );
  });

  it('keeps to own names', async () => {
    const module = {
      name: 'm',
      variables: [await variable('a', 'object({})')],
    };
    const given = JSON.parse('{"a":{"constructor":1},"__proto__":1}');
    expect(checkVariables(module, given)).toEqual([
      'Variable a has no attribute constructor.',
      'Module m has no variable __proto__.',
    ]);
  });
});
