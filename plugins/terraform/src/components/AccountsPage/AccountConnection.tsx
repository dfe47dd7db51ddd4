import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import type {
  Account,
  AccountTest,
} from '@planroom/backstage-plugin-terraform-common';
import {
  errorMessage,
  terraformApiRef,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useSubmit } from '../../hooks/useSubmit';
import { HealthSign } from '../HealthSign';
import { PlainTable } from '../PlainTable';
import { Section } from '../Section';
import { LastTest } from './LastTest';

/** Can we get in? The last test, check by check, and another one. */
export const AccountConnection = (props: {
  account: Account;
  onChanged: () => void;
}) => {
  const { account, onChanged } = props;
  const api = useApi(terraformApiRef);
  const [fresh, setFresh] = useState<AccountTest>();
  const { submit, pending, error } = useSubmit();
  const test = latest(account.lastTest, fresh);
  return (
    <Section
      title="Connection"
      action={
        <Button
          variant="secondary"
          isPending={pending}
          onPress={() =>
            submit(async () => {
              setFresh(await api.testAccount(account.name));
              onChanged();
            })
          }
        >
          Test connection
        </Button>
      }
    >
      <Flex direction="column" gap="3">
        {error && (
          <Alert
            status="danger"
            icon
            title="The account was not tested"
            description={errorMessage(error)}
          />
        )}
        <Text as="div" role="status">
          <LastTest test={test} />
        </Text>
        {test && <Checks test={test} />}
      </Flex>
    </Section>
  );
};

/** What was answered here may be newer than what was read, and the other way round. */
function latest(known?: AccountTest, fresh?: AccountTest) {
  return fresh && (!known || fresh.at > known.at) ? fresh : known;
}

function Checks({ test }: { test: AccountTest }) {
  return (
    <PlainTable
      label="Checks of the account"
      columns={['State', 'Check', 'What it says']}
    >
      {test.checks.map(({ name, status, message }) => (
        <TableRow key={name}>
          <TableCell>
            <HealthSign status={status} />
          </TableCell>
          <TableCell>{name}</TableCell>
          <TableCell>
            {message ?? (status === 'ok' ? 'Works.' : 'Says no more.')}
          </TableCell>
        </TableRow>
      ))}
    </PlainTable>
  );
}
