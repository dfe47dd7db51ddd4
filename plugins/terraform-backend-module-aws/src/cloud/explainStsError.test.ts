import { explainStsError } from './explainStsError';

const role = {
  roleArn: 'arn:aws:iam::444455556666:role/planroom-apply',
  externalId: 'c0ffee-0001',
  sessionName: 'planroom-0f4c1f9e-apply',
  sourceIdentity: 'user.default.developer',
  tags: { 'run-type': 'apply' },
  region: 'af-south-1',
};

const sdkError = (name: string, message = 'as AWS says it') =>
  Object.assign(new Error(message), { name });

describe('explainStsError', () => {
  it('says of a denial who asked for what, what was sent and what to mend', () => {
    const denial = sdkError(
      'AccessDenied',
      'User: arn:aws:iam::111122223333:user/portal is not authorized to perform: sts:TagSession on resource: arn:aws:iam::444455556666:role/planroom-apply',
    );

    expect(explainStsError(denial, role)).toBe(
      'AWS refused sts:TagSession on arn:aws:iam::444455556666:role/planroom-apply to arn:aws:iam::111122223333:user/portal. ' +
        'Either there is no such role, or its trust policy does not let arn:aws:iam::111122223333:user/portal do sts:AssumeRole, sts:TagSession, sts:SetSourceIdentity, ' +
        'or the policy of arn:aws:iam::111122223333:user/portal does not allow these on the role. ' +
        'The external id "c0ffee-0001" was sent: the trust policy must ask for just that one, or for none.',
    );
    expect(
      explainStsError(denial, { ...role, externalId: undefined }),
    ).toContain('No external id was sent: if the trust policy asks for one');
  });

  it.each([
    ['CredentialsProviderError', 'has no AWS credentials of its own'],
    ['ExpiredTokenException', 'have expired'],
    ['ExpiredToken', 'have expired'],
    ['InvalidClientTokenId', 'does not know the portal'],
    ['SignatureDoesNotMatch', 'does not know the portal'],
    ['RequestTimeTooSkewed', 'The clock of the portal'],
    ['RegionDisabledException', 'not switched on in af-south-1'],
    ['PackedPolicyTooLargeException', 'too large together'],
    ['PackedPolicyTooLarge', 'too large together'],
    ['MalformedPolicyDocumentException', 'as AWS says it'],
    ['ValidationError', 'as AWS says it'],
    ['Throttling', 'too many requests'],
    ['ThrottlingException', 'too many requests'],
    ['TimeoutError', 'see whether the portal reaches STS'],
  ])('%s: ... %s ...', (name, part) => {
    const explanation = explainStsError(sdkError(name), role);
    expect(explanation).toContain(part);
    expect(explanation).toContain(role.roleArn);
  });

  it('tells a wrong clock from a wrong key by the text', () => {
    expect(
      explainStsError(
        sdkError(
          'SignatureDoesNotMatch',
          'Signature expired: 20261124T100000Z is now earlier than 20261124T120000Z',
        ),
        role,
      ),
    ).toContain('The clock of the portal');
  });

  it('explains what is no error of the SDK', () => {
    expect(explainStsError('odd', role)).toContain('Error: odd');
  });
});
