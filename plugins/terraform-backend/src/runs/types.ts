import {
  Approval,
  Diagnostic,
  PhaseName,
  RunKind,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';

/** The approval rules of an environment, as they applied to a run. */
export interface ApprovalRules {
  required: number;
  groups: string[];
  excludeRequester: boolean;
  autoApply: 'never' | 'non-destructive';
}

export interface RunError {
  message: string;
  diagnostics: Diagnostic[];
}

/** A run as the engine and the services see it; what a person sees is made by presentRun. */
export interface RunRecord {
  id: string;
  workspaceId: string;
  workspaceName: string;
  number: number;
  kind: RunKind;
  status: RunStatus;
  statusAt: string;
  environment: string;
  owner: string;
  module: string;
  moduleVersion: string;
  message?: string;
  requestedBy: string;
  actor: 'user' | 'service' | 'agent';
  createdAt: string;
  finishedAt?: string;
  expiresAt?: string;
  cancelRequestedAt?: string;
  cancelRequestedBy?: string;
  forceCancelRequestedAt?: string;
  forceCancelRequestedBy?: string;
  retryOf?: string;
  variablesSealed: Buffer;
  rules: ApprovalRules;
  automatic: boolean;
  error?: RunError;
  stateVersionId?: string;
  requesters: string[];
}

/** What is sealed with a run or workspace: the values and the key of their HMAC, which the approval covers. */
export interface SealedVariables {
  values: Record<string, unknown>;
  /** names of the values that nobody may see */
  sensitive: string[];
  /** names of the values that were asked for with this run or workspace, as opposed to those that were in force */
  given: string[];
  hmacKey: string;
}

export interface PhaseRecord {
  runId: string;
  phase: PhaseName;
  phaseId: string;
  executor: string;
  /** where it was begun, if it can be found from there only */
  place?: string;
  handle?: Record<string, string | number | boolean>;
  cursor?: string;
  logLines: number;
  startedAt: string;
  finishedAt?: string;
  cancelSentAt?: string;
}

export interface StoredApproval extends Approval {
  runId: string;
}
