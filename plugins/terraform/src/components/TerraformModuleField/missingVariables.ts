import type {
  Module,
  Variables,
} from '@planroom/backstage-plugin-terraform-common';

/** Names of the variables that the module requires and nobody gave. */
export function missingVariables(
  module: Module,
  variables: Variables,
): string[] {
  return module.variables
    .filter(({ required }) => required)
    .map(({ name }) => name)
    .filter(name => (variables[name] ?? '') === '');
}
