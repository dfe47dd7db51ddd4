import type {
  AssumedRole,
  CancelMode,
  OutputRecord,
  PhaseName,
  PhaseResult,
  PhaseSecrets,
  PhaseSpec,
  StateBackend,
} from '@planroom/terraform-runner';

/**
 * What an executor needs to carry out a phase: everything of the runner's spec that does not depend on where it runs.
 *
 * @public
 */
export interface TerraformPhase {
  /** What to do: ids, kind, addresses of the state, non-secret environment and deadline. */
  spec: Pick<
    PhaseSpec,
    | 'phaseId'
    | 'runId'
    | 'workspaceId'
    | 'phase'
    | 'kind'
    | 'state'
    | 'env'
    | 'deadlineSeconds'
    | 'expected'
  >;
  /** Terraform or OpenTofu version that the environment names; the executor's default when absent. */
  terraformVersion?: string;
  /** tar.gz: the bundle for plan, the plan's archive for apply; made when the phase really starts */
  input(): Promise<Buffer>;
  /** apply: the plan file */
  planFile?: Buffer;
  /** made when the phase really starts, so that no secret waits anywhere */
  secrets(): Promise<PhaseSecrets>;
  /** The role that an executor with `takesRoles` takes on behalf of Terraform; others find its credentials among the secrets. */
  role?: AssumedRole;
}

/**
 * There is no place for the phase where it would run: nothing has run, and the engine asks again, until the phase's time is over.
 *
 * @public
 */
export class TerraformNoCapacityError extends Error {
  /** @param message - a sentence for people that says what is waited for */
  constructor(message: string) {
    super(message);
    this.name = 'TerraformNoCapacityError';
  }
}

/**
 * Where a phase runs, in the executor's own words; kept in the database so that another process can find the phase again. Plain JSON,
 * no secrets.
 *
 * @public
 */
export type TerraformPhaseHandle = { [key: string]: string | number | boolean };

/** Names a phase before there is a handle; a phase id is unique to one run and phase. @public */
export type TerraformPhaseReference = {
  phaseId: string;
  runId: string;
  phase: PhaseName;
  /** as it was stored, if the phase was observed before */
  handle?: TerraformPhaseHandle;
};

/** How a phase ended: as its own result says, which may be a failure, or without one. @public */
export type TerraformPhaseOutcome =
  | { kind: 'ended'; result: PhaseResult }
  /** provably dead without an end of its own */
  | { kind: 'lost'; reason: string };

/** What was seen of a phase since the observation before. @public */
export interface TerraformPhaseObservation {
  /** output since the cursor, in order */
  records: OutputRecord[];
  /** where the next observation goes on; opaque */
  cursor: string;
  /** there is more output already; the next observation need not wait */
  more?: boolean;
  /** set only when all output before the end has been returned */
  outcome?: TerraformPhaseOutcome;
}

/** What a phase hands over besides its result. @public */
export type TerraformArtifact =
  | 'plan'
  | 'archive'
  | 'lockFile'
  | 'changes'
  | 'erroredState';

/** The lock on a state, as Terraform writes it. @public */
export interface TerraformStateLock {
  /** As Terraform made it up. */
  id: string;
  /** Who and where, as Terraform names itself. */
  who?: string;
  /** What it was taken for. */
  operation?: string;
  /** ISO 8601, UTC. */
  createdAt?: string;
}

/**
 * States that phases keep elsewhere than with the portal, in a place of the executor's. The portal keeps a copy of every version that an
 * apply leaves, so that people can read it and an environment can go back to the portal's own.
 *
 * @public
 */
export interface TerraformRemoteStates {
  /** Where the workspace has its state; goes into its configuration. */
  backend(workspaceId: string): StateBackend;
  /**
   * Looks whether states are safe there.
   *
   * @throws Error with a sentence for people when states must not be kept there, such as in a bucket without versions
   */
  assertUsable(): Promise<void>;
  /** The current state; undefined when there is none. */
  read(workspaceId: string): Promise<Buffer | undefined>;
  /** Puts a state where there is none; false when there is one. */
  seed(workspaceId: string, state: Buffer): Promise<boolean>;
  /** Puts a state in the place of the current one, for a state that Terraform could not save. */
  replace(workspaceId: string, state: Buffer): Promise<void>;
  /** Who holds the lock; undefined when nobody does. */
  readLock(workspaceId: string): Promise<TerraformStateLock | undefined>;
  /** Frees the lock if it is still this one; false when another one, or none, is held. */
  unlock(workspaceId: string, lockId: string): Promise<boolean>;
}

/** Whether an executor can carry out phases. @public */
export interface TerraformExecutorHealth {
  /** `degraded` when phases may run, but something needs the attention of an operator. */
  status: 'ok' | 'degraded' | 'error';
  /** A sentence for operators that says what is wrong and what to do; shown to signed-in people only. */
  message?: string;
}

/**
 * Carries out phases. The engine knows nothing else of where and how Terraform runs.
 *
 * @public
 */
export interface TerraformExecutor {
  /** Number of phases at a time; where plans and applies have places of their own, of both together. */
  readonly capacity: number;
  /** Number of plans and of applies at a time, where neither can take the other's places. */
  readonly capacityByPhase?: Record<PhaseName, number>;
  /** Present when it can keep states itself; which environments do so is configured. */
  readonly states?: TerraformRemoteStates;
  /** Whether it takes a role on behalf of Terraform by itself; else it gets credentials. */
  readonly takesRoles?: boolean;
  /**
   * Names the machine (boot and PID namespace) that phases run on, for an executor whose phases can be found from there only; absent when
   * any process can find them.
   */
  readonly place?: string;
  /**
   * Starts a phase; a second call with the same phase id starts nothing and answers the same handle.
   *
   * @throws TerraformNoCapacityError when it can be started later
   * @throws Error with a sentence for people when the phase cannot be started; nothing has run then
   */
  start(phase: TerraformPhase): Promise<TerraformPhaseHandle>;
  /** The handle of a phase that was begun; undefined if it never was, or if nobody can say any more. */
  find(
    reference: TerraformPhaseReference,
  ): Promise<TerraformPhaseHandle | undefined>;
  /** Output since the cursor, from the beginning without one, and the outcome once everything before it was returned. */
  observe(
    handle: TerraformPhaseHandle,
    cursor: string | undefined,
  ): Promise<TerraformPhaseObservation>;
  /** Asks the phase to stop and does not wait for it: `observe` tells the end. A `force` after a `graceful` is a step up. */
  cancel(handle: TerraformPhaseHandle, mode: CancelMode): Promise<void>;
  /**
   * What the phase left, as bytes.
   *
   * @throws NotFoundError when it did not leave that
   */
  readArtifact(
    handle: TerraformPhaseHandle,
    artifact: TerraformArtifact,
  ): Promise<Buffer>;
  /** Forgets the phase and everything it left behind; called when all of it has been stored. */
  release(handle: TerraformPhaseHandle): Promise<void>;
  /** Whether phases can be carried out now; a rejection counts as the status `error`. */
  health(): Promise<TerraformExecutorHealth>;
}
