import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Flex, Text, TextField } from '@backstage/ui';
import {
  terraformOperationsManagePermission,
  type SealingStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { amount } from '../../amount';
import { useSubmit } from '../../hooks/useSubmit';
import { FormDialog } from '../FormDialog';
import { staleRecords, whyNotReseal } from './sealingWords';

const WHY_NOT_ID = 'reseal-why-not';

/** Has everything sealed again with the first key; only for who may, and where there is something to do. */
export const ResealAction = (props: {
  status: SealingStatus;
  onStarted: () => void;
}) => {
  const { status, onStarted } = props;
  const { allowed } = usePermission({
    permission: terraformOperationsManagePermission,
  });
  const [asking, setAsking] = useState(false);
  const whyNot = whyNotReseal(status);
  if (!allowed) return null;
  return (
    <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
      <Button
        variant="secondary"
        isDisabled={whyNot !== undefined}
        aria-describedby={whyNot && WHY_NOT_ID}
        onPress={() => setAsking(true)}
      >
        Re-seal everything with the first key
      </Button>
      {whyNot && (
        <Text id={WHY_NOT_ID} color="secondary">
          {whyNot}
        </Text>
      )}
      {asking && (
        <ResealDialog
          records={staleRecords(status)}
          onClose={() => setAsking(false)}
          onStarted={onStarted}
        />
      )}
    </Flex>
  );
};

function ResealDialog(props: {
  records: number;
  onClose: () => void;
  onStarted: () => void;
}) {
  const { records, onClose, onStarted } = props;
  const api = useApi(terraformApiRef);
  const [reason, setReason] = useState('');
  const { submit, pending, error } = useSubmit();
  return (
    <FormDialog
      title="Re-seal everything with the first key"
      submitLabel="Re-seal"
      errorTitle="The re-sealing was not started"
      canSubmit={reason.trim() !== ''}
      pending={pending}
      error={error}
      onSubmit={() =>
        submit(async () => {
          await api.reseal({ reason: reason.trim() });
          onStarted();
          onClose();
        })
      }
      onClose={onClose}
    >
      <Text as="p">
        {`${amount(
          records,
          'record',
        )} that other keys have sealed will be opened and sealed with the first one, in the background and while everything goes on. Begin only when all replicas have been restarted with this order of keys.`}
      </Text>
      <Text as="p">
        A key that has sealed nothing any more can be taken out of
        terraform.sealing.keys. Keep it as long as you keep backups from before.
      </Text>
      <TextField
        label="Reason"
        description="It is audited, for those who wonder later."
        isRequired
        maxLength={1_000}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
