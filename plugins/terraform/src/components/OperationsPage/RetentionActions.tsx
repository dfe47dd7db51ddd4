import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import {
  terraformOperationsManagePermission,
  type RetentionReport,
} from '@planroom/backstage-plugin-terraform-common';
import {
  errorMessage,
  terraformApiRef,
} from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { FormDialog } from '../FormDialog';
import { describeReport } from './retentionWords';

/** Shows what a round would remove, and makes one; only for who may. */
export const RetentionActions = ({ onRemoved }: { onRemoved: () => void }) => {
  const { allowed } = usePermission({
    permission: terraformOperationsManagePermission,
  });
  const { run, report, pending, error, clearError } = useRetentionRound();
  const [confirming, setConfirming] = useState(false);
  const confirm = (open: boolean) => {
    clearError();
    setConfirming(open);
  };
  if (!allowed) return null;

  const remove = async () => {
    if (await run({ dryRun: false })) {
      confirm(false);
      onRemoved();
    }
  };
  return (
    <Flex direction="column" gap="3">
      {report && (
        <div role="status">
          {describeReport(report).map(line => (
            <Text as="p" key={line}>
              {line}
            </Text>
          ))}
        </div>
      )}
      {error && !confirming && (
        <Alert
          status="danger"
          icon
          title="This could not be found out"
          description={errorMessage(error)}
        />
      )}
      <Flex gap="2">
        <Button
          variant="secondary"
          isPending={pending && !confirming}
          onPress={() => run({ dryRun: true })}
        >
          Show what would be removed
        </Button>
        <Button
          variant="secondary"
          destructive
          isDisabled={pending}
          onPress={() => confirm(true)}
        >
          Remove now
        </Button>
      </Flex>
      {confirming && (
        <FormDialog
          title="Remove what is no longer kept"
          submitLabel="Remove for good"
          errorTitle="Not everything was removed"
          destructive
          pending={pending}
          error={error}
          onSubmit={remove}
          onClose={() => confirm(false)}
        >
          <Text as="p">
            Logs, single changes of plans and state versions that are older than
            their environments keep them are removed for good. This happens by
            itself anyway, a little later.
          </Text>
          {report?.dryRun && <Text as="p">{describeReport(report)[0]}</Text>}
        </FormDialog>
      )}
    </Flex>
  );
};

/** One round at a time, with what came of the last one. */
function useRetentionRound() {
  const api = useApi(terraformApiRef);
  const [report, setReport] = useState<RetentionReport>();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();

  const run = async (request: { dryRun: boolean }): Promise<boolean> => {
    setPending(true);
    setError(undefined);
    try {
      setReport(await api.runRetention(request));
      return true;
    } catch (cause) {
      setError(cause as Error);
      return false;
    } finally {
      setPending(false);
    }
  };
  return { run, report, pending, error, clearError: () => setError(undefined) };
}
