import {
  explainError,
  isMissing,
  isNoCapacity,
  isThrottled,
  isTransient,
} from './errors';

const error = (name: string, message = '', status = 400) =>
  Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status },
  });

describe('errors of AWS', () => {
  it.each([
    ['AccountLimitExceededException', 'Cannot have more than 10 builds', true],
    ['ThrottlingException', 'Rate exceeded', true],
    ['InvalidInputException', 'Cannot have more than 5 builds in queue', true],
    ['InvalidInputException', 'Project ARN is wrong', false],
    ['ResourceNotFoundException', 'Project not found', false],
  ])('%s "%s" is no capacity: %s', (name, message, expected) => {
    expect(isNoCapacity(error(name, message))).toBe(expected);
  });

  it('tells throttling, absence and silence apart', () => {
    expect(isThrottled(error('SlowDown', '', 503))).toBe(true);
    expect(isMissing(error('NoSuchKey', '', 404))).toBe(true);
    expect(isTransient(error('InternalError', '', 500))).toBe(true);
    expect(isTransient(error('ExpiredToken', '', 400))).toBe(true);
    expect(
      isTransient(Object.assign(new Error('reset'), { code: 'ECONNRESET' })),
    ).toBe(true);
    expect(isTransient(error('AccessDenied', '', 403))).toBe(false);
    expect(isTransient(new TypeError('a bug'))).toBe(false);
  });

  it.each([
    ['AccessDenied', 'give its role'],
    ['CredentialsProviderError', 'give its machine a role'],
    ['RequestTimeTooSkewed', 'clock'],
    ['NoSuchBucket', 'output portal_config'],
    ['Whatever', 'could not start a build'],
  ])('says what to do about %s', (name, sentence) => {
    expect(explainError(error(name), 'start a build')).toContain(sentence);
  });
});
