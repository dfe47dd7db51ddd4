import { TerraformModule } from '../modules';
import { SealedVariables } from '../runs/types';
import { AccountRecord } from './types';

const VARIABLE = 'permissions_boundary_arn';

/**
 * Asks, in the name of the account, for the boundary that it demands of every role. Whoever asks for another one gets that; a value that
 * is merely in force does not count, so that a boundary that has changed reaches a workspace with its next run.
 */
export function givePermissionsBoundary(
  module: Pick<TerraformModule, 'variables'>,
  account: Pick<AccountRecord, 'permissionsBoundaryArn'> | undefined,
  asked: SealedVariables,
): SealedVariables {
  const boundary = account?.permissionsBoundaryArn;
  if (
    boundary === undefined ||
    asked.given.includes(VARIABLE) ||
    !module.variables.some(({ name }) => name === VARIABLE)
  ) {
    return asked;
  }
  return {
    ...asked,
    values: { ...asked.values, [VARIABLE]: boundary },
    given: [...asked.given, VARIABLE],
  };
}
