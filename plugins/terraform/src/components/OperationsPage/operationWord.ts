import type { HeldLock } from '@planroom/backstage-plugin-terraform-common';

/** What Terraform locked the state for, `OperationTypeApply` as "apply". */
export function operationWord({
  operation,
}: Pick<HeldLock, 'operation'>): string | undefined {
  return operation?.replace(/^OperationType/, '').toLowerCase();
}
