import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import {
  TerraformExecutor,
  TerraformRemoteStates,
} from '@planroom/backstage-plugin-terraform-node';
import { PhaseRecord, RunRecord } from '../runs/types';
import { StateStore } from '../state/StateStore';
import { Environments } from '../workspaces/Environments';

/**
 * Keeps the portal's copy of states in step that an executor keeps elsewhere. Both ways are open: an environment that begins to keep its
 * states there takes them along, and one that stops finds the last ones in the portal.
 */
export class RemoteStates {
  readonly #states: StateStore;
  readonly #environments: Environments;
  readonly #logger: LoggerService;

  constructor(options: {
    states: StateStore;
    environments: Environments;
    logger: LoggerService;
  }) {
    this.#states = options.states;
    this.#environments = options.environments;
    this.#logger = options.logger;
  }

  /**
   * Where the phases of an environment have their states, if not with the portal.
   *
   * @throws Error when the environment wants that and its executor cannot
   */
  of(
    environment: string,
    executor: TerraformExecutor,
  ): TerraformRemoteStates | undefined {
    const wanted = this.#environments.find(environment)?.state;
    if (wanted !== 's3') return undefined;
    if (!executor.states) {
      throw new Error(
        `the environment ${environment} keeps its states in S3, which its executor cannot; remove state: s3, or use the executor codebuild with its state bucket`,
      );
    }
    return executor.states;
  }

  /** Before a phase: the executor has the portal's state, or the portal has what was written there since. */
  async agree(workspaceId: string, remote: TerraformRemoteStates) {
    await remote.assertUsable();
    const there = await remote.read(workspaceId);
    if (there) {
      const problem = await this.#copy(workspaceId, there);
      if (problem) {
        throw new Error(
          `${problem}; put back the right version of the object, then plan again`,
        );
      }
      return;
    }
    const current = await this.#states.getCurrent(workspaceId);
    const bytes = current && (await this.#states.readBytes(current.id));
    if (bytes) await remote.seed(workspaceId, bytes);
  }

  /**
   * After an apply: what it left becomes the portal's current version, and a lock that it left is freed.
   *
   * @returns why the portal could not take over what is there, as a sentence without its end, if it could not; it is kept as rejected then
   */
  async collect(
    run: RunRecord,
    phase: PhaseRecord,
    executor: TerraformExecutor,
  ): Promise<string | undefined> {
    const remote = this.of(run.environment, executor);
    if (!remote) return undefined;
    const there = await remote.read(run.workspaceId);
    const problem = there && (await this.#copy(run.workspaceId, there, run.id));
    await this.#freeLock(run, phase, remote);
    if (!there || !problem) return undefined;
    await this.#states.keepRejected({
      workspaceId: run.workspaceId,
      runId: run.id,
      bytes: there,
      reason: problem,
    });
    return problem;
  }

  /** Puts a state that Terraform could not save where the next run looks for it. */
  async recover(
    run: RunRecord,
    executor: TerraformExecutor,
    state: Buffer,
  ): Promise<void> {
    await this.of(run.environment, executor)?.replace(run.workspaceId, state);
  }

  /** Answers why it could not be copied, if it could not. */
  async #copy(
    workspaceId: string,
    bytes: Buffer,
    runId?: string,
  ): Promise<string | undefined> {
    try {
      await this.#states.write({ workspaceId, runId, bytes, copied: true });
      return undefined;
    } catch (error) {
      if (!(error instanceof ConflictError || error instanceof InputError)) {
        throw error;
      }
      return `the state that is kept in S3 does not follow the one that the portal knows (${error.message})`;
    }
  }

  /** Only a lock that was taken during the phase is the phase's; nothing runs any more that could hold it. */
  async #freeLock(
    run: RunRecord,
    phase: PhaseRecord,
    remote: TerraformRemoteStates,
  ): Promise<void> {
    const lock = await remote.readLock(run.workspaceId);
    if (!lock) return;
    if (!lock.createdAt || lock.createdAt < phase.startedAt) {
      this.#logger.warn(
        `The state of ${run.workspaceName} is locked by ${
          lock.who ?? 'somebody'
        } since ${lock.createdAt ?? 'an unknown time'} (${
          lock.id
        }), not by run ${run.number}`,
      );
      return;
    }
    if (await remote.unlock(run.workspaceId, lock.id)) {
      this.#logger.warn(
        `Run ${run.id} left the lock ${lock.id} (${
          lock.operation ?? 'unknown operation'
        }) on its state; it is released, since its build has ended`,
      );
    }
  }
}
