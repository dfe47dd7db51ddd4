/** An error as the SDK throws it. */
interface ServiceError {
  name?: string;
  message?: string;
  $retryable?: { throttling?: boolean };
  $metadata?: { httpStatusCode?: number };
}

const THROTTLED = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
  'LimitExceededException',
]);

/** AWS asks to come back later: nothing is wrong. */
export function isThrottled(error: unknown): boolean {
  const { name = '', $retryable } = asServiceError(error);
  return THROTTLED.has(name) || $retryable?.throttling === true;
}

/**
 * There is no place for a build now. The name of the error over a project's `concurrentBuildLimit` is not documented, so that the message
 * counts too.
 */
export function isNoCapacity(error: unknown): boolean {
  const { name, message = '' } = asServiceError(error);
  return (
    isThrottled(error) ||
    name === 'AccountLimitExceededException' ||
    /concurrent ?build|builds? in queue|account limit/i.test(message)
  );
}

/** AWS did not answer, or not with an answer of its own: nobody knows whether it did what was asked. */
export function isTransient(error: unknown): boolean {
  const { name = '', $metadata } = asServiceError(error);
  const status = $metadata?.httpStatusCode;
  return (
    name.startsWith('ExpiredToken') ||
    (status === undefined ? isNetworkError(error) : status >= 500)
  );
}

/** What is asked for is not there; a role without the right to list gets "forbidden" for that. */
export function isMissing(error: unknown): boolean {
  const { name, $metadata } = asServiceError(error);
  return (
    name === 'NoSuchKey' ||
    name === 'NotFound' ||
    name === 'ResourceNotFoundException' ||
    $metadata?.httpStatusCode === 404
  );
}

/** A conditional write found something there. */
export function isPreconditionFailed(error: unknown): boolean {
  const { name, $metadata } = asServiceError(error);
  return name === 'PreconditionFailed' || $metadata?.httpStatusCode === 412;
}

/** What an operator can do about an error of AWS. */
export function explainError(error: unknown, doing: string): string {
  const { name = 'Error', message = '' } = asServiceError(error);
  const said = `${name}${message ? `: ${message}` : ''}`;
  switch (name) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return `AWS does not let the portal ${doing} (${said}); give its role what the portal's role of the module terraform-permissions has`;
    case 'CredentialsProviderError':
      return `The portal has no AWS credentials to ${doing}; give its machine a role, or set terraform.executors.codebuild.roleArn`;
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return `The portal's AWS credentials have expired while it wanted to ${doing}; it is tried again with new ones`;
    case 'RequestTimeTooSkewed':
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
      return `AWS refuses the portal's signature when it wants to ${doing} (${said}); the clock of the portal's machine is most likely wrong`;
    case 'ResourceNotFoundException':
    case 'NoSuchBucket':
      return `What the portal needs to ${doing} is not there (${said}); check terraform.executors.codebuild against the output portal_config of the module codebuild-runner`;
    default:
      return `The portal could not ${doing} (${said})`;
  }
}

function isNetworkError(error: unknown): boolean {
  const { name = '', code = '' } = error as { name?: string; code?: string };
  return (
    ['TimeoutError', 'AbortError', 'NetworkingError'].includes(name) ||
    /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(code)
  );
}

function asServiceError(error: unknown): ServiceError {
  return typeof error === 'object' && error !== null ? error : {};
}
