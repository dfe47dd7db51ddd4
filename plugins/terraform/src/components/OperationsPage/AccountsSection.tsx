import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Link, Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import {
  terraformAccountManagePermission,
  type AccountStatus,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  errorMessage,
  terraformApiRef,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { useSubmit } from '../../hooks/useSubmit';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { CloudSign } from '../CloudSign';
import { DataState } from '../DataState';
import { LastRun } from '../LastRun';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { HealthWords } from './HealthWords';
import { useLiveQuery } from './useLiveQuery';
import { WorkloadIdentity } from './WorkloadIdentity';

const COLUMNS = [
  'Account',
  'Cloud',
  'Health',
  'Last test',
  'Last successful run',
];

/** Whether the portal gets into each account. */
export const AccountsSection = () => {
  const query = useLiveQuery((api, signal) =>
    api.listAccountStatuses({ signal }),
  );
  const { allowed: mayTest } = usePermission({
    permission: terraformAccountManagePermission,
  });
  const accounts = query.value ?? [];
  return (
    <Section title="Accounts">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The list of accounts"
      >
        {accounts.length === 0 ? (
          <EmptyState
            title="No account is known"
            text="Accounts are added on the page Accounts, or in the configuration under terraform.accounts. What the last test of each said stands here."
          />
        ) : (
          <PlainTable
            label="Accounts"
            columns={mayTest ? [...COLUMNS, ''] : COLUMNS}
          >
            {accounts.map(account => (
              <AccountRow
                key={account.name}
                account={account}
                mayTest={mayTest}
                onTested={query.reload}
              />
            ))}
          </PlainTable>
        )}
      </DataState>
      <WorkloadIdentity />
    </Section>
  );
};

function AccountRow(props: {
  account: AccountStatus;
  mayTest: boolean;
  onTested: () => void;
}) {
  const { account, mayTest, onTested } = props;
  const { health, lastTestAt } = account;
  const api = useApi(terraformApiRef);
  const links = useTerraformLinks();
  const { submit, pending, error } = useSubmit();
  return (
    <TableRow>
      <TableCell>
        <Link
          href={links.account(account.name)}
          weight="bold"
          style={{ whiteSpace: 'nowrap' }}
        >
          {account.name}
        </Link>
        <Text as="div" color="secondary" style={{ whiteSpace: 'nowrap' }}>
          {account.accountId}
        </Text>
      </TableCell>
      <TableCell>
        <CloudSign cloud={account.cloud} />
      </TableCell>
      <TableCell>
        <HealthWords
          status={health?.status ?? 'unknown'}
          message={health?.message}
        />
      </TableCell>
      <TableCell>
        {lastTestAt ? <TimeAgo at={lastTestAt} /> : 'not tested yet'}
      </TableCell>
      <TableCell>
        <LastRun run={account.lastSuccessfulRun} />
      </TableCell>
      {mayTest && (
        <TableCell>
          <Button
            variant="secondary"
            size="small"
            isPending={pending}
            aria-label={`Test ${account.name} now`}
            onPress={() =>
              submit(async () => {
                await api.testAccount(account.name);
                onTested();
              })
            }
          >
            Test now
          </Button>
          {error && (
            <Text as="div" role="alert" color="danger">
              {`It was not tested: ${errorMessage(error)}`}
            </Text>
          )}
        </TableCell>
      )}
    </TableRow>
  );
}
