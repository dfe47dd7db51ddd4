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
        secret: key.getOptionalString('secret'),
        file: absolute(key.getOptionalString('file')),
        generate: key.getOptionalBoolean('generate') ?? false,
      })) ?? [],
    providerMirrors: providerMirrors(
      config?.getOptionalString('providerMirror') ??
        process.env.TF_PLUGIN_MIRROR_DIR,
    ),
    stateBaseUrl: config?.getOptionalString('stateBaseUrl'),
    binaries: Object.fromEntries(
      config
        ?.getOptionalConfig('binaries')
        ?.keys()
        .map(key => [
          key,
          (config.getOptional('binaries') as Record<string, string>)[key],
        ]) ?? [],
    ),
    local: {
      isolation: oneOf(local, 'isolation', ['none', 'uid', 'bubblewrap']),
      capacity: local?.getOptionalNumber('capacity') ?? 2,
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
      autoApply: readAutoApply(environment),
      executor: environment.getOptionalString('executor') ?? 'local',
      terraformVersion: environment.getOptionalString('terraformVersion'),
      providers: (environment.getOptional('providers') ?? {}) as Record<
        string,
        JsonObject
      >,
      env: (environment.getOptional('env') ?? {}) as Record<string, string>,
      expiry: {
        plannedMs: durationMs(environment, 'expiry.planned'),
        pendingMs: durationMs(environment, 'expiry.pending'),
      },
    };
  });
}

function readAutoApply(environment: Config): 'never' | 'non-destructive' {
  const value = environment.getOptional('autoApply');
  if (value === undefined || value === 'never') return 'never';
  return (
    oneOf(environment, 'autoApply.when', ['never', 'non-destructive']) ??
    'never'
  );
}

function durationMs(config: Config, key: string): number {
  const text = config.getOptionalString(key) ?? 'P7D';
  const duration = Duration.fromISO(text);
  if (!duration.isValid) {
    throw new Error(
      `${key} is ${text}, which is not an ISO 8601 duration such as P7D or PT12H`,
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
