import { parseTypeConstraint } from './parseTypeConstraint';
import { toJsonSchema } from './toJsonSchema';

describe('type constraints as JSON Schema', () => {
  it.each([
    ['string', { type: 'string' }],
    ['number', { type: 'number' }],
    ['bool', { type: 'boolean' }],
    ['any', {}],
    ['list', { type: 'array', items: {} }],
    ['list(string)', { type: 'array', items: { type: 'string' } }],
    [
      'set(number)',
      { type: 'array', items: { type: 'number' }, uniqueItems: true },
    ],
    [
      'map(list(bool))',
      {
        type: 'object',
        additionalProperties: { type: 'array', items: { type: 'boolean' } },
      },
    ],
    [
      'tuple([string, number])',
      {
        type: 'array',
        items: [{ type: 'string' }, { type: 'number' }],
        additionalItems: false,
        minItems: 2,
        maxItems: 2,
      },
    ],
    [
      'object({})',
      { type: 'object', properties: {}, additionalProperties: false },
    ],
    [
      `object({
        # the port, with "quotes" and {
        port   = number
        "my-host" = optional(string)
        über   = optional(bool, false)
        tags   = optional(map(string), { a = "$\${b}", c = "d" })
        text   = optional(string, null)
      })`,
      {
        type: 'object',
        properties: {
          port: { type: 'number' },
          'my-host': { type: 'string' },
          über: { type: 'boolean', default: false },
          tags: {
            type: 'object',
            additionalProperties: { type: 'string' },
            default: { a: '${b}', c: 'd' },
          },
          text: { type: 'string' },
        },
        required: ['port'],
        additionalProperties: false,
      },
    ],
    [
      'map(object({ port = number, public = optional(bool, false) }))',
      {
        type: 'object',
        additionalProperties: {
          type: 'object',
          properties: {
            port: { type: 'number' },
            public: { type: 'boolean', default: false },
          },
          required: ['port'],
          additionalProperties: false,
        },
      },
    ],
  ])('%s', async (text, schema) => {
    expect(toJsonSchema(await parseTypeConstraint(text))).toEqual(schema);
  });

  it.each([
    'text',
    'list(text)',
    'optional(string)',
    'tuple(string)',
    '"a"',
    'map(',
  ])('refuses %s', async text => {
    await expect(parseTypeConstraint(text)).rejects.toThrow();
  });
});
