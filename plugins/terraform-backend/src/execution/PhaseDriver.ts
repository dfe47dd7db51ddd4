import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { PhaseName } from '@planroom/backstage-plugin-terraform-common';
import {
  TerraformExecutor,
  TerraformNoCapacityError,
  TerraformPhaseHandle,
} from '@planroom/backstage-plugin-terraform-node';
import { Deadlines } from '../config';
import { isUnavailable } from '../database/isUnavailable';
import { EngineMetrics } from '../metrics/EngineMetrics';
import { LeaseLostError, PhaseOutput, PhaseStore } from '../runs/PhaseStore';
import { RunNotifier } from '../runs/RunNotifier';
import { RunRecord } from '../runs/types';
import { Executors } from './Executors';
import { BegunPhase, PhaseBeginnings } from './PhaseBeginnings';
import { PhaseInputs } from './PhaseInputs';
import { PlaceWait } from './PlaceWait';
import { Wishes } from './Wishes';
import { PhaseResults } from './PhaseResults';

const OBSERVE_MS = 100;

/** What the engine tells a driver while it follows a run. */
export interface Drive {
  /** let go of the run; its phase goes on by itself */
  signal: AbortSignal;
  cancelRequested: boolean;
  forceCancelRequested: boolean;
}

/**
 * Carries one phase of one run from where it stands to its observed end: begins it, starts it with the executor, stores its output as
 * it comes, passes a cancel on, and hands its result over. Every step can be repeated after a crash: the status says whether the phase
 * was begun, the executor whether it was started, the phase's cursor how much output is stored. Every write of a run's status, output or
 * credentials is refused when another replica holds the lease by then.
 */
export class PhaseDriver {
  readonly #replicaId: string;
  readonly #phases: PhaseStore;
  readonly #beginnings: PhaseBeginnings;
  readonly #notifier: RunNotifier;
  readonly #executors: Executors;
  readonly #inputs: PhaseInputs;
  readonly #results: PhaseResults;
  readonly #deadlines: Deadlines;
  readonly #metrics: EngineMetrics;
  readonly #logger: LoggerService;

  constructor(options: {
    replicaId: string;
    phases: PhaseStore;
    beginnings: PhaseBeginnings;
    notifier: RunNotifier;
    executors: Executors;
    inputs: PhaseInputs;
    results: PhaseResults;
    deadlines: Deadlines;
    metrics: EngineMetrics;
    logger: LoggerService;
  }) {
    this.#replicaId = options.replicaId;
    this.#phases = options.phases;
    this.#beginnings = options.beginnings;
    this.#notifier = options.notifier;
    this.#executors = options.executors;
    this.#inputs = options.inputs;
    this.#results = options.results;
    this.#deadlines = options.deadlines;
    this.#metrics = options.metrics;
    this.#logger = options.logger;
  }

  /**
   * @param held - the run as it was read when this replica held its lease already
   * @throws LeaseLostError or ConflictError when somebody else has changed the run; it is theirs then
   */
  async drive(held: RunRecord, drive: Drive): Promise<void> {
    const begun = await this.#begin(held);
    if (begun) await this.follow(begun, drive);
  }

  /** The same for a phase that was begun. */
  async follow(begun: BegunPhase, drive: Drive): Promise<void> {
    const { run, phase } = begun;
    const executor = this.#executors.find(phase.executor);
    if (!executor) {
      const message = `There is no executor named ${
        phase.executor
      }; configured are: ${
        this.#executors
          .entries()
          .map(([name]) => name)
          .join(', ') || 'none'
      }`;
      // What was started once is there for whoever has that executor.
      if (phase.handle) throw new Error(message);
      await this.#results.fail(run, phase, { message, diagnostics: [] });
      return;
    }
    const handle = await executor.find(phase);
    const started = handle
      ? { begun, handle }
      : await this.#start(begun, executor, drive);
    if (started) {
      await this.#observe(started.begun, executor, started.handle, drive);
    }
  }

  /** Ends a run whose phase was begun where nobody can look any more. */
  async giveUp(run: RunRecord, reason: string): Promise<void> {
    const phase = await this.#phases.get(run.id, phaseOf(run));
    if (!phase) throw new Error(`Run ${run.id} has no ${phaseOf(run)} phase`);
    await this.#results.giveUp(run, phase, reason);
  }

