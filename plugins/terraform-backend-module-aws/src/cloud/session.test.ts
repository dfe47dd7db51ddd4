import { accessFor } from './access';
import { assumedRole, sourceIdentity } from './session';
import { anAccount, aSession } from './__testUtils__/accounts';

const NAME = /^[\w+=,.@-]{2,64}$/;
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const account = anAccount({
  regions: ['eu-west-1', 'eu-central-1'],
  externalId: 'c0ffee-0001',
});
const access = accessFor({
  account,
  phase: 'apply',
  module: { name: 'aws-sqs-sns' },
  needs: [],
});

describe('assumedRole', () => {
  it('says who comes for what, in the alphabet of AWS', () => {
    expect(assumedRole(account, access, aSession())).toEqual({
      roleArn: 'arn:aws:iam::444455556666:role/planroom-apply',
      externalId: 'c0ffee-0001',
      sessionName: 'planroom-0f4c1f9e-apply',
      sourceIdentity: 'user.default.developer',
      tags: {
        'run-id': '0f4c1f9e-7d1c-4f35-9d0e-2f5a7f3f5d11',
        'run-type': 'apply',
        workspace: 'payments-queue',
        environment: 'staging',
        'requested-by': 'user:default/developer',
        'approved-by': 'user:default/platform user:default/reviewer',
      },
      policy: access.policy,
      region: 'eu-west-1',
    });
  });

  it('takes the role that was approved, also when the account names another by now', () => {
    const changed = { ...account, applyRoleArn: 'arn:aws:iam::1:role/other' };
    expect(assumedRole(changed, access, aSession()).roleArn).toBe(
      account.applyRoleArn,
    );
  });

  it('is the machine’s own role where the account names none', () => {
    const bare = anAccount({ planRoleArn: undefined, externalId: 'unused' });
    const role = assumedRole(
      bare,
      accessFor({
        account: bare,
        phase: 'plan',
        module: { name: 'aws-sqs-sns', permissionSet: 'aws-sqs-sns' },
        needs: [],
      }),
      aSession({ phase: 'plan', approvedBy: [] }),
    );

    expect(role).toEqual({
      sessionName: 'planroom-0f4c1f9e-plan',
      sourceIdentity: 'user.default.developer',
      tags: expect.not.objectContaining({ 'approved-by': expect.anything() }),
    });
  });

  it('fits whatever it is given, and stays distinct', () => {
    const approvers = (count: number) =>
      Array.from(
        { length: count },
        (_, index) => `user:default/person-${index}`,
      );
    const odd = aSession({
      runId: 'r/ü',
      workspace: 'a;b\n\u0000',
      requestedBy: `user:default/${'x'.repeat(300)}`,
      approvedBy: approvers(40),
    });
    const role = assumedRole(account, access, odd);

    expect(role.sessionName).toMatch(NAME);
    expect(role.sourceIdentity).toMatch(NAME);
    for (const value of Object.values(role.tags)) {
      expect(value).toMatch(TAG);
    }
    expect(role.tags.workspace).toBe('a-b--');
    expect(role.tags['approved-by']).toHaveLength(256);
    expect(role.tags['approved-by']).not.toBe(
      assumedRole(account, access, { ...odd, approvedBy: approvers(41) }).tags[
        'approved-by'
      ],
    );
  });
});

describe('sourceIdentity', () => {
  it.each([
    ['user:default/developer', 'user.default.developer'],
    ['user:default/developer.one_1', 'user.default.developer.one_1'],
    ['group:payments/on-call', 'group.payments.on-call'],
  ])('%s becomes %s', (reference, name) => {
    expect(sourceIdentity(reference)).toBe(name);
  });

  it.each([
    [`user:default/${'x'.repeat(60)}1`, `user:default/${'x'.repeat(60)}2`],
    ['user:default/zoë', 'user:default/zoé'],
    ['', '/'],
  ])('tells %s from %s', (one, other) => {
    expect(sourceIdentity(one)).toMatch(NAME);
    expect(sourceIdentity(one)).not.toBe(sourceIdentity(other));
    expect(sourceIdentity(one)).toBe(sourceIdentity(one));
  });
});
