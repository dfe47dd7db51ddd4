import { CloudName } from '@planroom/backstage-plugin-terraform-common';
import { EnvironmentConfig } from '../config';
import { AccountRecord } from './types';

/** Why resources may not be in that region of the account, as a sentence; undefined when they may. */
export function regionProblem(
  account: Pick<AccountRecord, 'name' | 'regions'>,
  region: string,
): string | undefined {
  const allowed = account.regions.map(normalize);
  return allowed.length === 0 || allowed.includes(normalize(region))
    ? undefined
    : `The account ${
        account.name
      } does not allow the region ${region}, only ${account.regions.join(
        ', ',
      )}`;
}

/** The regions that are known before a plan: that of the environment, and for Azure and Google the one given to the module. */
export function knownRegions(
  cloud: CloudName,
  environment: Pick<EnvironmentConfig, 'providers' | 'env'>,
  variables: Record<string, unknown>,
): string[] {
  const { providers, env } = environment;
  const candidates: Record<CloudName, unknown[]> = {
    aws: [providers.aws?.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION],
    azure: [variables.location],
    gcp: [
      providers.google?.region ?? env.GOOGLE_REGION,
      variables.location,
      variables.region,
    ],
  };
  return candidates[cloud].filter(
    (region): region is string => typeof region === 'string' && region !== '',
  );
}

/** Azure takes `West Europe` for `westeurope`. */
function normalize(region: string): string {
  return region.toLocaleLowerCase('en-US').replaceAll(' ', '');
}
