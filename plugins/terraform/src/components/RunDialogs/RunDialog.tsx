import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import type { ReactNode } from 'react';

/** The frame that every request for a run shares: its form, what went wrong, and the two buttons. */
export const RunDialog = (props: {
  title: string;
  submitLabel: string;
  destructive?: boolean;
  canSubmit?: boolean;
  pending: boolean;
  error?: Error;
  onSubmit: () => void;
  onClose: () => void;
  width?: number;
  children: ReactNode;
}) => {
  const { canSubmit = true, pending } = props;
  return (
    <Dialog
      isOpen
      isDismissable={!pending}
      onOpenChange={open => !open && props.onClose()}
      width={props.width ?? 520}
    >
      <DialogHeader>{props.title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {props.error && (
            <Alert
              status="danger"
              icon
              title="The run was not requested"
              description={props.error.message}
            />
          )}
          {props.children}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button
          variant="secondary"
          isDisabled={pending}
          onPress={props.onClose}
        >
          Cancel
        </Button>
        <Button
          destructive={props.destructive}
          isDisabled={!canSubmit}
          isPending={pending}
          onPress={props.onSubmit}
        >
          {props.submitLabel}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
