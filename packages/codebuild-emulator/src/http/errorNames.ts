import { AwsError } from '../AwsError';

/** The three ways in which the emulated services speak. */
export type ProtocolName = 'json' | 'query' | 's3';

type CommonError =
  | 'expired'
  | 'unknownKey'
  | 'noCredentials'
  | 'throttled'
  | 'unknownOperation'
  | 'internal';

/** The same thing has another name and status in each protocol. */
const NAMES: Record<CommonError, Record<ProtocolName, [string, number]>> = {
  expired: {
    json: ['ExpiredTokenException', 400],
    query: ['ExpiredToken', 403],
    s3: ['ExpiredToken', 400],
  },
  unknownKey: {
    json: ['UnrecognizedClientException', 400],
    query: ['InvalidClientTokenId', 403],
    s3: ['InvalidAccessKeyId', 403],
  },
  noCredentials: {
    json: ['MissingAuthenticationTokenException', 400],
    query: ['MissingAuthenticationToken', 403],
    s3: ['AccessDenied', 403],
  },
  throttled: {
    json: ['ThrottlingException', 400],
    query: ['Throttling', 400],
    s3: ['SlowDown', 503],
  },
  unknownOperation: {
    json: ['UnknownOperationException', 400],
    query: ['UnknownOperationException', 400],
    s3: ['UnknownOperationException', 501],
  },
  internal: {
    json: ['InternalFailure', 500],
    query: ['InternalFailure', 500],
    s3: ['InternalError', 500],
  },
};

/** An error that every service has, in the words of the protocol. */
export function commonError(
  kind: CommonError,
  protocol: ProtocolName,
  message: string,
): AwsError {
  const [code, status] = NAMES[kind][protocol];
  return new AwsError(code, message, status);
}
