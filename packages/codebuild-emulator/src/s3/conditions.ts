import { AwsError } from '../AwsError';
import type { ObjectVersion } from './Bucket';

/** What must hold when an object is written. */
export interface PutConditions {
  /** Only `*`: there must be no object. */
  ifNoneMatch?: string;
  /** The ETag of the object that is overwritten. */
  ifMatch?: string;
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 *
 * @throws AwsError 412 `PreconditionFailed`, 404 `NoSuchKey`, 501 for an ETag in If-None-Match
 */
export function checkPut(
  key: string,
  current: ObjectVersion | undefined,
  { ifNoneMatch, ifMatch }: PutConditions,
): void {
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') {
      throw new AwsError(
        'NotImplemented',
        'A header you provided implies functionality that is not implemented',
        501,
        { Header: 'If-None-Match' },
      );
    }
    if (current) throw preconditionFailed('If-None-Match');
  }
  if (ifMatch !== undefined) checkMatch(key, current, ifMatch);
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 *
 * @throws AwsError 412 `PreconditionFailed`, 404 `NoSuchKey`
 */
export function checkDelete(
  key: string,
  current: ObjectVersion | undefined,
  ifMatch: string | undefined,
): void {
  if (ifMatch !== undefined) checkMatch(key, current, ifMatch);
}

/**
 * @returns whether the reader has this version already (304)
 * @throws AwsError 412 `PreconditionFailed`
 */
export function checkGet(
  { etag }: ObjectVersion,
  { ifNoneMatch, ifMatch }: { ifNoneMatch?: string; ifMatch?: string },
): boolean {
  if (ifMatch !== undefined && !matches(etag, ifMatch)) {
    throw preconditionFailed('If-Match');
  }
  return ifNoneMatch !== undefined && matches(etag, ifNoneMatch);
}

export function noSuchKey(key: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, {
    Key: key,
  });
}

function checkMatch(
  key: string,
  current: ObjectVersion | undefined,
  ifMatch: string,
): void {
  if (!current) throw noSuchKey(key);
  if (!matches(current.etag, ifMatch)) throw preconditionFailed('If-Match');
}

function matches(etag: string, condition: string): boolean {
  return (
    condition === '*' ||
    condition
      .split(',')
      .some(one => one.trim().replace(/"/g, '') === etag.replace(/"/g, ''))
  );
}

function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    { Condition: condition },
  );
}
