import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { Config } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { Duration } from 'luxon';
import { readAccounts } from './accounts/readAccounts';
import { AccountRecord } from './accounts/types';
import { readSealingKeys, SealingKeyConfig } from './sealing/readSealingKeys';

export interface EnvironmentConfig {
  name: string;
  approvals: { required: number; groups: string[]; excludeRequester: boolean };
  autoApply: 'never' | 'non-destructive';
  executor: string;
  terraformVersion?: string;
  /** where its states are */
  state?: 'portal' | 's3';
  /** names of the accounts that it allows; undefined for all that name it */
  accounts?: string[];
  providers: Record<string, JsonObject>;
  env: Record<string, string>;
  expiry: { plannedMs: number; pendingMs: number; policySoftFailedMs: number };
  /** phases at a time over all replicas; undefined for no limit but the executor's */
  capacity?: number;
  /** undefined for ever */
  retention: { logsMs?: number; plansMs?: number; stateVersionsMs?: number };
}

export interface NamedProviderMirror {
  folder: string;
  /** what names it */
  by: 'terraform.providerMirror' | 'TF_PLUGIN_MIRROR_DIR';
}

export interface LocalExecutorConfig {
  isolation?: 'none' | 'uid' | 'bubblewrap';
  capacity: number;
  acceptSharedHost: boolean;
  firstUid: number;
  onShutdown: 'leave' | 'drain';
}

/** How long a run may be in a status in which nobody is waited for. */
export interface Deadlines {
  queuedMs: number;
  planMs: number;
  applyMs: number;
  /** how long an interrupted phase may take before a person may end it by force */
  cancelGraceMs: number;
}