  /** Where the run stands; answers nothing when there is nothing to drive. */
  async #begin(run: RunRecord): Promise<BegunPhase | undefined> {
    switch (run.status) {
      case 'planning':
      case 'applying': {
        const phase = await this.#phases.get(run.id, phaseOf(run));
        if (!phase) {
          throw new Error(`Run ${run.id} has no ${phaseOf(run)} phase`);
        }
        return { run, phase };
      }
      case 'apply_queued':
        return this.#beginnings.beginApply(run);
      default:
        return undefined;
    }
  }

  /** Starts the phase as soon as there is a place for it; answers nothing when it did not come to that. */
  async #start(
    begun: BegunPhase,
    executor: TerraformExecutor,
    drive: Drive,
  ): Promise<{ begun: BegunPhase; handle: TerraformPhaseHandle } | undefined> {
    const { run, phase, checked } = begun;
    if (phase.handle) {
      // It had been started, and its folder is gone: nobody can say any more how it ended.
      await this.#results.accept({
        run,
        phase,
        executor,
        handle: phase.handle,
        outcome: {
          kind: 'lost',
          reason: 'The files of the phase have disappeared from this machine',
        },
        output: { records: [], cursor: phase.cursor ?? '' },
      });
      return undefined;
    }
    const wait = new PlaceWait(this.#deadlines.queuedMs);
    let current = begun;
    while (!drive.signal.aborted) {
      if (drive.cancelRequested) {
        await this.#results.cancelBeforeStart(current.run, current.phase);
        return undefined;
      }
      try {
        const handle = await executor.start(
          await this.#inputs.prepare(
            run,
            phase,
            executor,
            this.#replicaId,
            checked,
          ),
        );
        return { begun: current, handle };
      } catch (error) {
        // Neither says anything about the phase: it is tried again, by whoever holds the run then.
        if (error instanceof LeaseLostError || isUnavailable(error)) {
          throw error;
        }
        const { message } = error as Error;
        if (!(error instanceof TerraformNoCapacityError) || wait.isOver()) {
          this.#logger.warn(
            `The ${phase.phase} of run ${run.id} did not start`,
            { reason: message },
          );
          await this.#results.fail(current.run, current.phase, {
            message: `The ${phase.phase} could not be started: ${message}`,
            diagnostics: [],
          });
          return undefined;
        }
        current = await this.#tellWait(current, wait, message);
        await wait.pause(() => drive.signal.aborted || drive.cancelRequested);
        // What it may take counts from its real start.
        const startedAt = new Date().toISOString();
        current = { ...current, phase: { ...current.phase, startedAt } };
      }
    }
    return undefined;
  }

  /** Says in the log what is waited for, once. */
  async #tellWait(
    begun: BegunPhase,
    wait: PlaceWait,
    message: string,
  ): Promise<BegunPhase> {
    if (!wait.isNews(message)) return begun;
    const phase = await this.#phases.appendOutput(begun.phase, {
      records: [
        {
          kind: 'log',
          at: new Date().toISOString(),
          level: 'info',
          text: message,
          type: 'no_capacity',
        },
      ],
      cursor: begun.phase.cursor ?? '',
    });
    this.#notifier.runHasEvents(begun.run.id);
    return { ...begun, phase };
  }

  async #observe(
    begun: BegunPhase,
    executor: TerraformExecutor,
    handle: TerraformPhaseHandle,
    drive: Drive,
  ): Promise<void> {
    const { run } = begun;
    const wishes = new Wishes(executor, handle, this.#deadlines.cancelGraceMs);
    let { phase } = begun;
    while (!drive.signal.aborted) {
      const seen = await executor.observe(handle, phase.cursor);
      if (seen.outcome) {
        this.#measureLog(seen);
        await this.#results.accept({
          run,
          phase,
          executor,
          handle,
          outcome: seen.outcome,
          output: seen,
        });
        return;
      }
      // Until it is stored, the executor finds the phase by its id; one that has ended by the first look needs none.
      if (!phase.handle) {
        await this.#phases.setHandle(phase, handle);
        phase = { ...phase, handle };
      }
      if (seen.records.length > 0) {
        phase = await this.#phases.appendOutput(phase, seen);
        this.#notifier.runHasEvents(run.id);
        this.#measureLog(seen);
      }
      if (await wishes.passOn(phase, drive)) {
        await this.#phases.markCancelSent(phase);
        phase = { ...phase, cancelSentAt: new Date().toISOString() };
      }
      if (!seen.more) await sleep(OBSERVE_MS);
    }
  }

  #measureLog({ records }: PhaseOutput): void {
    const lines = records.filter(record => record.kind === 'log');
    if (lines.length === 0) return;
    const lagMs = Date.now() - Date.parse(lines[0].at);
    this.#metrics.logStored(lines.length, Math.max(0, lagMs) / 1_000);
  }
}

function phaseOf(run: RunRecord): PhaseName {
  return run.status === 'planning' ? 'plan' : 'apply';
}
