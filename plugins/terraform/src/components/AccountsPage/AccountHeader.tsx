import { Badge, Button, Flex, Text } from '@backstage/ui';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  shortName,
  type Account,
} from '@planroom/backstage-plugin-terraform-common';
import {
  CopyableId,
  TimeAgo,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useTerraformLinks } from '../../hooks/useTerraformLinks';
import { CloudSign } from '../CloudSign';
import { Facts } from '../Facts';
import { LastRun } from '../LastRun';
import { Mono } from '../Mono';
import { ViewHeader } from '../ViewHeader';
import { AccountDialog } from './AccountDialog';
import { ACCOUNT_ID_LABELS } from './accountForm';
import { RemoveAccountDialog } from './RemoveAccountDialog';

/** What the account is, and what can be done with it. */
export const AccountHeader = (props: {
  account: Account;
  mayManage: boolean;
  onChanged: () => void;
}) => {
  const { account, mayManage, onChanged } = props;
  const configured = account.source === 'config';
  return (
    <Flex direction="column" gap="4">
      <ViewHeader
        title={account.title ?? account.name}
        description={
          <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
            {account.title && <Mono>{account.name}</Mono>}
            {configured && <Badge>from the configuration</Badge>}
          </Flex>
        }
        actions={
          mayManage && <Actions account={account} onChanged={onChanged} />
        }
      />
      {configured && mayManage && (
        <Text as="p" color="secondary" id="account-is-configured">
          This account stands in the configuration: change or remove it there,
          below terraform.accounts. Its credential is set here.
        </Text>
      )}
      <Facts
        facts={[
          { label: 'Cloud', value: <CloudSign cloud={account.cloud} /> },
          {
            label: ACCOUNT_ID_LABELS[account.cloud],
            value: <CopyableId id={account.accountId} />,
          },
          { label: 'Environments', value: account.environments.join(', ') },
          {
            label: 'Regions',
            value: account.regions.join(', ') || 'everywhere',
          },
          {
            label: 'Owner',
            value: (
              <EntityRefLink entityRef={account.owner} defaultKind="group" />
            ),
          },
          {
            label: 'Last successful run',
            // Others are not told, so that none would be said where there is one.
            value: mayManage && <LastRun run={account.lastSuccessfulRun} />,
          },
          {
            label: 'Added',
            value: account.createdAt && (
              <>
                <TimeAgo at={account.createdAt} />
                {account.createdBy && ` by ${shortName(account.createdBy)}`}
              </>
            ),
          },
          {
            label: 'Elsewhere',
            value: (
              <EntityRefLink
                entityRef={account.entityRef}
                title="Open in the catalog"
              />
            ),
          },
        ]}
      />
    </Flex>
  );
};

function Actions(props: { account: Account; onChanged: () => void }) {
  const { account, onChanged } = props;
  const links = useTerraformLinks();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'edit' | 'remove'>();
  const close = () => setOpen(undefined);
  const configured = account.source === 'config';
  const common = {
    variant: 'secondary' as const,
    isDisabled: configured,
    'aria-describedby': configured ? 'account-is-configured' : undefined,
  };
  return (
    <>
      <Button {...common} onPress={() => setOpen('edit')}>
        Edit
      </Button>
      <Button {...common} destructive onPress={() => setOpen('remove')}>
        Remove
      </Button>
      {open === 'edit' && (
        <AccountDialog account={account} onClose={close} onSaved={onChanged} />
      )}
      {open === 'remove' && (
        <RemoveAccountDialog
          account={account}
          onClose={close}
          onRemoved={() => navigate(links.accounts)}
        />
      )}
    </>
  );
}
