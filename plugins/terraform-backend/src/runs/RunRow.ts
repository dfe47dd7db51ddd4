import {
  RunKind,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { RunRecord } from './types';

/** A run as it is stored, with the name of its workspace. */
export interface RunRow {
  id: string;
  workspace_id: string;
  workspace_name: string;
  number: number;
  kind: RunKind;
  status: RunStatus;
  status_at: string;
  environment: string;
  owner: string;
  module: string;
  module_version: string;
  message: string | null;
  requested_by: string;
  actor: RunRecord['actor'];
  created_at: string;
  finished_at: string | null;
  expires_at: string | null;
  cancel_requested_at: string | null;
  cancel_requested_by: string | null;
  force_cancel_requested_at: string | null;
  force_cancel_requested_by: string | null;
  retry_of: string | null;
  variables_sealed: Buffer;
  rules: string;
  automatic: boolean | number;
  error: string | null;
  state_version_id: string | null;
  event_seq: number;
}

/** Takes a stored run to the one that engine and services see. */
export function toRun(row: RunRow, requesters: string[]): RunRecord {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    number: row.number,
    kind: row.kind,
    status: row.status,
    statusAt: row.status_at,
    environment: row.environment,
    owner: row.owner,
    module: row.module,
    moduleVersion: row.module_version,
    message: row.message ?? undefined,
    requestedBy: row.requested_by,
    actor: row.actor,
    createdAt: row.created_at,
    finishedAt: row.finished_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
    cancelRequestedAt: row.cancel_requested_at ?? undefined,
    cancelRequestedBy: row.cancel_requested_by ?? undefined,
    forceCancelRequestedAt: row.force_cancel_requested_at ?? undefined,
    forceCancelRequestedBy: row.force_cancel_requested_by ?? undefined,
    retryOf: row.retry_of ?? undefined,
    variablesSealed: row.variables_sealed,
    rules: JSON.parse(row.rules),
    automatic: Boolean(row.automatic),
    error: row.error ? JSON.parse(row.error) : undefined,
    stateVersionId: row.state_version_id ?? undefined,
    requesters,
  };
}
