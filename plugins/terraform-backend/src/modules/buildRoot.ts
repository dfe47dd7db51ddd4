import { STATE_PROFILE, type StateBackend } from '@planroom/terraform-runner';
import { escapeTemplates } from './literals';
import type { TerraformModule } from './types';

export interface BuildRootOptions {
  module: TerraformModule;
  /** The given variables; only their names are used. */
  variables: Record<string, unknown>;
  sensitiveNames: Set<string>;
  ephemeralNames: Set<string>;
  /** Provider arguments of the environment, by the provider's local name. */
  providers: Record<string, Record<string, unknown>>;
  state: StateBackend;
}

/** The generated root module, as the content of a `main.tf.json`. */
export function buildRoot(options: BuildRootOptions): Record<string, unknown> {
  const { module, providers, state } = options;
  const names = givenNames(options);
  const outputs = rootOutputs(options, names);
  const configured = Object.keys(module.requiredProviders).filter(name =>
    Object.hasOwn(providers, name),
  );

  return {
    terraform: {
      ...(module.requiredVersion && {
        required_version: module.requiredVersion,
      }),
      backend: toBackend(state),
      required_providers: module.requiredProviders,
    },
    ...(configured.length > 0 && {
      provider: Object.fromEntries(
        configured.map(name => [name, escapeTemplates(providers[name])]),
      ),
    }),
    ...(names.length > 0 && { variable: rootVariables(options, names) }),
    module: {
      this: {
        source: './module',
        ...Object.fromEntries(names.map(name => [name, `\${var.${name}}`])),
      },
    },
    // An empty block is not a valid one.
    ...(Object.keys(outputs).length > 0 && { output: outputs }),
  };
}

function toBackend(state: StateBackend): Record<string, unknown> {
  if (!('type' in state)) {
    return {
      http: {
        address: state.address,
        lock_address: state.lockAddress,
        unlock_address: state.unlockAddress,
      },
    };
  }
  const { bucket, key, region, kmsKeyId } = state;
  return {
    s3: {
      bucket,
      key,
      region,
      use_lockfile: true,
      profile: STATE_PROFILE,
      // Without a key the bucket's own encryption counts, which `encrypt` alone would take away.
      ...(kmsKeyId && { encrypt: true, kms_key_id: kmsKeyId }),
    },
  };
}

function givenNames({ module, variables }: BuildRootOptions): string[] {
  const declared = new Set(module.variables.map(variable => variable.name));
  const names = Object.keys(variables).sort();
  for (const name of names) {
    if (!declared.has(name)) {
      throw new Error(`Module ${module.name} has no variable ${name}`);
    }
  }
  return names;
}

function rootVariables(
  { module, sensitiveNames, ephemeralNames }: BuildRootOptions,
  names: string[],
): Record<string, unknown> {
  return Object.fromEntries(
    names.map(name => {
      const declared = module.variables.find(
        variable => variable.name === name,
      );
      return [
        name,
        {
          ...((declared?.sensitive || sensitiveNames.has(name)) && {
            sensitive: true,
          }),
          ...((declared?.ephemeral || ephemeralNames.has(name)) && {
            ephemeral: true,
          }),
        },
      ];
    }),
  );
}

function rootOutputs(
  { module, sensitiveNames }: BuildRootOptions,
  names: string[],
): Record<string, unknown> {
  // Terraform refuses a root output that shows a sensitive value. The author
  // marked the outputs of what is declared sensitive; a secret given for an
  // ordinary variable may reach any of them.
  const hasUnforeseenSecret = module.variables.some(
    ({ name, sensitive }) =>
      !sensitive && sensitiveNames.has(name) && names.includes(name),
  );
  return Object.fromEntries(
    module.outputs
      .filter(output => !output.ephemeral)
      .map(output => [
        output.name,
        {
          value: `\${module.this.${output.name}}`,
          ...((output.sensitive || hasUnforeseenSecret) && {
            sensitive: true,
          }),
        },
      ]),
  );
}
