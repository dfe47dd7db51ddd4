import type { Environment } from '@planroom/backstage-plugin-terraform-common';

/**
 * Name of the environment that the form holds once the environments are known: the first one where nobody has chosen yet. A template's
 * default may be missing from an installation and then counts as no choice; any other unknown name, as from a link, is kept, for the
 * reader to see.
 */
export function chosenEnvironment(
  environments: Environment[],
  given: string | undefined,
  templateDefault: unknown,
): string | undefined {
  const exists = environments.some(({ name }) => name === given);
  const undecided = given === undefined || given === templateDefault;
  return undecided && !exists ? environments[0]?.name : given;
}
