import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Flex, Text } from '@backstage/ui';
import { terraformOperationsManagePermission } from '@planroom/backstage-plugin-terraform-common';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useSubmit } from '../../hooks/useSubmit';
import { FormDialog } from '../FormDialog';

/** The key with which the portal signs who comes; only for who may change it. */
export const WorkloadIdentity = () => {
  const { allowed } = usePermission({
    permission: terraformOperationsManagePermission,
  });
  const [asking, setAsking] = useState(false);
  if (!allowed) return null;
  return (
    <Flex align="center" gap="3" mt="3" style={{ flexWrap: 'wrap' }}>
      <Text color="secondary">
        Workload identity: clouds let a phase in with a token that the portal
        signs for it.
      </Text>
      <Button variant="secondary" size="small" onPress={() => setAsking(true)}>
        New signing key
      </Button>
      {asking && <SigningKeyDialog onClose={() => setAsking(false)} />}
    </Flex>
  );
};

function SigningKeyDialog({ onClose }: { onClose: () => void }) {
  const api = useApi(terraformApiRef);
  const toastApi = useApi(toastApiRef);
  const { submit, pending, error } = useSubmit();
  return (
    <FormDialog
      title="Sign tokens with a new key"
      submitLabel="Make a new key"
      errorTitle="The key was not changed"
      pending={pending}
      error={error}
      onSubmit={() =>
        submit(async () => {
          const { id } = await api.rotateSigningKey();
          toastApi.post({
            title: `Tokens are signed with the key ${id}`,
            status: 'success',
            timeout: 5_000,
          });
          onClose();
        })
      }
      onClose={onClose}
    >
      <Text as="p">
        The portal makes a key and signs the tokens of all phases with it from
        now on. Clouds read the new public key by themselves. The old one stays
        published for a day, so that phases that run go on.
      </Text>
    </FormDialog>
  );
}
