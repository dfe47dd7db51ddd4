import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { RunStatus } from '@planroom/backstage-plugin-terraform-common';
import { Deadlines } from '../config';
import { PhaseStore } from '../runs/PhaseStore';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunStore } from '../runs/RunStore';
import { RunRecord } from '../runs/types';
import { StateStore } from '../state/StateStore';
import { WorkspaceStore } from '../workspaces/WorkspaceStore';

/** A runner keeps its deadline itself; the portal steps in when it did not. */
const DEADLINE_MARGIN_MS = 60_000;

/** Ends what is overdue and tidies up what nobody else does. Every replica does so; the door for statuses lets each thing happen once. */
export class Sweeper {
  readonly #runs: RunStore;
  readonly #workspaces: WorkspaceStore;
  readonly #phases: PhaseStore;
  readonly #states: StateStore;
  readonly #lifecycle: RunLifecycle;
  readonly #deadlines: Deadlines;
  readonly #logger: LoggerService;

  constructor(options: {
    runs: RunStore;
    workspaces: WorkspaceStore;
    phases: PhaseStore;
    states: StateStore;
    lifecycle: RunLifecycle;
    deadlines: Deadlines;
    logger: LoggerService;
  }) {
    this.#runs = options.runs;
    this.#workspaces = options.workspaces;
    this.#phases = options.phases;
    this.#states = options.states;
    this.#lifecycle = options.lifecycle;
    this.#deadlines = options.deadlines;
    this.#logger = options.logger;
  }

  async sweep(): Promise<void> {
    await this.#discardOverdue();
    await this.#cancelOverdue();
    await this.#sendOn();
    await this.#phases.removeVoidCredentials();
    for (const lock of await this.#states.releaseAbandonedLocks()) {
      this.#logger.warn(
        `The state of workspace ${lock.workspaceId} was still locked by run ${lock.runId}, which has ended; the lock ${lock.lockId} is released`,
      );
    }
  }

  async #discardOverdue(): Promise<void> {
    const overdue = await this.#runs.listOverdue(new Date().toISOString());
    const workspaces = await this.#workspaces.getMany(
      overdue.map(run => run.workspaceId),
    );
    for (const [index, run] of overdue.entries()) {
      await this.#try(() =>
        this.#lifecycle.move(run, 'discarded', {
          reason: workspaces[index]
            ? whyOverdue(run.status)
            : 'The workspace was deleted',
        }),
      );
    }
  }

  /** A phase that runs ends only by being seen to end: it is asked to stop. */
  async #cancelOverdue(): Promise<void> {
    const running = (
      await this.#runs.listInStatus(['planning', 'applying'])
    ).filter(run => !run.cancelRequestedAt);
    if (running.length === 0) return;
    const phases = await this.#phases.listOf(running.map(run => run.id));
    const { planMs, applyMs, queuedMs } = this.#deadlines;
    for (const run of running) {
      const planning = run.status === 'planning';
      const phase = phases
        .get(run.id)
        ?.find(({ phase: name }) => name === (planning ? 'plan' : 'apply'));
      const limitMs = planning ? planMs : applyMs;
      // One that is not known to run may still be waiting for a place.
      const waitMs = phase?.handle ? 0 : queuedMs;
      const tookMs = Date.now() - Date.parse(phase?.startedAt ?? run.statusAt);
      if (tookMs > limitMs + waitMs + DEADLINE_MARGIN_MS) {
        await this.#try(() => this.#runs.requestCancel(run));
      }
    }
  }

  /** What an earlier version left between two statuses that are passed through in one step today. */
  async #sendOn(): Promise<void> {
    const expiresAt = new Date(
      Date.now() + this.#deadlines.queuedMs,
    ).toISOString();
    for (const run of await this.#runs.listPassingThrough()) {
      await this.#try(() =>
        this.#lifecycle.moveThrough(
          run,
          run.status === 'planned'
            ? [{ to: 'confirmed' }, { to: 'apply_queued' }]
            : [{ to: 'apply_queued' }],
          { expiresAt },
        ),
      );
    }
  }

  /** Somebody else may have been faster; the next sweep sees what is true then. */
  async #try(move: () => Promise<unknown>): Promise<void> {
    try {
      await move();
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      this.#logger.debug(`A move was not made: ${error.message}`);
    }
  }
}

function whyOverdue(status: RunRecord['status']): string {
  const reasons: Partial<Record<RunStatus, string>> = {
    pending:
      'It waited for earlier runs longer than the environment allows; ask again',
    planned: 'Nobody decided while the plan was valid; plan again',
    policy_soft_failed:
      'Nobody decided on the failed policy checks in time; plan again',
  };
  return (
    reasons[status] ??
    'It waited for a free place longer than terraform.deadlines.queued allows; ask again, or have the platform team add capacity'
  );
}
