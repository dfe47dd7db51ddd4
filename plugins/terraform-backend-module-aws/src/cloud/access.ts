import type {
  TerraformAccess,
  TerraformAccessRequest,
  TerraformCloudAccount,
} from '@planroom/backstage-plugin-terraform-node';
import type { PhaseName } from '@planroom/terraform-runner';
import { isReading } from './actionPatterns';
import { GENERAL_READING, GENERAL_SERVICES } from './generalReading';
import { grantsOf, type Grant } from './needs';
import permissionSets from './permissionSets.json';
import { sessionPolicy } from './sessionPolicy';

/** By name; each of actions that plans read with and of those that applies do beside that. */
export const PERMISSION_SETS: Record<
  string,
  { plan: string[]; apply: string[] }
> = permissionSets;

/** All that the provider itself calls when it starts, whatever is in a configuration: it asks who and where it is. */
const PROVIDER: Grant = {
  for: 'provider aws',
  actions: ['sts:GetCallerIdentity'],
};

interface Wanted {
  grants: Grant[];
  warnings: string[];
}

/** What a phase may do, and why. Pure: neither the order of needs nor of regions matters. */
export function accessFor(request: TerraformAccessRequest): TerraformAccess {
  const { account, phase } = request;
  const wanted = phase === 'plan' ? forPlan(request) : forApply(request);
  const grants = [PROVIDER, ...wanted.grants];
  const answer = {
    account: account.name,
    accountId: account.accountId,
    grants: grants.map(({ for: reason, actions }) => ({
      for: reason,
      actions,
    })),
  };

  const roleArn = roleOf(account, phase);
  if (roleArn === undefined) {
    return {
      ...answer,
      warnings: [
        `The account ${account.name} names no role for the phase ${phase}: Terraform works as the machine that it runs on, and may do what that may.`,
        ...wanted.warnings,
      ],
    };
  }
  const { policy, warnings } = sessionPolicy(
    grants.flatMap(({ actions }) => actions),
    {
      phase,
      regions: account.regions,
      permissionsBoundaryArn: account.permissionsBoundaryArn,
    },
  );
  return {
    ...answer,
    roleArn,
    ...(policy !== undefined && { policy }),
    warnings: [...wanted.warnings, ...warnings],
  };
}

export function roleOf(
  account: TerraformCloudAccount,
  phase: PhaseName,
): string | undefined {
  return phase === 'plan' ? account.planRoleArn : account.applyRoleArn;
}

/** Before the first plan nothing is known of what a module reads but its permission set. */
function forPlan({ module, needs }: TerraformAccessRequest): Wanted {
  const set = permissionSetOf(module);
  const ofModule: Grant = {
    for: `module ${module.name}`,
    actions: set ? set.plan : GENERAL_READING,
  };
  const ofNeeds = grantsOf(needs.map(need => ({ ...need, action: 'read' })));
  return {
    grants: [ofModule, ...ofNeeds]
      .map(grant => ({ ...grant, actions: grant.actions.filter(isReading) }))
      .filter(({ actions }) => actions.length > 0),
    warnings: [
      ...(set ? [] : [withoutSet(module)]),
      ...guesses(ofNeeds, 'a plan gets nothing for it, and can fail there'),
      ...notForPlans(ofNeeds),
    ],
  };
}

function permissionSetOf({ permissionSet }: TerraformAccessRequest['module']) {
  return permissionSet !== undefined &&
    Object.hasOwn(PERMISSION_SETS, permissionSet)
    ? PERMISSION_SETS[permissionSet]
    : undefined;
}

function withoutSet({ name, permissionSet }: TerraformAccessRequest['module']) {
  const reason =
    permissionSet === undefined
      ? 'has no permission set'
      : `has the permission set ${permissionSet}, of which nothing is known here`;
  return `The module ${name} ${reason}: its plans may read whatever the role for plans may in ${GENERAL_SERVICES.join(
    ', ',
  )}, and nothing elsewhere.`;
}

function notForPlans(grants: Grant[]): string[] {
  return grants
    .map(({ for: type, actions }) => ({
      type,
      writing: actions.filter(action => action !== '*' && !isReading(action)),
    }))
    .filter(({ writing }) => writing.length > 0)
    .map(
      ({ type, writing }) =>
        `${type} needs ${writing.join(
          ', ',
        )}, which a plan does not get since it does more than read: the plan can fail there.`,
    );
}

function forApply({ needs }: TerraformAccessRequest): Wanted {
  const grants = grantsOf(needs);
  return {
    grants,
    warnings: guesses(
      grants,
      'the session may do whatever the role may, beside what regions and boundary of the account forbid',
    ),
  };
}

function guesses(grants: Grant[], ofUnknown: string): string[] {
  return grants.flatMap(({ for: type, actions, guess }) => {
    switch (guess) {
      case 'service':
        return `Nothing is kept about ${type}: it gets ${actions.join(
          ', ',
        )}, guessed from its name.`;
      case 'unknown':
        return `Nothing is known about ${type}, not even its service: ${ofUnknown}.`;
      default:
        return [];
    }
  });
}
