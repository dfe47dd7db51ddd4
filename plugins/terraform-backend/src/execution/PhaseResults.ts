import { LoggerService } from '@backstage/backend-plugin-api';
import { Deadlines } from '../config';
import { EngineMetrics } from '../metrics/EngineMetrics';
import { PlanDigests } from '../plans/PlanDigests';
import { PlanStore } from '../plans/PlanStore';
import { RunEventStore } from '../runs/RunEventStore';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunStore } from '../runs/RunStore';
import { PhaseRecord, RunError, RunRecord } from '../runs/types';
import { Sealer } from '../sealing/Sealer';
import { StateStore } from '../state/StateStore';
import { Environments } from '../workspaces/Environments';
import { ApplyResults } from './ApplyResults';
import { CloudAccess } from './CloudAccess';
import { EndedPhase, PhaseEnd } from './PhaseEnd';
import { PlanResults } from './PlanResults';
import { RemoteStates } from './RemoteStates';

/**
 * Takes over what a phase leaves behind and gives the run the status that follows from it. Everything is written only while this replica
 * holds the run's lease.
 */
export class PhaseResults {
  readonly #runs: RunStore;
  readonly #states: StateStore;
  readonly #metrics: EngineMetrics;
  readonly #logger: LoggerService;
  readonly #end: PhaseEnd;
  readonly #ofPlans: PlanResults;
  readonly #ofApplies: ApplyResults;

  constructor(options: {
    replicaId: string;
    runs: RunStore;
    events: RunEventStore;
    lifecycle: RunLifecycle;
    plans: PlanStore;
    digests: PlanDigests;
    cloudAccess: CloudAccess;
    states: StateStore;
    remoteStates: RemoteStates;
    environments: Environments;
    deadlines: Deadlines;
    sealer: Sealer;
    metrics: EngineMetrics;
    logger: LoggerService;
  }) {
    this.#runs = options.runs;
    this.#states = options.states;
    this.#metrics = options.metrics;
    this.#logger = options.logger;
    this.#end = new PhaseEnd(options);
    this.#ofPlans = new PlanResults({ ...options, end: this.#end });
    this.#ofApplies = new ApplyResults({ ...options, end: this.#end });
  }

  /** Stores everything, ends the phase, and only then lets the executor forget it. */
  async accept(ended: EndedPhase): Promise<void> {
    const { phase, executor, handle, outcome } = ended;
    if (phase.phase === 'plan') await this.#ofPlans.accept(ended);
    else await this.#ofApplies.accept(ended);
    this.#metrics.phaseEnded({
      phase: phase.phase,
      executor: phase.executor,
      outcome: outcome.kind === 'lost' ? 'lost' : outcome.result.outcome,
      seconds: Math.max(0, Date.now() - Date.parse(phase.startedAt)) / 1_000,
    });
    await executor
      .release(handle)
      .catch(error =>
        this.#logger.warn(
          `The files of run ${phase.runId} were not removed`,
          error,
        ),
      );
  }

  /** Ends the run because its phase cannot be carried out. */
  fail(run: RunRecord, phase: PhaseRecord, error: RunError): Promise<void> {
    return this.#end.fail(run, phase, error);
  }

  /** Ends a run that was to be stopped before its phase was started anywhere. */
  async cancelBeforeStart(run: RunRecord, phase: PhaseRecord): Promise<void> {
    const latest = (await this.#runs.get(run.id)) ?? run;
    await this.#end.end(latest, phase, 'canceled', {
      by: latest.cancelRequestedBy,
      reason: `The ${phase.phase} had not started yet. Nothing was changed`,
    });
  }

  /** Ends a run whose phase nobody can reach any more. */
  async giveUp(
    run: RunRecord,
    phase: PhaseRecord,
    reason: string,
  ): Promise<void> {
    await this.#states.releaseLockOfRun(run.workspaceId, run.id);
    if (run.forceCancelRequestedAt) {
      await this.#end.end(run, phase, 'force_canceled', {
        by: run.forceCancelRequestedBy,
        reason,
      });
    } else {
      await this.#end.fail(run, phase, { message: reason, diagnostics: [] });
    }
  }
}
