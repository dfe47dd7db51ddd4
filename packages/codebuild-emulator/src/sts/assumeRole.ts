import { AwsError } from '../AwsError';
import { listOf } from '../http/query';
import { maxSessionSeconds, type EmulatedRole } from '../iam/Roles';
import type { Caller, NewSession } from './Identities';

/** What AssumeRole is asked, as the Query protocol has it: everything is text. */
export interface AssumeRoleInput {
  RoleArn?: string;
  RoleSessionName?: string;
  DurationSeconds?: string;
  ExternalId?: string;
  Policy?: string;
  PolicyArns?: { arn: string }[] | '';
  Tags?: { Key: string; Value: string }[] | '';
  TransitiveTagKeys?: string[] | '';
  SourceIdentity?: string;
}

/** The longest session of a role that was assumed from the session of another, in seconds. */
const CHAINED_MAX_SECONDS = 3600;
const POLICY_MAX_CHARACTERS = 2048;
const TAGS_MAX = 50;

/**
 * Decides whether a role may be assumed, as its trust policy and the caller's session have it.
 *
 * @throws AwsError `ValidationError`, `PackedPolicyTooLarge`, or `AccessDenied`, which does not tell an unknown role from a refused one
 */
export function assumeRole(
  input: AssumeRoleInput,
  role: EmulatedRole | undefined,
  caller: Caller,
): NewSession {
  const { roleArn, sessionName } = checkShape(input);
  if (!role || !trusts(role, input, caller)) {
    throw refused(caller, 'sts:AssumeRole', roleArn);
  }
  const tags = sessionTags(input, caller);
  if (role.requireTags?.some(key => tags[key] === undefined)) {
    throw refused(caller, 'sts:AssumeRole', roleArn);
  }
  if (role.allowTags === false) {
    if (listOf(input.Tags).length)
      throw refused(caller, 'sts:TagSession', roleArn);
    if (input.SourceIdentity) {
      throw refused(caller, 'sts:SetSourceIdentity', roleArn);
    }
  }
  const inherited = caller.session?.sourceIdentity;
  if (input.SourceIdentity && inherited && input.SourceIdentity !== inherited) {
    throw refused(caller, 'sts:SetSourceIdentity', roleArn);
  }
  return {
    roleArn,
    sessionName,
    issuedTo: caller.arn,
    durationSeconds: duration(input, role, caller),
    externalId: input.ExternalId,
    tags,
    transitiveTagKeys: [
      ...(caller.session?.transitiveTagKeys ?? []),
      ...listOf(input.TransitiveTagKeys),
    ],
    sourceIdentity: input.SourceIdentity ?? inherited,
    policy: input.Policy,
    policyArns: listOf(input.PolicyArns).map(({ arn }) => arn),
  };
}

function checkShape(input: AssumeRoleInput) {
  const { RoleArn: roleArn, RoleSessionName: sessionName } = input;
  if (!roleArn || !/^arn:aws:iam::\d{12}:role\/.+/.test(roleArn)) {
    throw invalid(`${roleArn} is invalid`);
  }
  checkPattern('roleSessionName', sessionName, /^[\w+=,.@-]{2,64}$/);
  if (input.ExternalId !== undefined) {
    checkPattern('externalId', input.ExternalId, /^[\w+=,.@:/-]{2,1224}$/);
  }
  if (input.SourceIdentity !== undefined) {
    checkPattern('sourceIdentity', input.SourceIdentity, /^[\w+=,.@-]{2,64}$/);
  }
  if (listOf(input.Tags).length > TAGS_MAX) {
    throw constraint(
      'tags',
      `Member must have length less than or equal to ${TAGS_MAX}`,
    );
  }
  if ((input.Policy?.length ?? 0) > POLICY_MAX_CHARACTERS) {
    throw new AwsError(
      'PackedPolicyTooLarge',
      `The session policy has ${
        input.Policy!.length
      } characters, at most ${POLICY_MAX_CHARACTERS} are allowed`,
    );
  }
  return { roleArn, sessionName: sessionName! };
}

function trusts(
  role: EmulatedRole,
  input: AssumeRoleInput,
  caller: Caller,
): boolean {
  if (role.denyAssume) return false;
  if (role.externalId !== undefined && role.externalId !== input.ExternalId) {
    return false;
  }
  const principals = [caller.arn, caller.session?.roleArn];
  return (
    !role.trustedArns || role.trustedArns.some(arn => principals.includes(arn))
  );
}

/** Those of this call, and the transitive ones of the session that calls. */
function sessionTags(
  input: AssumeRoleInput,
  caller: Caller,
): Record<string, string> {
  const own = listOf(input.Tags).map(({ Key, Value }) => [Key, Value]);
  const session = caller.session;
  const inherited = (session?.transitiveTagKeys ?? []).map(key => [
    key,
    session!.tags[key],
  ]);
  return Object.fromEntries([...own, ...inherited]);
}

function duration(
  input: AssumeRoleInput,
  role: EmulatedRole,
  caller: Caller,
): number {
  if (input.DurationSeconds === undefined) return CHAINED_MAX_SECONDS;
  const seconds = Number(input.DurationSeconds);
  if (!(seconds >= 900 && seconds <= 43_200)) {
    throw constraint(
      'durationSeconds',
      'Member must have value between 900 and 43200',
    );
  }
  if (caller.session && seconds > CHAINED_MAX_SECONDS) {
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  }
  if (seconds > maxSessionSeconds(role)) {
    throw invalid(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
}

function checkPattern(
  name: string,
  value: string | undefined,
  pattern: RegExp,
): void {
  if (value === undefined || !pattern.test(value)) {
    throw constraint(
      name,
      `Member must satisfy regular expression pattern: ${pattern.source}`,
    );
  }
}

function constraint(name: string, rule: string): AwsError {
  return invalid(
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: ${rule}`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

function refused(caller: Caller, action: string, roleArn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${roleArn}`,
    403,
  );
}
