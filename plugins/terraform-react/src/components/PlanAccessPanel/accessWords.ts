import type { PlanAccess } from '@planroom/backstage-plugin-terraform-common';
import { count } from '../../words';

/** "Terraform applies it in account payments-production (111122223333) as role arn:…", with what it enters with where it has no role. */
export function accessSentence(access: PlanAccess): string {
  const { account, accountId, roleArn } = access;
  const entering = roleArn
    ? `as role ${roleArn}`
    : "with the account's credential, as the account has no role for applies";
  return `Terraform applies it in account ${account} (${accountId}) ${entering}.`;
}

/** "May use 12 actions for 3 types of resources", of which an action that serves two types counts once, and the provider is no type. */
export function grantsSentence({ grants }: PlanAccess): string {
  const actions = new Set(grants.flatMap(grant => grant.actions));
  const types = grants.filter(grant => !grant.for.startsWith('provider '));
  return `May use ${count(actions.size, 'action')} for ${count(
    types.length,
    'type',
  )} of resources`;
}

/** The policy with line breaks; one that is no JSON as it is. */
export function readablePolicy(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy), undefined, 2);
  } catch {
    return policy;
  }
}