export interface TerraformConfig {
  dataDirectory?: string;
  sealingKeys: SealingKeyConfig[];
  /** folders with unpacked providers that are there and hold something */
  providerMirrors: string[];
  /** the folder that the configuration names, whether it is there or not */
  namedProviderMirror?: NamedProviderMirror;
  stateBaseUrl?: string;
  binaries: Record<string, string>;
  local: LocalExecutorConfig;
  deadlines: Deadlines;
  environments: EnvironmentConfig[];
  /** of all clouds, by name */
  accounts: AccountRecord[];
  /** of the tokens of phases, without a slash at the end; by default the address of this plugin, followed by `/oidc` */
  oidcIssuer?: string;
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
  const namedProviderMirror = readNamedMirror(config);
  const environments = readEnvironments(
    config?.getOptionalConfig('environments'),
  );
  return {
    dataDirectory: absolute(config?.getOptionalString('dataDirectory')),
    sealingKeys: readSealingKeys(config),
    providerMirrors: providerMirrors(namedProviderMirror),
    namedProviderMirror,
    stateBaseUrl: config?.getOptionalString('stateBaseUrl'),
    binaries: texts(config, 'binaries', 'terraform.binaries'),
    local: {
      isolation: oneOf(local, 'isolation', ['none', 'uid', 'bubblewrap']),
      capacity: readCapacity(local, 'terraform.executors.local.capacity') ?? 2,
      acceptSharedHost: local?.getOptionalBoolean('acceptSharedHost') ?? false,
      firstUid: local?.getOptionalNumber('firstUid') ?? 61_000,
      onShutdown: oneOf(local, 'onShutdown', ['leave', 'drain']) ?? 'leave',
    },
    deadlines: readDeadlines(config?.getOptionalConfig('deadlines')),
    environments,
    accounts: readAccounts(
      root,
      environments.map(({ name }) => name),
    ),
    oidcIssuer: readIssuer(config),
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
    const duration = (key: string, byDefault: string) =>
      durationMs(
        environment,
        key,
        `terraform.environments.${name}.${key}`,
        byDefault,
      );
    const durationOrNever = (key: string, byDefault: string) =>
      (environment.getOptionalString(key) ?? byDefault) === 'never'
        ? undefined
        : duration(key, byDefault);
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
      state: oneOf(environment, 'state', ['portal', 's3']),
      accounts: environment.getOptionalStringArray('accounts'),
      providers: (environment.getOptional('providers') ?? {}) as Record<
        string,
        JsonObject
      >,
      env: texts(environment, 'env', `terraform.environments.${name}.env`),
      expiry: {
        plannedMs: duration('expiry.planned', 'P7D'),
        pendingMs: duration('expiry.pending', 'P7D'),
        policySoftFailedMs: duration('expiry.policySoftFailed', 'P7D'),
      },
      capacity: readCapacity(
        environment,
        `terraform.environments.${name}.capacity`,
      ),
      retention: {
        logsMs: durationOrNever('retention.logs', 'P1Y'),
        plansMs: durationOrNever('retention.plans', 'P1Y'),
        stateVersionsMs: durationOrNever('retention.stateVersions', 'never'),
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

function readDeadlines(config: Config | undefined): Deadlines {
  const duration = (key: string, byDefault: string) =>
    durationMs(config, key, `terraform.deadlines.${key}`, byDefault);
  return {
    queuedMs: duration('queued', 'PT12H'),
    planMs: duration('plan', 'PT1H'),
    applyMs: duration('apply', 'PT12H'),
    cancelGraceMs: duration('cancelGrace', 'PT2M'),
  };
}

function readCapacity(
  config: Config | undefined,
  path: string,
): number | undefined {
  const capacity = config?.getOptionalNumber('capacity');
  if (capacity === undefined) return undefined;
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new Error(
      `${path} is ${capacity}; it must be a whole number of at least 1`,
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

function durationMs(
  config: Config | undefined,
  key: string,
  path: string,
  byDefault: string,
): number {
  const text = config?.getOptionalString(key) ?? byDefault;
  const duration = Duration.fromISO(text);
  if (!duration.isValid || duration.toMillis() <= 0) {
    throw new Error(
      `${path} is ${text}, which is not an ISO 8601 duration such as P7D or PT12H`,
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

function readIssuer(config: Config | undefined): string | undefined {
  const issuer = config?.getOptionalString('oidc.issuer');
  if (issuer === undefined) return undefined;
  if (!/^https?:\/\/[^?#\s]+$/.test(issuer)) {
    throw new Error(
      `terraform.oidc.issuer is ${issuer}; it must be an address such as https://portal.example.com/api/terraform/oidc`,
    );
  }
  return issuer.replace(/\/+$/, '');
}

function readNamedMirror(
  config: Config | undefined,
): NamedProviderMirror | undefined {
  const configured = config?.getOptionalString('providerMirror');
  if (configured) {
    return { folder: resolve(configured), by: 'terraform.providerMirror' };
  }
  const folder = process.env.TF_PLUGIN_MIRROR_DIR;
  return folder
    ? { folder: resolve(folder), by: 'TF_PLUGIN_MIRROR_DIR' }
    : undefined;
}

/** Terraform's own implied mirror folders serve when none is named. */
function providerMirrors(named: NamedProviderMirror | undefined): string[] {
  const candidates = named
    ? [named.folder]
    : [
        join(homedir(), '.terraform.d/plugins'),
        join(homedir(), '.local/share/terraform/plugins'),
        '/usr/local/share/terraform/plugins',
        '/usr/share/terraform/plugins',
      ];
  return candidates.filter(folder => findMirrorProblem(folder) === undefined);
}

/** Why a folder cannot serve as a mirror, to follow its name in a sentence; undefined when it can. */
export function findMirrorProblem(folder: string): string | undefined {
  try {
    return readdirSync(folder).length > 0 ? undefined : 'is empty';
  } catch (error) {
    const { code } = error as { code?: string };
    return code === 'ENOENT'
      ? 'does not exist'
      : `cannot be read as a folder (${code})`;
  }
}

function absolute(path: string | undefined): string | undefined {
  return path === undefined || isAbsolute(path) ? path : resolve(path);
}
