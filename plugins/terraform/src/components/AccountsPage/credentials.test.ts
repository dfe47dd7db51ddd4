import {
  credentialKindSchema,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';
import { sampleAccount } from '../../__testUtils__/accounts';
import { accessWords, CREDENTIAL_FORMS } from './credentials';

describe('credentials', () => {
  it('has a form for each kind that the backend takes', () => {
    expect(CREDENTIAL_FORMS.map(({ kind }) => kind).sort()).toEqual(
      [...credentialKindSchema.options].sort(),
    );
  });

  const by = { setBy: 'user:default/platform', setAt: '2026-01-10T10:00:00Z' };
  const role = 'arn:aws:iam::111122223333:role/x';
  it.each<[string, Partial<Account>]>([
    ['none', {}],
    ['Roles for plan and apply', { planRoleArn: role, applyRoleArn: role }],
    ['Role for plan only', { planRoleArn: role }],
    [
      'Role for apply only; Access key (sealed)',
      { applyRoleArn: role, credential: { kind: 'aws-access-key', ...by } },
    ],
    [
      'Workload identity',
      { credential: { kind: 'gcp-workload-identity', ...by } },
    ],
  ])('says "%s"', (words, account) => {
    expect(
      accessWords(
        sampleAccount({
          planRoleArn: undefined,
          applyRoleArn: undefined,
          ...account,
        }),
      ),
    ).toBe(words);
  });
});
