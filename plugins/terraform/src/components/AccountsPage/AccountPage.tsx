import {
  BreadcrumbEntry,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Flex, Text } from '@backstage/ui';
import {
  terraformAccountManagePermission,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';
import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { accountRouteRef } from '../../routes';
import { DataState } from '../DataState';
import { AccountAccess } from './AccountAccess';
import { AccountConnection } from './AccountConnection';
import { AccountCredential } from './AccountCredential';
import { AccountHeader } from './AccountHeader';
import { AccountWorkspaces } from './AccountWorkspaces';

/** One account: what it is, who may use it, how Terraform gets in, and what is in it. */
export const AccountPage = () => {
  const { accountName } = useRouteRefParams(accountRouteRef);
  const links = useTerraformLinks();
  const query = useTerraformQuery(
    (api, signal) => api.getAccount(accountName, { signal }),
    [accountName],
  );
  return (
    <DataState
      query={query}
      ready={query.value !== undefined}
      what="This account"
      rows={8}
    >
      {query.value && (
        <BreadcrumbEntry
          entry={{ label: accountName, href: links.account(accountName) }}
        >
          <AccountView
            key={accountName}
            account={query.value}
            onChanged={query.reload}
          />
        </BreadcrumbEntry>
      )}
    </DataState>
  );
};

function AccountView(props: { account: Account; onChanged: () => void }) {
  const { account } = props;
  const { allowed, loading } = usePermission({
    permission: terraformAccountManagePermission,
  });
  return (
    <Flex direction="column" gap="4">
      <AccountHeader {...props} mayManage={allowed} />
      {allowed && (
        <>
          <AccountConnection {...props} />
          {account.cloud === 'aws' && <AccountAccess account={account} />}
          <AccountCredential {...props} />
        </>
      )}
      {!allowed && !loading && (
        <Text as="p" color="secondary">
          Roles, credential, tests and runs are shown to those who manage
          accounts.
        </Text>
      )}
      <AccountWorkspaces account={account} />
    </Flex>
  );
}
