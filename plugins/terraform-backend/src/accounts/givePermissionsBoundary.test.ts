import { TerraformModule } from '../modules';
import { putOver } from '../runs/variables';
import { givePermissionsBoundary } from './givePermissionsBoundary';

const variable = (name: string) =>
  ({ name } as TerraformModule['variables'][number]);
const declaring = {
  variables: [variable('name'), variable('permissions_boundary_arn')],
};
const account = {
  permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/b',
};
const asked = (values: Record<string, unknown>) => ({
  values,
  sensitive: [],
  given: Object.keys(values),
  hmacKey: 'key',
});
const inForce = asked({ permissions_boundary_arn: 'an older one' });

it.each<[string, object | undefined, object, Record<string, unknown>, unknown]>(
  [
    ['of the account', account, declaring, {}, account.permissionsBoundaryArn],
    [
      'that was asked for',
      account,
      declaring,
      { permissions_boundary_arn: 'own' },
      'own',
    ],
    [
      'that was asked not to be',
      account,
      declaring,
      { permissions_boundary_arn: null },
      null,
    ],
    ['in force without an account', undefined, declaring, {}, 'an older one'],
    ['in force without one of the account', {}, declaring, {}, 'an older one'],
    [
      'of no module that has none',
      account,
      { variables: [variable('name')] },
      {},
      undefined,
    ],
  ],
)('takes the boundary %s', (_, of, into, values, expected) => {
  const taken = putOver(
    into as typeof declaring,
    inForce,
    givePermissionsBoundary(into as typeof declaring, of, asked(values)),
  );
  expect(taken.values.permissions_boundary_arn).toBe(expected);
});
