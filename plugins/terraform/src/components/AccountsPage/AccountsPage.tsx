import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Flex, SearchField } from '@backstage/ui';
import {
  cloudNameSchema,
  terraformAccountManagePermission,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  useTerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { cloudName } from '../../cloudName';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { DataState } from '../DataState';
import { FilterSelect } from '../FilterSelect';
import { ViewHeader } from '../ViewHeader';
import { AccountDialog } from './AccountDialog';
import { filterAccounts, type AccountFilters } from './accountList';
import { AccountsTable } from './AccountsTable';
import { NoAccounts } from './NoAccounts';

/** Which accounts are there, who may use them, and can we get in? */
export const AccountsPage = () => {
  const links = useTerraformLinks();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const { allowed: mayManage } = usePermission({
    permission: terraformAccountManagePermission,
  });
  const query = useTerraformQuery(
    (api, signal) => api.listAccounts({ signal }),
    [],
  );
  const add = mayManage && (
    <Button onPress={() => setAdding(true)}>Add account</Button>
  );
  return (
    <Flex direction="column" gap="4">
      <ViewHeader
        title="Accounts"
        description="Where resources are made: which environments may use an account, and whether Terraform gets in."
        actions={query.value?.length ? add : undefined}
      />
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The list of accounts"
      >
        {query.value?.length === 0 ? (
          <NoAccounts action={add || undefined} />
        ) : (
          <AccountList accounts={query.value ?? []} mayManage={mayManage} />
        )}
      </DataState>
      {adding && (
        <AccountDialog
          onClose={() => setAdding(false)}
          onSaved={({ name }) => navigate(links.account(name))}
        />
      )}
    </Flex>
  );
};

function AccountList(props: { accounts: Account[]; mayManage: boolean }) {
  const { accounts, mayManage } = props;
  const [filters, setFilters] = useState<AccountFilters>({ search: '' });
  const shown = filterAccounts(accounts, filters);
  const environments = [
    ...new Set(accounts.flatMap(account => account.environments)),
  ].sort();
  return (
    <Flex direction="column" gap="4">
      <Flex gap="3" align="end" style={{ flexWrap: 'wrap' }}>
        <SearchField
          aria-label="Search accounts"
          placeholder="Search name, id, region or owner"
          style={{ flex: '1 1 240px' }}
          value={filters.search}
          onChange={search => setFilters({ ...filters, search })}
        />
        <FilterSelect
          label="Cloud"
          all="All clouds"
          options={cloudNameSchema.options.map(cloud => ({
            value: cloud,
            label: cloudName(cloud),
          }))}
          value={filters.cloud}
          onChange={cloud => setFilters({ ...filters, cloud })}
        />
        <FilterSelect
          label="Environment"
          all="All environments"
          options={environments.map(name => ({ value: name, label: name }))}
          value={filters.environment}
          onChange={environment => setFilters({ ...filters, environment })}
        />
      </Flex>
      {shown.length === 0 ? (
        <EmptyState
          title="No account matches"
          action={
            <Button
              variant="secondary"
              onPress={() => setFilters({ search: '' })}
            >
              Show all accounts
            </Button>
          }
        />
      ) : (
        <AccountsTable accounts={shown} mayManage={mayManage} />
      )}
    </Flex>
  );
}
