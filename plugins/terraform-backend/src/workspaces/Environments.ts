import { InputError } from '@backstage/errors';
import {
  Environment,
  shortName,
} from '@planroom/backstage-plugin-terraform-common';
import { EnvironmentConfig } from '../config';
import { ApprovalRules } from '../runs/types';

/** The configured environments. */
export class Environments {
  readonly #byName: Map<string, EnvironmentConfig>;

  constructor(environments: EnvironmentConfig[]) {
    this.#byName = new Map(environments.map(e => [e.name, e]));
  }

  list(): EnvironmentConfig[] {
    return [...this.#byName.values()];
  }

  find(name: string): EnvironmentConfig | undefined {
    return this.#byName.get(name);
  }

  /** @throws InputError naming the environments there are */
  get(name: string): EnvironmentConfig {
    const environment = this.#byName.get(name);
    if (!environment) {
      throw new InputError(
        `There is no environment ${name}; choose one of ${[
          ...this.#byName.keys(),
        ].join(', ')}`,
      );
    }
    return environment;
  }

  /** Names of the environments in which one of the groups approves. */
  approvedBy(groups: string[]): string[] {
    return this.list()
      .filter(e => e.approvals.groups.some(group => groups.includes(group)))
      .map(e => e.name);
  }
}

/** The rules of an environment as an approval covers them. */
export function rulesOf(environment: EnvironmentConfig): ApprovalRules {
  return { ...environment.approvals, autoApply: environment.autoApply };
}

/**
 * What people see of an environment.
 *
 * @param accounts - names of those that it allows
 */
export function presentEnvironment(
  environment: EnvironmentConfig,
  accounts: string[],
): Environment {
  const { name, approvals, autoApply, executor, terraformVersion } =
    environment;
  return {
    name,
    approvals,
    autoApply,
    executor,
    ...(terraformVersion && { terraformVersion }),
    accounts,
    rule: describeRule(environment),
  };
}

function describeRule({ approvals, autoApply }: EnvironmentConfig): string {
  const people =
    approvals.required === 1
      ? 'one approval'
      : `${approvals.required} approvals`;
  const groups = approvals.groups.map(shortName).join(' or ');
  const approval = `${people} from ${groups}${
    approvals.excludeRequester ? ', not by the requester' : ''
  }`;
  return autoApply === 'non-destructive'
    ? `Applies at once when nothing is destroyed, replaced or forgotten; else ${approval}`
    : `Needs ${approval}`;
}
