import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Flex, Radio, RadioGroup } from '@backstage/ui';
import {
  cloudNameSchema,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { cloudName } from '../../cloudName';
import { useRequestKey } from '../../hooks/useRequestKey';
import { useSubmit } from '../../hooks/useSubmit';
import { randomKey } from '../../randomKey';
import { FormDialog } from '../FormDialog';
import { AccountFields } from './AccountFields';
import {
  draftOf,
  problemsOf,
  requestOf,
  type AccountDraft,
  type AccountProblems,
} from './accountForm';
import { TrustPolicy } from './TrustPolicy';

/** Adds an account, or changes one. A new one has its cloud chosen first, and an external id that nobody guesses. */
export const AccountDialog = (props: {
  account?: Account;
  onClose: () => void;
  onSaved: (account: Account) => void;
}) => {
  const { account, onClose, onSaved } = props;
  const api = useApi(terraformApiRef);
  const toastApi = useApi(toastApiRef);
  const [draft, setDraft] = useState<AccountDraft>(() =>
    account ? draftOf(account) : draftOf({}, randomKey()),
  );
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const { submit, pending, error } = useSubmit();
  const { keyFor } = useRequestKey();
  const { cloud } = draft;
  const problems = problemsOf(draft);

  const change = (changes: Partial<AccountDraft>) => {
    setDraft(before => ({ ...before, ...changes }));
    setTouched(before => new Set([...before, ...Object.keys(changes)]));
  };

  const save = () => {
    if (!cloud || Object.keys(problems).length > 0) {
      setTouched(new Set(Object.keys(draft)));
      return;
    }
    const request = requestOf({ ...draft, cloud });
    submit(async () => {
      const { name, cloud: _cloud, accountId: _accountId, ...rest } = request;
      const saved = account
        ? await api.updateAccount(name, rest)
        : await api.createAccount(request, {
            idempotencyKey: keyFor(request),
          });
      toastApi.post({
        title: account ? `${name} is changed` : `${name} is added`,
        status: 'success',
        timeout: 5_000,
      });
      onSaved(saved);
      onClose();
    });
  };

  return (
    <FormDialog
      title={account ? `Edit ${account.name}` : 'Add an account'}
      submitLabel={account ? 'Save' : 'Add account'}
      errorTitle={
        account ? 'The account was not changed' : 'The account was not added'
      }
      width={640}
      canSubmit={cloud !== undefined}
      pending={pending}
      error={error}
      onSubmit={save}
      onClose={onClose}
    >
      {!account && (
        <RadioGroup
          label="Cloud"
          orientation="horizontal"
          value={cloud ?? null}
          onChange={value => change({ cloud: cloudNameSchema.parse(value) })}
        >
          {cloudNameSchema.options.map(option => (
            <Radio key={option} value={option}>
              {cloudName(option)}
            </Radio>
          ))}
        </RadioGroup>
      )}
      {cloud && (
        <Flex direction="column" gap="4">
          <AccountFields
            draft={draft}
            cloud={cloud}
            isNew={!account}
            problems={shownProblems(problems, touched)}
            onChange={change}
          />
          {cloud === 'aws' && !account && (
            <TrustPolicy externalId={draft.externalId.trim() || undefined} />
          )}
        </Flex>
      )}
    </FormDialog>
  );
};

/** Nobody is told off for what they have not come to yet. */
function shownProblems(
  problems: AccountProblems,
  touched: ReadonlySet<string>,
): AccountProblems {
  return Object.fromEntries(
    Object.entries(problems).filter(([field]) => touched.has(field)),
  );
}
