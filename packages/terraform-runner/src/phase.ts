import type { Cancellation } from './cancellation';
import type { ControlFolder } from './control';
import type { OutputLog } from './outputLog';
import type { RunFolders } from './folders';
import type { SecretScrubber } from './secretScrubber';
import type { Terraform } from './terraform';
import type {
  Diagnostic,
  PhaseSecrets,
  PhaseSpec,
  PhaseStep,
  PlanResult,
} from './index';

/** Ends a phase with a sentence a person can act on. */
export class PhaseFailure extends Error {}

/** Ends a phase because somebody, or its deadline, asked for it. */
export class PhaseCanceled extends Error {}

/** What the steps of a phase share. */
export interface PhaseContext {
  spec: PhaseSpec;
  secrets: PhaseSecrets;
  control: ControlFolder;
  folders: RunFolders;
  output: OutputLog;
  scrubber: SecretScrubber;
  cancellation: Cancellation;
  terraform: Terraform;
  /** What the steps found out so far. */
  found: Findings;
}

export interface Findings {
  diagnostics: Diagnostic[];
  /** Paths in the work folder, as unpacked. */
  unpacked: string[];
  terraformVersion?: string;
  /** Raw `show -json`, from `show` until `redact`. */
  planJson?: string;
  redactedPlan?: {
    changes: string;
    result: Omit<
      PlanResult,
      | 'planSha256'
      | 'archiveSha256'
      | 'providerLockSha256'
      | 'redactedModelSha256'
    >;
  };
  plan?: PlanResult;
  applyStarted?: boolean;
  erroredState?: boolean;
}

export interface Step {
  name: PhaseStep;
  run(phase: PhaseContext): Promise<void>;
  /** Runs also after a failure or a cancel, once Terraform was told to apply. */
  afterApply?: boolean;
}
