import { Button, Flex, Text } from '@backstage/ui';
import {
  shortName,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';
import {
  EmptyState,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { Facts } from '../Facts';
import { Section } from '../Section';
import { CredentialDialog } from './CredentialDialog';
import { credentialTitle } from './credentials';
import { RemoveCredentialDialog } from './RemoveCredentialDialog';

/** Which credential the account has, never what it is. */
export const AccountCredential = (props: {
  account: Account;
  onChanged: () => void;
}) => {
  const { account, onChanged } = props;
  const [open, setOpen] = useState<'set' | 'remove'>();
  const close = () => setOpen(undefined);
  const { credential } = account;
  return (
    <Section
      title="Credential"
      action={
        <Flex gap="2">
          <Button variant="secondary" onPress={() => setOpen('set')}>
            {credential ? 'Replace credential' : 'Set credential'}
          </Button>
          {credential && (
            <Button
              variant="secondary"
              destructive
              onPress={() => setOpen('remove')}
            >
              Remove credential
            </Button>
          )}
        </Flex>
      }
    >
      {credential ? (
        <Flex direction="column" gap="2">
          <Facts
            facts={[
              { label: 'Kind', value: credentialTitle(credential.kind) },
              {
                label: 'Set',
                value: (
                  <>
                    <TimeAgo at={credential.setAt} /> by{' '}
                    {shortName(credential.setBy)}
                  </>
                ),
              },
              {
                label: 'Last used',
                value: credential.lastUsedAt ? (
                  <TimeAgo at={credential.lastUsedAt} />
                ) : (
                  'never'
                ),
              },
            ]}
          />
          <Text as="p" color="secondary">
            It is sealed: nobody can read it here again, only replace it.
          </Text>
        </Flex>
      ) : (
        <EmptyState
          title="No credential"
          text={
            account.cloud === 'aws'
              ? 'None is needed where the account has roles for plan and apply.'
              : 'Terraform cannot get into this account before one is set.'
          }
        />
      )}
      {open === 'set' && (
        <CredentialDialog
          account={account}
          onClose={close}
          onSaved={onChanged}
        />
      )}
      {open === 'remove' && (
        <RemoveCredentialDialog
          account={account}
          onClose={close}
          onRemoved={onChanged}
        />
      )}
    </Section>
  );
};
