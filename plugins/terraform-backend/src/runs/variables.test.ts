import { TerraformModule } from '../modules';
import {
  declaredValues,
  maskVariables,
  mergeVariables,
  secretTexts,
  withoutSecrets,
} from './variables';

const variable = (name: string, sensitive = false) =>
  ({ name, sensitive } as TerraformModule['variables'][number]);
const offered = {
  name: 'm',
  variables: [
    variable('plain'),
    variable('other'),
    variable('declared', true),
    variable('kept'),
  ],
} as TerraformModule;
const takeSecret = async (ref: string, name: string) => `${ref} for ${name}`;

it('puts given values over those in force, and knows what nobody may see', async () => {
  const merged = await mergeVariables({
    module: offered,
    current: {
      values: { plain: 1, kept: 'k', gone: 'x', other: 'was a secret' },
      sensitive: ['gone', 'other'],
      hmacKey: 'old',
    },
    given: {
      plain: { $secretRef: 'ref' },
      other: 'open now',
      declared: { a: ['deep', 7] },
    },
    takeSecret,
  });
  expect(merged).toEqual({
    values: {
      plain: 'ref for plain',
      kept: 'k',
      other: 'open now',
      declared: { a: ['deep', 7] },
    },
    sensitive: ['declared', 'plain'],
    hmacKey: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(maskVariables(merged)).toEqual({
    plain: { $sensitive: true },
    declared: { $sensitive: true },
    kept: 'k',
    other: 'open now',
  });
  expect(secretTexts(merged).sort()).toEqual(['7', 'deep', 'ref for plain']);

  // A secret stays one until it is given anew.
  const again = await mergeVariables({
    module: offered,
    current: merged,
    given: { kept: { $secret: 'hush' } },
    takeSecret,
  });
  expect(again.sensitive).toEqual(['declared', 'kept', 'plain']);
  expect(again.hmacKey).not.toBe(merged.hmacKey);
});

it('leaves out what another version of the module no longer knows', () => {
  expect(
    declaredValues(offered, {
      values: { gone: 1, kept: 2 },
      sensitive: [],
      hmacKey: '',
    }),
  ).toEqual({ kept: 2 });
  expect(declaredValues(offered, undefined)).toEqual({});
});

it('compares requests without their secrets', () => {
  expect(
    withoutSecrets({ a: { $secret: 'x' }, b: { $secretRef: 'r' }, c: 1 }),
  ).toEqual({ a: { $sensitive: true }, b: { $secretRef: 'r' }, c: 1 });
  expect(withoutSecrets(undefined)).toEqual({});
});
