import type { AssumedRole } from '@planroom/terraform-runner';

/**
 * Why a role could not be taken from here, and what to mend.
 *
 * @param error - of the SDK
 * @returns a sentence or two; names the external id, which is no secret
 */
export function explainStsError(error: unknown, role: AssumedRole): string {
  const { name, message } =
    error instanceof Error ? error : { name: 'Error', message: String(error) };
  const roleName = role.roleArn ?? 'the role';

  if (isDenied(error)) {
    return explainDenial(message, role);
  }
  if (/^(Throttl|TooManyRequests|RequestLimitExceeded)/.test(name)) {
    return `AWS had too many requests to take ${roleName} just now, and again at every retry: try again in a minute.`;
  }
  if (isClockError(name, message)) {
    return `The clock of the portal's machine differs too much from AWS's to take ${roleName}: set it by NTP, then try again.`;
  }
  switch (name) {
    case 'CredentialsProviderError':
      return `The portal has no AWS credentials of its own to take ${roleName} with: give its machine a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
    case 'SignatureDoesNotMatch':
      return `AWS does not know the portal's own credentials (${name}), so ${roleName} could not be taken: renew them, and look for a wrong AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY.`;
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return `The portal's own AWS credentials have expired, so ${roleName} could not be taken: renew them, or give its machine a role.`;
    case 'RegionDisabledException':
      return `STS is not switched on in ${
        role.region ?? 'the region'
      } for the account of ${roleName}: switch the region on in that account, or name another one first in the account's regions.`;
    case 'PackedPolicyTooLarge':
    case 'PackedPolicyTooLargeException':
      return `Session policy and tags are too large together for ${roleName}: split the workspace into smaller ones, or shorten names of workspace and environment.`;
    case 'MalformedPolicyDocument':
    case 'MalformedPolicyDocumentException':
      return `AWS does not take the session policy for ${roleName}: ${message}`;
    case 'ValidationError':
      return `AWS does not take the session for ${roleName}: ${message}. Look for a mistake in the role's ARN and external id of the account.`;
    default:
      return `${roleName} could not be taken (${name}: ${message}): see whether the portal reaches STS, then try again.`;
  }
}

export function isDenied(error: unknown): boolean {
  return (
    error instanceof Error && /^AccessDenied(Exception)?$/.test(error.name)
  );
}

/** A signature is also wrong when the clock is, and only the text tells. */
function isClockError(name: string, message: string): boolean {
  return (
    name === 'RequestTimeTooSkewed' ||
    name === 'RequestExpired' ||
    (/^(InvalidSignatureException|SignatureDoesNotMatch)$/.test(name) &&
      /expired|not yet current|skew/i.test(message))
  );
}

/** AWS gives one answer for a role that is not there, one that trusts others, and one that asks for another external id. */
function explainDenial(message: string, role: AssumedRole): string {
  const caller = /User: (\S+)/.exec(message)?.[1] ?? 'the portal';
  const action = /perform: (sts:\w+)/.exec(message)?.[1] ?? 'sts:AssumeRole';
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(role.tags).length > 0 ? ['sts:TagSession'] : []),
    ...(role.sourceIdentity ? ['sts:SetSourceIdentity'] : []),
  ].join(', ');
  const externalId = role.externalId
    ? `The external id "${role.externalId}" was sent: the trust policy must ask for just that one, or for none.`
    : 'No external id was sent: if the trust policy asks for one, give it to the account here.';
  return `AWS refused ${action} on ${role.roleArn} to ${caller}. Either there is no such role, or its trust policy does not let ${caller} do ${actions}, or the policy of ${caller} does not allow these on the role. ${externalId}`;
}
