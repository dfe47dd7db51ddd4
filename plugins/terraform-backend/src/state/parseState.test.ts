import { stateFile } from '../__testUtils__/stateFile';
import { parseState } from './parseState';

const parse = (more: Record<string, unknown>) => parseState(stateFile(1, more));

it('reads addresses, modules, keys, providers and ids', () => {
  const instance = (attributes: object, more = {}) => ({ attributes, ...more });
  const { resources } = parse({
    resources: [
      {
        module: 'module.a["x.y"].module.b[0]',
        mode: 'managed',
        type: 'aws_s3_bucket',
        name: 'this',
        provider: 'module.a.provider["registry.terraform.io/hashicorp/aws"].eu',
        instances: [
          instance({ id: 'one' }, { index_key: 'k"ey' }),
          instance({ id: 2 }, { index_key: 0 }),
          instance(
            { id: 'hidden' },
            { sensitive_attributes: [[{ type: 'get_attr', value: 'id' }]] },
          ),
        ],
      },
      {
        mode: 'data',
        type: 'aws_region',
        name: 'here',
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [instance({}), {}],
      },
      { mode: 'managed', type: 'x', name: 'empty', instances: [] },
    ],
  });
  expect(resources.map(({ address, mode, id }) => [address, mode, id])).toEqual(
    [
      [
        'module.a["x.y"].module.b[0].aws_s3_bucket.this["k\\"ey"]',
        'managed',
        'one',
      ],
      [
        'module.a["x.y"].module.b[0].aws_s3_bucket.this[0]',
        'managed',
        undefined,
      ],
      ['module.a["x.y"].module.b[0].aws_s3_bucket.this', 'managed', undefined],
      ['data.aws_region.here', 'data', undefined],
      ['data.aws_region.here', 'data', undefined],
    ],
  );
  expect(resources[0]).toMatchObject({
    module: 'module.a["x.y"].module.b[0]',
    provider: 'registry.terraform.io/hashicorp/aws',
    type: 'aws_s3_bucket',
    name: 'this',
  });
});

it('leaves sensitive outputs without their value', () => {
  expect(
    parse({
      outputs: {
        open: { value: { a: [1] }, type: ['object', { a: 'x' }] },
        none: { value: null, type: 'string' },
        shut: { value: 'secret', type: 'string', sensitive: true },
      },
    }).outputs,
  ).toEqual([
    {
      name: 'open',
      sensitive: false,
      type: ['object', { a: 'x' }],
      value: { a: [1] },
    },
    { name: 'none', sensitive: false, type: 'string', value: null },
    { name: 'shut', sensitive: true, type: 'string' },
  ]);
});

it.each<[string, string]>([
  ['', 'not valid JSON'],
  ['{', 'not valid JSON'],
  ['null', 'format version'],
  ['[]', 'format version'],
  ['"x"', 'format version'],
  ['{"version":3}', 'version 3; only version 4'],
  ['{"version":4,"lineage":"a"}', 'no serial'],
  ['{"version":4,"serial":"1","lineage":"a"}', 'no serial'],
  ['{"version":4,"serial":1}', 'no lineage'],
])('refuses %s as what it is not', (text, words) => {
  expect(() => parseState(Buffer.from(text))).toThrow(words);
});
