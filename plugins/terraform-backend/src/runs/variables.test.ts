import { TerraformModule } from '../modules';
import {
  declaredValues,
  maskVariables,
  putOver,
  resolveGiven,
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

it('puts what is asked for over what is in force, and knows what nobody may see', async () => {
  const inForce = {
    values: { plain: 1, kept: 'k', gone: 'x', other: 'was a secret' },
    sensitive: ['gone', 'other'],
    given: [],
    hmacKey: 'old',
  };
  const asked = await resolveGiven(
    {
      plain: { $secretRef: 'ref' },
      other: 'open now',
      declared: { a: ['deep', 7] },
    },
    takeSecret,
  );
  const merged = putOver(offered, inForce, asked);
  expect(merged).toEqual({
    values: {
      plain: 'ref for plain',
      kept: 'k',
      other: 'open now',
      declared: { a: ['deep', 7] },
    },
    sensitive: ['declared', 'plain'],
    given: ['plain', 'other', 'declared'],
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
  const again = putOver(
    offered,
    merged,
    await resolveGiven({ kept: { $secret: 'hush' } }, takeSecret),
  );
  expect(again.sensitive).toEqual(['declared', 'kept', 'plain']);
  expect(again.hmacKey).not.toBe(merged.hmacKey);
});

it('asks for the same again when what is in force has changed meanwhile', async () => {
  const inForce = (values: Record<string, unknown>) => ({
    values,
    sensitive: [],
    given: [],
    hmacKey: 'old',
  });
  const asked = putOver(
    offered,
    inForce({ plain: 1, kept: 'k' }),
    await resolveGiven({ plain: 2 }, takeSecret),
  );
  const later = putOver(offered, inForce({ plain: 7, kept: 'new' }), asked);
  expect(later.values).toEqual({ plain: 2, kept: 'new' });
  expect(later.hmacKey).toBe(asked.hmacKey);
});

it('leaves out what another version of the module no longer knows', () => {
  expect(
    declaredValues(offered, {
      values: { gone: 1, kept: 2 },
      sensitive: [],
      given: [],
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
