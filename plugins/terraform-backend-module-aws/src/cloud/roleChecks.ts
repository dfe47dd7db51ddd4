import {
  GetRoleCommand,
  SimulatePrincipalPolicyCommand,
  type ContextEntry,
  type IAMClient,
  type Role,
} from '@aws-sdk/client-iam';
import type {
  TerraformAccountTest,
  TerraformCloudAccount,
} from '@planroom/backstage-plugin-terraform-node';
import type { PhaseName } from '@planroom/terraform-runner';
import {
  actionsToSimulate,
  setsWith,
  verdictOf,
  type Verdict,
} from './simulation';

/** What a request of a run would say, and denials of policies compare. */
export interface SimulatedContext {
  region: string;
  permissionsBoundaryArn?: string;
}

export type Check = TerraformAccountTest['checks'][number];

/** How many actions go into one request to the simulator. */
const SIMULATED_AT_ONCE = 100;

/** What the role lacks of what the permission sets ask for. */
export async function simulateRole(
  iam: IAMClient,
  phase: PhaseName,
  roleArn: string,
  context: SimulatedContext,
): Promise<Check> {
  const name = `actions of the ${phase} role`;
  const sets = actionsToSimulate(phase);
  let verdicts: Map<string, Verdict>;
  try {
    verdicts = await verdictsOf(
      iam,
      { roleArn, actions: [...new Set([...sets.values()].flat())] },
      context,
    );
  } catch (error) {
    return {
      name,
      status: 'unknown',
      message: `AWS did not say what ${roleArn} may do (${
        (error as Error).name
      }): allow the account's roles iam:SimulatePrincipalPolicy on each other to see it here.`,
    };
  }
  const refused = setsWith('refused', sets, verdicts);
  const limited = setsWith('limited', sets, verdicts);
  if (refused) {
    return {
      name,
      status: 'degraded',
      message: `Modules with these permission sets cannot work, since policies, boundary or organisation refuse what they need. ${refused}`,
    };
  }
  return limited
    ? {
        name,
        status: 'unknown',
        message: `Not allowed for every resource, so that they are missing or limited to some names or tags, which the simulator cannot tell. An account need not serve every module. ${limited}`,
      }
    : { name, status: 'ok' };
}

/** Its boundary, and how long its sessions last. */
export async function describeRole(
  iam: IAMClient,
  phase: PhaseName,
  roleArn: string,
  account: TerraformCloudAccount,
): Promise<Check[]> {
  let role: Role | undefined;
  try {
    const answer = await iam.send(
      new GetRoleCommand({ RoleName: roleArn.split('/').pop() }),
    );
    role = answer.Role;
  } catch (error) {
    return [
      {
        name: `description of the ${phase} role`,
        status: 'unknown',
        message: `AWS did not describe ${roleArn} (${
          (error as Error).name
        }): allow the account's roles iam:GetRole on each other to see boundary and longest session here.`,
      },
    ];
  }
  return [
    ...(phase === 'apply'
      ? [boundaryCheck(role, account.permissionsBoundaryArn)]
      : []),
    {
      name: `sessions of the ${phase} role`,
      status: 'ok',
      message: `They last an hour, whatever the role allows (${hours(
        role?.MaxSessionDuration,
      )}). Builds of CodeBuild renew them; a phase on the portal's machine must end within it.`,
    },
  ];
}

function boundaryCheck(
  role: Role | undefined,
  wanted: string | undefined,
): Check {
  const name = 'permissions boundary of the apply role';
  const actual = role?.PermissionsBoundary?.PermissionsBoundaryArn;
  if (wanted === undefined || wanted === actual) {
    return { name, status: 'ok' };
  }
  return {
    name,
    status: 'degraded',
    message: `The apply role has ${
      actual === undefined ? 'no boundary' : `the boundary ${actual}`
    } rather than the account's ${wanted}: what it makes is bound, it is not. Give it the boundary.`,
  };
}

async function verdictsOf(
  iam: IAMClient,
  { roleArn, actions }: { roleArn: string; actions: string[] },
  context: SimulatedContext,
): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for (let from = 0; from < actions.length; from += SIMULATED_AT_ONCE) {
    let marker: string | undefined;
    do {
      const answer = await iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: roleArn,
          ActionNames: actions.slice(from, from + SIMULATED_AT_ONCE),
          ContextEntries: contextEntries(context),
          Marker: marker,
        }),
      );
      for (const result of answer.EvaluationResults ?? []) {
        if (result.EvalActionName) {
          verdicts.set(result.EvalActionName, verdictOf(result));
        }
      }
      marker = answer.IsTruncated ? answer.Marker : undefined;
    } while (marker);
  }
  return verdicts;
}

function hours(seconds: number | undefined): string {
  return seconds === undefined ? 'unknown' : `${seconds / 3_600} h`;
}

function contextEntries({
  region,
  permissionsBoundaryArn,
}: SimulatedContext): ContextEntry[] {
  const entry = (key: string, value: string): ContextEntry => ({
    ContextKeyName: key,
    ContextKeyType: 'string',
    ContextKeyValues: [value],
  });
  return [
    entry('aws:RequestedRegion', region),
    ...(permissionsBoundaryArn === undefined
      ? []
      : [entry('iam:PermissionsBoundary', permissionsBoundaryArn)]),
  ];
}
