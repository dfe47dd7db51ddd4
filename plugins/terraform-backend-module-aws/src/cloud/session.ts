import { createHash } from 'node:crypto';
import type {
  TerraformAccess,
  TerraformCloudAccount,
  TerraformSession,
} from '@planroom/backstage-plugin-terraform-node';
import type { AssumedRole } from '@planroom/terraform-runner';

/** Of session names and source identities, in characters; both have at least 2. */
const NAME_MAX_LENGTH = 64;
const TAG_VALUE_MAX_LENGTH = 256;
const RUN_ID_LENGTH = 8;
const HASH_LENGTH = 8;

/**
 * Who a phase is in the account: the role that was approved, with names and tags in AWS's alphabet. Without a role it is the machine's own,
 * which nothing narrows and nobody tags; what is said of the run is for those who read the manifest.
 */
export function assumedRole(
  account: TerraformCloudAccount,
  access: TerraformAccess,
  session: TerraformSession,
): AssumedRole {
  const region = account.regions.length > 0 && {
    region: account.regions[0],
  };
  const who = {
    sessionName: sessionName(session),
    sourceIdentity: sourceIdentity(session.requestedBy),
    tags: tagsOf(session),
    ...region,
  };
  if (access.roleArn === undefined) {
    return who;
  }
  return {
    roleArn: access.roleArn,
    ...(account.externalId !== undefined && { externalId: account.externalId }),
    ...who,
    ...(access.policy !== undefined && { policy: access.policy }),
  };
}

function sessionName({ runId, phase }: TerraformSession): string {
  return cut(
    `planroom-${inAlphabet(runId).slice(0, RUN_ID_LENGTH)}-${phase}`,
    NAME_MAX_LENGTH,
  );
}

/**
 * A reference in the alphabet of names: `user:default/developer` becomes `user.default.developer`. What had to be changed beyond that, or cut, ends with
 * a hash, so that two people never share a name.
 */
export function sourceIdentity(reference: string): string {
  const dotted = reference.replace(/[:/]/g, '.');
  const name = inAlphabet(dotted);
  return name === dotted && name.length >= 2
    ? cut(name, NAME_MAX_LENGTH, reference)
    : withHash(name, NAME_MAX_LENGTH, reference);
}

function tagsOf(session: TerraformSession): Record<string, string> {
  const approvers = [...session.approvedBy].sort().join(' ');
  return Object.fromEntries(
    Object.entries({
      'run-id': session.runId,
      'run-type': session.phase,
      workspace: session.workspace,
      environment: session.environment,
      'requested-by': session.requestedBy,
      'approved-by': approvers,
    })
      .filter(([, value]) => value !== '')
      .map(([key, value]) => [key, tagValue(value)]),
  );
}

function tagValue(value: string): string {
  return cut(
    value.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '-'),
    TAG_VALUE_MAX_LENGTH,
    value,
  );
}

function inAlphabet(name: string): string {
  return name.replace(/[^A-Za-z0-9_+=,.@-]/g, '-');
}

function cut(text: string, length: number, distinctBy = text): string {
  return text.length <= length ? text : withHash(text, length, distinctBy);
}

function withHash(text: string, length: number, distinctBy: string): string {
  const hash = createHash('sha256')
    .update(distinctBy)
    .digest('hex')
    .slice(0, HASH_LENGTH);
  return `${text.slice(0, length - HASH_LENGTH - 1)}-${hash}`;
}
