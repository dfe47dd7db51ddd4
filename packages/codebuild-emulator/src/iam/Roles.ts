/**
 * A role that can be assumed. Of IAM's rules only these are looked at.
 *
 * @public
 */
export interface EmulatedRole {
  arn: string;
  /** The external id that its trust policy asks for. */
  externalId?: string;
  /** The ARNs of roles or users that its trust policy names; all may assume it without. */
  trustedArns?: string[];
  /** The longest session, in seconds; default 3600. */
  maxSessionSeconds?: number;
  /** Actions that SimulatePrincipalPolicy answers as refused, with `*` as in policies: `s3:*`. Nothing else looks at them. */
  deniedActions?: string[];
  /** Nobody may assume it. */
  denyAssume?: boolean;
  /** Keys of session tags without which it cannot be assumed. */
  requireTags?: string[];
  /** Whether its trust policy lets sessions have tags and a source identity; default true. */
  allowTags?: boolean;
  /** The ARN of a policy. */
  permissionsBoundary?: string;
  /** Policy documents by name, for ListRolePolicies and GetRolePolicy. */
  inlinePolicies?: Record<string, object>;
  /** The trust policy that GetRole answers; made of the fields above without. */
  trustPolicy?: object;
}

/** The roles of all accounts. */
export class Roles {
  readonly #roles = new Map<string, EmulatedRole>();

  put(role: EmulatedRole): void {
    if (!/^arn:aws:iam::\d{12}:role\/.+/.test(role.arn)) {
      throw new Error(
        `${role.arn} is not the ARN of a role: give one like arn:aws:iam::111122223333:role/plan.`,
      );
    }
    this.#roles.set(role.arn, role);
  }

  get(arn: string): EmulatedRole | undefined {
    return this.#roles.get(arn);
  }

  /** The role of that name in that account: IAM's calls do not name accounts. */
  named(accountId: string, name: string): EmulatedRole | undefined {
    return [...this.#roles.values()].find(
      role =>
        role.arn.split(':')[4] === accountId && nameOfRole(role.arn) === name,
    );
  }
}

/** The last part of a role's ARN, after its path. */
export function nameOfRole(arn: string): string {
  return arn.split('/').pop()!;
}

/** The longest session of a role, in seconds. */
export function maxSessionSeconds(role: EmulatedRole): number {
  return role.maxSessionSeconds ?? 3600;
}
