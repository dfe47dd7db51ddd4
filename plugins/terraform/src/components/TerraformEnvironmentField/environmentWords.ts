import type { Environment } from '@planroom/backstage-plugin-terraform-common';

const PLACES: Record<string, string> = {
  local: "on the portal's machine",
  codebuild: 'in AWS CodeBuild',
};

/** Who must agree, and where Terraform runs, as sentences. */
export function describeEnvironment({ rule, executor }: Environment): string {
  return `${rule}. Terraform runs ${PLACES[executor] ?? `in ${executor}`}.`;
}

/** Why the name is no choice, as a sentence with the choices that there are; undefined when it is one, or when there is none yet. */
export function environmentProblem(
  environments: Environment[],
  chosen: string | undefined,
): string | undefined {
  if (environments.length === 0) {
    return 'There are no environments. Ask the platform team to add one to the configuration, under terraform.environments.';
  }
  const names = environments.map(({ name }) => name);
  if (chosen === undefined || names.includes(chosen)) return undefined;
  return `There is no environment ${chosen}. Choose ${
    names.length === 1 ? names[0] : `one of ${names.join(', ')}`
  }.`;
}
