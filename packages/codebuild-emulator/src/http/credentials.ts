import { AwsError } from '../AwsError';
import { header, type Request } from './messages';

/** What a request says of its sender. Its signature is not looked at. */
export interface SentCredentials {
  accessKeyId?: string;
  sessionToken?: string;
}

/** The credentials in the headers of a request, or in the query of a presigned link. */
export function sentCredentials(request: Request): SentCredentials {
  const { query } = request;
  const presigned = query.get('X-Amz-Credential');
  if (presigned) {
    return {
      accessKeyId: presigned.split('/')[0],
      sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    };
  }
  return {
    accessKeyId: /Credential=([^/,\s]+)\//.exec(
      header(request, 'authorization') ?? '',
    )?.[1],
    sessionToken: header(request, 'x-amz-security-token'),
  };
}

/** The longest life of a presigned link, in seconds. */
const EXPIRES_MAX_SECONDS = 7 * 24 * 60 * 60;

/**
 * Refuses a presigned link whose time is over.
 *
 * @throws AwsError `AccessDenied`, `AuthorizationQueryParametersError`
 */
export function checkPresigned({ query }: Request, now: number): void {
  const expires = query.get('X-Amz-Expires');
  if (expires === null) return;
  const seconds = Number(expires);
  const signedAt = parseAmzDate(query.get('X-Amz-Date') ?? '');
  if (
    !(seconds >= 0 && seconds <= EXPIRES_MAX_SECONDS) ||
    signedAt === undefined
  ) {
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be between 0 and 604800, and X-Amz-Date must be an ISO 8601 basic date',
    );
  }
  const until = signedAt + seconds * 1000;
  if (until < now) {
    throw new AwsError('AccessDenied', 'Request has expired', 403, {
      'X-Amz-Expires': expires,
      Expires: new Date(until).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  }
}

function parseAmzDate(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
