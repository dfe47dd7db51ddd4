import { nestedBlocks, type TerraformFile } from './TerraformFile';
import type { RequiredProvider, TerraformModule } from './types';

/**
 * The providers that a root calling this module must know: those declared, and
 * those that resources or nested modules bring without a declaration here.
 */
export function readRequirements(
  topLevel: TerraformFile[],
  all: TerraformFile[],
): Pick<TerraformModule, 'requiredProviders' | 'requiredVersion'> {
  const providers = new Map<string, RequiredProvider>();
  const nested = all.filter(file => !topLevel.includes(file));
  for (const file of [...topLevel, ...nested]) {
    for (const [name, provider] of declaredProviders(file)) {
      if (!providers.has(name)) {
        providers.set(name, provider);
      }
    }
  }
  for (const name of topLevel.flatMap(impliedProviders)) {
    if (!providers.has(name)) {
      providers.set(name, { source: `hashicorp/${name}` });
    }
  }

  const versions = topLevel
    .flatMap(file => file.blocks('terraform', 0))
    .map(block => block.body.required_version)
    .filter(version => typeof version === 'string');
  const names = [...providers.keys()].sort();
  return {
    requiredProviders: Object.fromEntries(
      names.map(name => [name, providers.get(name)!]),
    ),
    ...(versions.length > 0 && { requiredVersion: versions.join(', ') }),
  };
}

function* declaredProviders(
  file: TerraformFile,
): Generator<[string, RequiredProvider]> {
  for (const { body } of file.blocks('terraform', 0)) {
    for (const required of nestedBlocks(body, 'required_providers', 0)) {
      for (const [name, value] of Object.entries(required.body)) {
        yield [name, toProvider(file, name, value)];
      }
    }
  }
}

function toProvider(
  file: TerraformFile,
  name: string,
  value: unknown,
): RequiredProvider {
  // The old form is a version alone.
  if (typeof value === 'string') {
    return { source: `hashicorp/${name}`, version: value };
  }
  const {
    source,
    version,
    configuration_aliases: aliases,
  } = (value ?? {}) as Record<string, unknown>;
  if (Array.isArray(aliases) && aliases.length > 0) {
    throw new Error(
      `${file.path}: provider ${name} has configuration_aliases; a module of the catalogue gets one configuration per provider`,
    );
  }
  return {
    source: typeof source === 'string' ? source : `hashicorp/${name}`,
    ...(typeof version === 'string' && { version }),
  };
}

function impliedProviders(file: TerraformFile): string[] {
  return ['resource', 'data', 'ephemeral']
    .flatMap(kind => file.blocks(kind, 2))
    .map(({ labels: [type], body }) =>
      typeof body.provider === 'string'
        ? body.provider.replace(/^\$\{(.*)\}$/s, '$1').split('.')[0]
        : type.split('_')[0],
    )
    .filter(name => name !== 'terraform');
}
