import type { AssumedRole } from '../index';
import { explainStsError } from './explainStsError';

const ROLE: AssumedRole = {
  roleArn: 'arn:aws:iam::444455556666:role/payments-apply',
  externalId: 'external-1',
  sessionName: 'planroom-1',
  sourceIdentity: 'developer',
  tags: { 'run-type': 'apply' },
  region: 'eu-south-1',
};

function failure(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name });
}

it('says of a refusal who, what, which external id, and both policies to mend', () => {
  const denied = failure(
    'AccessDenied',
    'User: arn:aws:sts::1:assumed-role/build/x is not authorized to perform: sts:TagSession on resource: y',
  );
  const sentence = explainStsError(denied, ROLE);
  for (const part of [
    'AWS refused sts:TagSession on arn:aws:iam::444455556666:role/payments-apply',
    'to arn:aws:sts::1:assumed-role/build/x',
    'the external id "external-1" was sent',
    'sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity',
    "the policy of the build's role",
  ]) {
    expect(sentence).toContain(part);
  }
  const plain = explainStsError(failure('AccessDenied'), {
    roleArn: ROLE.roleArn,
    sessionName: 'x',
    tags: {},
  });
  expect(plain).toContain('no external id was sent');
  expect(plain).not.toContain('TagSession');
});

it.each([
  ['ExpiredToken', '', 'max_session_duration'],
  ['ExpiredTokenException', '', 'max_session_duration'],
  ['RequestTimeTooSkewed', '', 'The clock of'],
  [
    'SignatureDoesNotMatch',
    'Signature expired: 20260101T000000Z is now earlier than',
    'The clock of',
  ],
  ['SignatureDoesNotMatch', 'The signature is wrong', 'could not be assumed'],
  ['RegionDisabledException', '', 'not switched on in eu-south-1'],
  ['Throttling', 'Rate exceeded', 'too many requests'],
  ['PackedPolicyTooLargeException', '', 'too large together'],
  ['MalformedPolicyDocumentException', 'bad', 'session policy'],
  ['ValidationError', 'DurationSeconds exceeds', 'DurationSeconds exceeds'],
  ['CredentialsProviderError', '', 'no usable credentials'],
  ['TimeoutError', 'no answer', 'TimeoutError: no answer. See whether STS'],
])('explains %s: %s', (name, message, part) => {
  const sentence = explainStsError(failure(name, message), ROLE);
  expect(sentence).toContain(part);
  expect(sentence).toContain(ROLE.roleArn);
  expect(sentence).toMatch(/\.$/);
});

it('knows that a role without an ARN is the build’s own', () => {
  expect(
    explainStsError(failure('CredentialsProviderError', 'none'), {
      sessionName: 'x',
      tags: {},
    }),
  ).toMatch(/^The build's own role has no usable credentials/);
});
