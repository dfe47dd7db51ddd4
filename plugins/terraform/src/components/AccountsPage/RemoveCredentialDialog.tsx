import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Account } from '@planroom/backstage-plugin-terraform-common';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { useSubmit } from '../../hooks/useSubmit';
import { FormDialog } from '../FormDialog';

/** Has the portal forget the credential of an account. */
export const RemoveCredentialDialog = (props: {
  account: Account;
  onClose: () => void;
  onRemoved: () => void;
}) => {
  const { account, onClose, onRemoved } = props;
  const api = useApi(terraformApiRef);
  const { submit, pending, error } = useSubmit();
  return (
    <FormDialog
      title={`Remove the credential of ${account.name}`}
      submitLabel="Remove credential"
      errorTitle="The credential was not removed"
      destructive
      pending={pending}
      error={error}
      onSubmit={() =>
        submit(async () => {
          await api.removeAccountCredential(account.name);
          onRemoved();
          onClose();
        })
      }
      onClose={onClose}
    >
      <Text as="p">
        The portal forgets it. It stays valid in the cloud until it is withdrawn
        there, and runs fail that would need it here.
      </Text>
    </FormDialog>
  );
};
