import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text, TextField } from '@backstage/ui';
import {
  DISCARDABLE_RUN_STATUSES,
  type Account,
  type Run,
} from '@planroom/backstage-plugin-terraform-common';
import {
  RunStatus,
  terraformApiRef,
  useTerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useSubmit } from '../../hooks/useSubmit';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { FormDialog } from '../FormDialog';

const RUNS_MAX = 200;

/** Takes an account away, by somebody who has read what goes with it and says why. */
export const RemoveAccountDialog = (props: {
  account: Account;
  onClose: () => void;
  onRemoved: () => void;
}) => {
  const { account, onClose, onRemoved } = props;
  const api = useApi(terraformApiRef);
  const toastApi = useApi(toastApiRef);
  const [reason, setReason] = useState('');
  const { submit, pending, error } = useSubmit();
  return (
    <FormDialog
      title={`Remove ${account.name}`}
      submitLabel="Remove account"
      errorTitle="The account was not removed"
      destructive
      canSubmit={reason.trim() !== ''}
      pending={pending}
      error={error}
      onSubmit={() =>
        submit(async () => {
          await api.deleteAccount(account.name, { reason: reason.trim() });
          toastApi.post({
            title: `${account.name} is removed`,
            status: 'success',
            timeout: 5_000,
          });
          onRemoved();
          onClose();
        })
      }
      onClose={onClose}
    >
      <Text as="p">
        {`${workspacesWords(
          account.workspaces,
        )} What exists in the cloud stays as it is, and the sealed credential is forgotten.`}
      </Text>
      {account.workspaces > 0 && <WaitingRuns account={account} />}
      <TextField
        label="Reason"
        description="It is audited, and stands at the runs that are discarded."
        isRequired
        maxLength={1_000}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
};

function workspacesWords(count: number): string {
  if (count === 0) return 'No workspace uses it.';
  return count === 1
    ? 'The workspace that uses it keeps its state, but no run of it can be made any more.'
    : `The ${count} workspaces that use it keep their states, but no run of them can be made any more.`;
}

function WaitingRuns({ account }: { account: Account }) {
  const links = useTerraformLinks();
  const query = useTerraformQuery(
    (api, signal) =>
      api.listRuns(
        {
          account: account.name,
          status: DISCARDABLE_RUN_STATUSES.join(','),
          limit: RUNS_MAX,
        },
        { signal },
      ),
    [account.name],
  );
  const { items: runs = [], nextCursor } = query.value ?? {};
  return (
    <DataState
      query={query}
      ready={query.value !== undefined}
      what="What would be discarded"
      rows={2}
    >
      <Text as="p" weight="bold">
        {runs.length === 0
          ? 'No run waits that would be discarded.'
          : `Discarded with it: ${
              runs.length === 1 ? 'one run' : `${runs.length} runs`
            }${nextCursor ? ', and more' : ''}`}
      </Text>
      {runs.map((run: Run) => (
        <Flex key={run.id} align="center" gap="2">
          <Link href={links.run(run.id)}>
            {`${run.workspaceName} · run ${run.number}`}
          </Link>
          <RunStatus run={run} />
        </Flex>
      ))}
    </DataState>
  );
}
