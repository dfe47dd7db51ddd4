import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import { errorMessage } from '@planroom/backstage-plugin-terraform-react';
import type { ReactNode } from 'react';

/** The frame that every request shares: its form, what went wrong, and the two buttons. */
export const FormDialog = (props: {
  title: string;
  submitLabel: string;
  /** What did not happen, said above the reason. */
  errorTitle: string;
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
              title={props.errorTitle}
              description={errorMessage(props.error)}
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
