import { Badge, Link, Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import {
  shortName,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';
import { CopyableId } from '@planroom/backstage-plugin-terraform-react';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { CloudSign } from '../CloudSign';
import { LastRun } from '../LastRun';
import { PlainTable } from '../PlainTable';
import { accessWords } from './credentials';
import { LastTest } from './LastTest';

const COLUMNS = [
  'Account',
  'Cloud',
  'Id',
  'Environments',
  'Regions',
  'Owner',
  'Workspaces',
];
/** What only those are told who may manage accounts. */
const MANAGED_COLUMNS = ['Access', 'Last test', 'Last successful run'];

/** Accounts, one row each. */
export const AccountsTable = (props: {
  accounts: Account[];
  mayManage: boolean;
}) => {
  const { accounts, mayManage } = props;
  return (
    <PlainTable
      label="Accounts"
      columns={mayManage ? [...COLUMNS, ...MANAGED_COLUMNS] : COLUMNS}
    >
      {accounts.map(account => (
        <AccountRow
          key={account.name}
          account={account}
          mayManage={mayManage}
        />
      ))}
    </PlainTable>
  );
};

function AccountRow(props: { account: Account; mayManage: boolean }) {
  const { account, mayManage } = props;
  const links = useTerraformLinks();
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
        {account.title && (
          <Text as="div" color="secondary">
            {account.title}
          </Text>
        )}
        {account.source === 'config' && (
          <Badge size="small">from the configuration</Badge>
        )}
      </TableCell>
      <TableCell>
        <CloudSign cloud={account.cloud} />
      </TableCell>
      <TableCell>
        <CopyableId id={account.accountId} />
      </TableCell>
      <TableCell>
        <Words words={account.environments} />
      </TableCell>
      <TableCell>
        <Words
          words={account.regions.length ? account.regions : ['everywhere']}
        />
      </TableCell>
      <TableCell>
        <Words words={[shortName(account.owner)]} />
      </TableCell>
      <TableCell>{account.workspaces}</TableCell>
      {mayManage && (
        <>
          <TableCell>{accessWords(account)}</TableCell>
          <TableCell>
            <LastTest test={account.lastTest} />
          </TableCell>
          <TableCell>
            <LastRun run={account.lastSuccessfulRun} />
          </TableCell>
        </>
      )}
    </TableRow>
  );
}

/** Names below each other, none of which is broken in two. */
function Words({ words }: { words: string[] }) {
  return (
    <>
      {words.map(word => (
        <Text key={word} as="div" style={{ whiteSpace: 'nowrap' }}>
          {word}
        </Text>
      ))}
    </>
  );
}
