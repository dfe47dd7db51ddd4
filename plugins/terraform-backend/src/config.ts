import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { Config } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { Duration } from 'luxon';

export interface EnvironmentConfig {
  name: string;
  approvals: { required: number; groups: string[]; excludeRequester: boolean };
  autoApply: 'never' | 'non-destructive';
  executor: string;
  terraformVersion?: string;
  providers: Record<string, JsonObject>;
  env: Record<string, string>;
  expiry: { plannedMs: number; pendingMs: number };
}

export interface SealingKeyConfig {
  id: string;
  secret?: string;
  file?: string;
  generate: boolean;
}

export interface LocalExecutorConfig {
  isolation?: 'none' | 'uid' | 'bubblewrap';
  capacity: number;
  acceptSharedHost: boolean;
  firstUid: number;
  onShutdown: 'leave' | 'drain';
}

export interface TerraformConfig {
  dataDirectory?: string;
  sealingKeys: SealingKeyConfig[];
  providerMirrors: string[];
  stateBaseUrl?: string;
  binaries: Record<string, string>;
  local: LocalExecutorConfig;
  environments: EnvironmentConfig[];
  moduleLocations: string[];
  /** `auth.environment: production`: what is dangerous is refused. */
  production: boolean;
}

/**
 * Reads everything under `terraform` once.
 *
 * @throws Error naming the key that is missing or wrong
 */
export function readTerraformConfig(root: Config): TerraformConfig {
  const config = root.getOptionalConfig('terraform');
  const local = config?.getOptionalConfig('executors.local');
  return {
    dataDirectory: absolute(config?.getOptionalString('dataDirectory')),
    sealingKeys:
      config?.getOptionalConfigArray('sealing.keys')?.map(key => ({
        id: key.getString('id'),
        // A variable that is set to nothing is not set.
        secret: key.getOptional<string>('secret') || undefined,
        file: absolute(key.getOptionalString('file')),
        generate: key.getOptionalBoolean('generate') ?? false,
      })) ?? [],
    providerMirrors: providerMirrors(
      config?.getOptionalString('providerMirror') ??
        process.env.TF_PLUGIN_MIRROR_DIR,
    ),
    stateBaseUrl: config?.getOptionalString('stateBaseUrl'),
    binaries: texts(config, 'binaries', 'terraform.binaries'),
    local: {
      isolation: oneOf(local, 'isolation', ['none', 'uid', 'bubblewrap']),
      capacity: readCapacity(local),
      acceptSharedHost: local?.getOptionalBoolean('acceptSharedHost') ?? false,
      firstUid: local?.getOptionalNumber('firstUid') ?? 61_000,
      onShutdown: oneOf(local, 'onShutdown', ['leave', 'drain']) ?? 'leave',
    },
    environments: readEnvironments(config?.getOptionalConfig('environments')),
    moduleLocations:
      config
        ?.getOptionalConfigArray('modules.locations')
        ?.map(location => resolve(location.getString('target'))) ?? [],
    production: root.getOptionalString('auth.environment') === 'production',
  };
}

function readEnvironments(config: Config | undefined): EnvironmentConfig[] {
  return (config?.keys() ?? []).map(name => {
    const environment = config!.getConfig(name);
    const required = environment.getNumber('approvals.required');
    if (!Number.isInteger(required) || required < 1) {
      throw new Error(
        `terraform.environments.${name}.approvals.required must be a whole number of at least 1; use autoApply to apply without a person`,
      );
    }
    const groups = environment.getStringArray('approvals.groups');
    if (groups.length === 0) {
      throw new Error(
        `terraform.environments.${name}.approvals.groups must name at least one group`,
      );
    }
    return {
      name,
      approvals: {
        required,
        groups,
        excludeRequester:
          environment.getOptionalBoolean('approvals.excludeRequester') ?? true,
      },
      autoApply: readAutoApply(name, environment),
      executor: environment.getOptionalString('executor') ?? 'local',
      terraformVersion: environment.getOptionalString('terraformVersion'),
      providers: (environment.getOptional('providers') ?? {}) as Record<
        string,
        JsonObject
      >,
      env: texts(environment, 'env', `terraform.environments.${name}.env`),
      expiry: {
        plannedMs: durationMs(name, environment, 'expiry.planned'),
        pendingMs: durationMs(name, environment, 'expiry.pending'),
      },
    };
  });
}

function readAutoApply(
  name: string,
  environment: Config,
): 'never' | 'non-destructive' {
  const value = environment.getOptional('autoApply');
  if (value === undefined || value === 'never') return 'never';
  const when =
    typeof value === 'object' &&
    oneOf(environment, 'autoApply.when', ['never', 'non-destructive']);
  if (!when) {
    throw new Error(
      `terraform.environments.${name}.autoApply must be never or { when: non-destructive }`,
    );
  }
  return when;
}

function readCapacity(local: Config | undefined): number {
  const capacity = local?.getOptionalNumber('capacity') ?? 2;
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new Error(
      `terraform.executors.local.capacity is ${capacity}; it must be a whole number of at least 1`,
    );
  }
  return capacity;
}

/** An object of texts; a number, which YAML makes of `1.11`, counts as its text. */
function texts(
  config: Config | undefined,
  key: string,
  path: string,
): Record<string, string> {
  const value = config?.getOptional(key) ?? {};
  const entries = typeof value === 'object' ? Object.entries(value) : [];
  const wrong = entries.find(
    ([, text]) => !['string', 'number', 'boolean'].includes(typeof text),
  );
  if (wrong || typeof value !== 'object') {
    throw new Error(`${path}${wrong ? `.${wrong[0]}` : ''} must be a text`);
  }
  return Object.fromEntries(
    entries.map(([name, text]) => [name, String(text)]),
  );
}

function durationMs(name: string, config: Config, key: string): number {
  const text = config.getOptionalString(key) ?? 'P7D';
  const duration = Duration.fromISO(text);
  if (!duration.isValid || duration.toMillis() <= 0) {
    throw new Error(
      `terraform.environments.${name}.${key} is ${text}, which is not an ISO 8601 duration such as P7D or PT12H`,
    );
  }
  return duration.toMillis();
}

function oneOf<T extends string>(
  config: Config | undefined,
  key: string,
  allowed: T[],
): T | undefined {
  const value = config?.getOptionalString(key);
  if (value === undefined) return undefined;
  const found = allowed.find(candidate => candidate === value);
  if (!found) {
    throw new Error(`${key} is ${value}; it must be ${allowed.join(' or ')}`);
  }
  return found;
}

/** Terraform's own implied mirror folders serve when none is named. */
function providerMirrors(named: string | undefined): string[] {
  const candidates = named
    ? [resolve(named)]
    : [
        join(homedir(), '.terraform.d/plugins'),
        join(homedir(), '.local/share/terraform/plugins'),
        '/usr/local/share/terraform/plugins',
        '/usr/share/terraform/plugins',
      ];
  return candidates.filter(
    folder => existsSync(folder) && readdirSync(folder).length > 0,
  );
}

function absolute(path: string | undefined): string | undefined {
  return path === undefined || isAbsolute(path) ? path : resolve(path);
}
