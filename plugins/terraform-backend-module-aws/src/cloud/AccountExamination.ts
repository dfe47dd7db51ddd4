import { randomUUID } from 'node:crypto';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type {
  TerraformAccountTest,
  TerraformCloudAccount,
} from '@planroom/backstage-plugin-terraform-node';
import type { AssumedRole, PhaseName } from '@planroom/terraform-runner';
import { roleOf } from './access';
import { assumeRole } from './assumeRole';
import {
  homeRegionOf,
  type AwsClients,
  type AwsSessionCredentials,
} from './AwsClients';
import { explainStsError, isDenied } from './explainStsError';
import { describeRole, simulateRole, type Check } from './roleChecks';

const PHASES: PhaseName[] = ['plan', 'apply'];

/** The shortest that AWS gives, in seconds. */
const LOOK_SECONDS = 900;

/** A session that only looks. Who one is needs no permission. */
const LOOK_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['iam:GetRole', 'iam:SimulatePrincipalPolicy'],
      Resource: '*',
    },
  ],
});

/** The probe must be refused; should it not be, its session can do nothing. */
const NOTHING_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

/**
 * Looks at an account from the portal: whether its roles can be taken as runs take them, whether they ask for the external id, what they lack.
 * Sessions are narrowed to looking, and end after 15 minutes. What the account does not let be seen is unknown, not wrong.
 */
export class AccountExamination {
  readonly #clients: AwsClients;
  readonly #account: TerraformCloudAccount;

  constructor(clients: AwsClients, account: TerraformCloudAccount) {
    this.#clients = clients;
    this.#account = account;
  }

  async run(): Promise<TerraformAccountTest> {
    const checks: Check[] = [];
    const sessions: AwsSessionCredentials[] = [];
    for (const phase of PHASES) {
      const { check, session } = await this.#enter(phase);
      checks.push(check);
      if (session) {
        sessions.push(session);
        checks.push(await this.#probeExternalId(phase));
      }
    }
    // Of the two, that of plans is the one that may read.
    if (sessions.length > 0) {
      checks.push(...(await this.#look(sessions[0])));
    }
    return { status: worst(checks), checks };
  }

  /** Takes the role as a run does, tags and source identity included. */
  async #enter(
    phase: PhaseName,
  ): Promise<{ check: Check; session?: AwsSessionCredentials }> {
    const name = `${phase} role`;
    const { accountId } = this.#account;
    const role = this.#roleFor(phase);
    if (!role) {
      return {
        check: {
          name,
          status: 'degraded',
          message: `The account names no role for the phase ${phase}: only builds of CodeBuild can work in it, as the role of the build.`,
        },
      };
    }
    if (role.roleArn.split(':')[4] !== accountId) {
      return {
        check: {
          name,
          status: 'error',
          message: `${role.roleArn} is not a role of the account ${accountId}: correct one of the two.`,
        },
      };
    }
    try {
      const session = await assumeRole(this.#clients, role, LOOK_SECONDS);
      const { Account } = await this.#clients
        .sts(this.#region(role.roleArn), session)
        .send(new GetCallerIdentityCommand({}));
      return Account === accountId
        ? { session, check: { name, status: 'ok' } }
        : {
            check: {
              name,
              status: 'error',
              message: `${role.roleArn} leads to the account ${Account} rather than ${accountId}: correct one of the two.`,
            },
          };
    } catch (error) {
      const explanation = explainStsError(error, role);
      return {
        check: {
          name,
          status: 'error',
          message: isDenied(error)
            ? `${explanation} Runs in CodeBuild enter as the role of the build, of which this says nothing.`
            : explanation,
        },
      };
    }
  }

  async #probeExternalId(phase: PhaseName): Promise<Check> {
    const name = `external id of the ${phase} role`;
    const role = this.#roleFor(phase);
    if (!role?.externalId) {
      return {
        name,
        status: 'ok',
        message:
          'None is asked for. Where others than the portal may take roles through the same machines, ask for one.',
      };
    }
    try {
      await assumeRole(
        this.#clients,
        {
          ...role,
          externalId: `not-${randomUUID()}`,
          policy: NOTHING_POLICY,
        },
        LOOK_SECONDS,
      );
      return {
        name,
        status: 'degraded',
        message: `The trust policy of ${role.roleArn} does not demand the external id: a wrong one was let in. Add the condition StringEquals sts:ExternalId.`,
      };
    } catch (error) {
      return isDenied(error)
        ? { name, status: 'ok' }
        : { name, status: 'unknown', message: explainStsError(error, role) };
    }
  }

  async #look(session: AwsSessionCredentials): Promise<Check[]> {
    const checks: Check[] = [];
    for (const phase of PHASES) {
      const roleArn = roleOf(this.#account, phase);
      if (roleArn) {
        const iam = this.#clients.iam(this.#region(roleArn), session);
        checks.push(
          await simulateRole(iam, phase, roleArn, {
            region: this.#region(roleArn),
            permissionsBoundaryArn: this.#account.permissionsBoundaryArn,
          }),
        );
        checks.push(
          ...(await describeRole(iam, phase, roleArn, this.#account)),
        );
      }
    }
    return checks;
  }

  #roleFor(phase: PhaseName): (AssumedRole & { roleArn: string }) | undefined {
    const roleArn = roleOf(this.#account, phase);
    return roleArn === undefined
      ? undefined
      : {
          roleArn,
          externalId: this.#account.externalId,
          sessionName: `planroom-test-${phase}`,
          sourceIdentity: 'planroom-test',
          tags: { 'run-type': phase },
          policy: LOOK_POLICY,
          region: this.#region(roleArn),
        };
  }

  #region(roleArn: string): string {
    return this.#account.regions[0] ?? homeRegionOf(roleArn);
  }
}

function worst(checks: Check[]): TerraformAccountTest['status'] {
  const has = (status: Check['status']) =>
    checks.some(check => check.status === status);
  if (has('error')) {
    return 'error';
  }
  return has('degraded') ? 'degraded' : 'ok';
}
