import type { AssumedRole } from '../index';

const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

const DENIED = new Set(['AccessDenied', 'AccessDeniedException']);
const WRONG_CLOCK = new Set([
  'RequestTimeTooSkewed',
  'RequestExpired',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
]);
const BAD_KEYS = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'CredentialsProviderError',
]);

function explainDenial(message: string, role: AssumedRole): string {
  const caller = /User: (\S+)/.exec(message)?.[1] ?? "the build's own role";
  const action = /perform: (sts:\w+)/.exec(message)?.[1] ?? 'sts:AssumeRole';
  const externalId = role.externalId
    ? `the external id "${role.externalId}" was sent, which its trust policy must ask for, if it asks for one`
    : 'no external id was sent, so its trust policy must not ask for one';
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(role.tags).length > 0 ? ['sts:TagSession'] : []),
    ...(role.sourceIdentity ? ['sts:SetSourceIdentity'] : []),
  ].join(', ');
  return `AWS refused ${action} on ${role.roleArn} to ${caller}: ${externalId}. Let the trust policy of the role name the build's role and allow ${actions}, and let the policy of the build's role allow the same on it (targets of the module terraform-permissions).`;
}

/** Why the machine has no credentials of its own. */
export function explainMachineError(error: unknown): string {
  const { name, message } = error as Error;
  return `The build's own role has no usable credentials (${name}: ${message}); check the service role of the CodeBuild project.`;
}

/** Why a role could not be assumed and what to mend, in a sentence or two. Says the external id, which is no secret. */
export function explainStsError(error: unknown, role: AssumedRole): string {
  const { name, message } = error as Error;
  if (!role.roleArn) {
    return explainMachineError(error);
  }
  if (DENIED.has(name)) {
    return explainDenial(message, role);
  }
  if (THROTTLED.has(name)) {
    return `AWS had too many requests to assume ${role.roleArn} just now; retry the run.`;
  }
  // A signature is also wrong when the clock is, and only the text tells.
  if (
    WRONG_CLOCK.has(name) &&
    (/time|expired|date/i.test(message) || name.startsWith('Request'))
  ) {
    return `The clock of the build's machine differs too much from AWS's to assume ${role.roleArn}; retry the run, and tell AWS if it happens again.`;
  }
  switch (name) {
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return `The credentials of the build's own role have expired, so ${role.roleArn} could not be assumed; let the sessions of that role last as long as the project's timeout (max_session_duration).`;
    case 'RegionDisabledException':
      return `STS is not switched on in ${
        role.region ?? "the build's region"
      } for the account of ${
        role.roleArn
      }; activate the region in that account, or give the account another region.`;
    case 'PackedPolicyTooLarge':
    case 'PackedPolicyTooLargeException':
      return `Session policy and tags are too large together for ${role.roleArn}; give the run fewer tags or its module a permission set of fewer actions.`;
    case 'MalformedPolicyDocument':
    case 'MalformedPolicyDocumentException':
      return `AWS does not take the session policy for ${role.roleArn}: ${message}.`;
    case 'ValidationError':
      return `AWS does not take the session for ${role.roleArn}: ${message}. Check the role's longest session (an hour at least), the session's name and tags.`;
    default:
      return BAD_KEYS.has(name)
        ? `The build's own role has no usable credentials (${name}), so ${role.roleArn} could not be assumed; check the service role of the CodeBuild project.`
        : `${role.roleArn} could not be assumed: ${name}: ${message}. See whether STS is reachable from the build's network, then retry the run.`;
  }
}
