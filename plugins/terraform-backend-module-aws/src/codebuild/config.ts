import { Config } from '@backstage/config';
import { PhaseName } from '@planroom/backstage-plugin-terraform-common';

/** `terraform.executors.codebuild`: what the output `portal_config` of the Terraform module codebuild-runner says. */
export interface CodeBuildConfig {
  region: string;
  accountId: string;
  /** names of projects, by phase and version of Terraform */
  projects: Record<PhaseName, Record<string, string>>;
  artifacts: { bucket: string; prefix: string; kmsKeyArn?: string };
  /** where workspaces with `state: s3` have their state */
  state?: { bucket: string; region: string; kmsKeyArn?: string };
  logs: { requestsPerSecond: number };
  /** queue that hears of builds */
  queueUrl?: string;
  capacity: Record<PhaseName, number>;
  /** how often the state of all builds is asked for */
  pollMs: number;
}

/**
 * @returns undefined when no such executor is configured
 * @throws Error naming the key that is missing or wrong
 */
export function readCodeBuildConfig(root: Config): CodeBuildConfig | undefined {
  const config = root.getOptionalConfig('terraform.executors.codebuild');
  if (!config) return undefined;
  const state = config.getOptionalConfig('state');
  const region = config.getString('region');
  return {
    region,
    accountId: readAccountId(config),
    projects: {
      plan: readProjects(config, 'plan'),
      apply: readProjects(config, 'apply'),
    },
    artifacts: {
      bucket: config.getString('artifacts.bucket'),
      prefix: readPrefix(config),
      kmsKeyArn: config.getOptionalString('artifacts.kmsKeyArn'),
    },
    state: state && {
      bucket: state.getString('bucket'),
      region: state.getOptionalString('region') ?? region,
      kmsKeyArn: state.getOptionalString('kmsKeyArn'),
    },
    logs: {
      requestsPerSecond: readPositive(config, 'logs.requestsPerSecond', 10),
    },
    queueUrl: config.getOptionalString('events.queueUrl'),
    capacity: {
      plan: readPositive(config, 'capacity.plan', 10),
      apply: readPositive(config, 'capacity.apply', 5),
    },
    pollMs: readPositive(config, 'pollSeconds', 5) * 1_000,
  };
}

/**
 * The project for a phase in a version such as `1.11.4`, or the newest one of `1.11`.
 *
 * @throws Error naming the versions there are
 */
export function chooseProject(
  projects: Record<string, string>,
  wanted: string | undefined,
): string {
  const versions = Object.keys(projects).sort(byVersion);
  const matching = versions.filter(
    version =>
      wanted === undefined ||
      version === wanted ||
      version.startsWith(`${wanted}.`),
  );
  if (wanted === undefined && versions.length > 1) {
    throw new Error(
      `CodeBuild has projects for the versions ${versions.join(
        ', ',
      )}: set terraformVersion of the environment to one of them`,
    );
  }
  const version = matching.pop();
  if (!version) {
    throw new Error(
      `CodeBuild has no project for version ${wanted}; set terraformVersion of the environment to one of ${versions.join(
        ', ',
      )}, or add the version to the module codebuild-runner`,
    );
  }
  return projects[version];
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true });
}

function readAccountId(config: Config): string {
  const id = String(config.get('accountId'));
  if (!/^\d{12}$/.test(id)) {
    throw new Error(
      `terraform.executors.codebuild.accountId is ${id}; it must have 12 digits, in quotes so that leading zeros stay`,
    );
  }
  return id;
}

function readProjects(
  config: Config,
  phase: PhaseName,
): Record<string, string> {
  // Versions have dots, which keys of a configuration object must not be read by.
  const projects = config.getOptional<Record<string, string>>(
    `projects.${phase}`,
  );
  const names = Object.values(projects ?? {});
  if (!projects || names.length === 0) {
    throw new Error(
      `terraform.executors.codebuild.projects.${phase} must name a project for each version, as the output portal_config of the module codebuild-runner does`,
    );
  }
  const wrong = names.find(
    name => !/^[A-Za-z0-9][A-Za-z0-9_-]{1,149}$/.test(String(name)),
  );
  if (wrong !== undefined) {
    throw new Error(
      `terraform.executors.codebuild.projects.${phase} names ${wrong}, which cannot be the name of a CodeBuild project`,
    );
  }
  return projects;
}

function readPrefix(config: Config): string {
  const prefix = config.getOptionalString('artifacts.prefix') ?? 'runs/';
  if (prefix !== 'runs/') {
    throw new Error(
      `terraform.executors.codebuild.artifacts.prefix is ${prefix}; the roles and the buildspec of the module codebuild-runner know runs/ only`,
    );
  }
  return prefix;
}

function readPositive(config: Config, key: string, byDefault: number): number {
  const value = config.getOptionalNumber(key) ?? byDefault;
  if (!(value > 0)) {
    throw new Error(
      `terraform.executors.codebuild.${key} is ${value}; it must be larger than 0`,
    );
  }
  return value;
}
