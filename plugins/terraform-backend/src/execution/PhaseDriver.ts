import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  TerraformExecutor,
  TerraformPhaseHandle,
  TerraformPhaseOutcome,
} from '@planroom/backstage-plugin-terraform-node';
import { PhaseName } from '@planroom/backstage-plugin-terraform-common';
import { insertPhase, PhaseStore } from '../runs/PhaseStore';
import { RunLeases } from '../runs/RunLeases';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunNotifier } from '../runs/RunNotifier';
import { RunStore } from '../runs/RunStore';
import { PhaseRecord, RunRecord } from '../runs/types';
import { consumePlan } from '../plans/PlanStore';
import { Executors } from './Executors';
import { PhaseInputs } from './PhaseInputs';
import { PhaseResults } from './PhaseResults';

const OBSERVE_MS = 100;
const RENEW_LEASE_MS = 5_000;
const PLAN_CANCEL_GRACE_MS = 30_000;

/**
 * Carries one phase of one run from where it stands to its observed end: begins it, starts it with the executor, stores its output as
 * it comes, passes a cancel on, and hands its result over. Every step can be repeated after a crash: the status says whether the phase
 * was begun, the executor whether it was started, the phase's cursor how much output is stored.
 */
export class PhaseDriver {
  readonly #runs: RunStore;
  readonly #phases: PhaseStore;
  readonly #leases: RunLeases;
  readonly #lifecycle: RunLifecycle;
  readonly #notifier: RunNotifier;
  readonly #executors: Executors;
  readonly #inputs: PhaseInputs;
  readonly #results: PhaseResults;
  readonly #logger: LoggerService;

  constructor(options: {
    runs: RunStore;
    phases: PhaseStore;
    leases: RunLeases;
    lifecycle: RunLifecycle;
    notifier: RunNotifier;
    executors: Executors;
    inputs: PhaseInputs;
    results: PhaseResults;
    logger: LoggerService;
  }) {
    this.#runs = options.runs;
    this.#phases = options.phases;
    this.#leases = options.leases;
    this.#lifecycle = options.lifecycle;
    this.#notifier = options.notifier;
    this.#executors = options.executors;
    this.#inputs = options.inputs;
    this.#results = options.results;
    this.#logger = options.logger;
  }

  /**
   * @param signal - let go of the run; its phase goes on by itself
   * @returns false when there was nothing that this process can do
   */
  async drive(listed: RunRecord, signal: AbortSignal): Promise<boolean> {
    // What the scheduler saw may be out of date by now: the lease makes this reading the true one.
    const current = await this.#runs.get(listed.id);
    if (!current) return false;
    const run = await this.#begin(current);
    if (!run) return true;
    const name: PhaseName = run.status === 'planning' ? 'plan' : 'apply';
    const phase = await this.#phases.get(run.id, name);
    if (!phase) throw new Error(`Run ${run.id} has no ${name} phase`);
    const executor = this.#executors.get(phase.executor);
    const found = await executor.find(phase);
    if (!found && isElsewhere(phase, executor)) {
      return this.#leaveToOthers(run, phase);
    }
    const handle = found
      ? await this.#takeOver(phase, found)
      : await this.#start(run, phase, executor);
    if (handle) {
      await this.#follow(run, { ...phase, handle }, executor, handle, signal);
    }
    return true;
  }

  /** Moves a queued run into its phase; answers nothing when there is nothing to drive. */
  async #begin(run: RunRecord): Promise<RunRecord | undefined> {
    switch (run.status) {
      case 'planning':
      case 'applying':
        return run;
      case 'plan_queued':
        return this.#lifecycle.move(run, 'planning', {
          alongside: trx => insertPhase(trx, this.#newPhase(run, 'plan')),
        });
      case 'apply_queued': {
        const obstacle = await this.#inputs.whyNotApply(run);
        if (obstacle) {
          await this.#fail(run, obstacle);
          return undefined;
        }
        return this.#lifecycle.move(run, 'applying', {
          alongside: async trx => {
            if (!(await consumePlan(trx, run.id))) {
              throw new Error(`The plan of run ${run.id} was used before`);
            }
            await insertPhase(trx, this.#newPhase(run, 'apply'));
          },
        });
      }
      default:
        return undefined;
    }
  }

  #newPhase(run: RunRecord, phase: PhaseName) {
    return {
      runId: run.id,
      phase,
      phaseId: `${run.id}-${phase}`,
      ...this.#executors.placeFor(run.environment),
    };
  }

  /** A phase that another place began, or nobody knows where: what it did cannot be seen from here. */
  async #leaveToOthers(run: RunRecord, phase: PhaseRecord): Promise<boolean> {
    if (phase.phase === 'plan') {
      // A plan changes nothing, so it can be given up.
      await this.#results.fail(run, 'plan', {
        message:
          'The plan was begun on another machine, which is gone; plan again',
        diagnostics: [],
      });
      return true;
    }
    this.#logger.warn(
      `The apply of run ${run.id} was begun in another place (${phase.place}); only a portal there can follow it`,
    );
    return false;
  }

  async #takeOver(
    phase: PhaseRecord,
    found: TerraformPhaseHandle,
  ): Promise<TerraformPhaseHandle> {
    // The process that started it may have died before it could say so.
    if (!phase.handle) await this.#phases.setHandle(phase, found);
    return found;
  }

  /** Starts the phase; answers nothing when that was not possible, which ends the run. */
  async #start(
    run: RunRecord,
    phase: PhaseRecord,
    executor: TerraformExecutor,
  ): Promise<TerraformPhaseHandle | undefined> {
    if (phase.handle) {
      // It had been started, and its folder is gone: nobody can say any more how it ended.
      await this.#results.accept(run, phase, executor, phase.handle, {
        kind: 'lost',
        reason: 'The files of the phase have disappeared from this machine',
      });
      return undefined;
    }
    try {
      const handle = await executor.start(
        await this.#inputs.prepare(run, phase),
      );
      await this.#phases.setHandle(phase, handle);
      return handle;
    } catch (error) {
      this.#logger.warn(`The ${phase.phase} of run ${run.id} did not start`, {
        reason: (error as Error).message,
      });
      await this.#results.fail(run, phase.phase, {
        message: `The ${phase.phase} could not be started: ${
          (error as Error).message
        }`,
        diagnostics: [],
      });
      return undefined;
    }
  }

  async #follow(
    run: RunRecord,
    begun: PhaseRecord,
    executor: TerraformExecutor,
    handle: TerraformPhaseHandle,
    signal: AbortSignal,
  ): Promise<void> {
    let phase = begun;
    let renewed = Date.now();
    let outcome: TerraformPhaseOutcome | undefined;
    while (!outcome) {
      if (signal.aborted) return;
      const seen = await executor.observe(handle, phase.cursor);
      if (seen.records.length > 0) {
        phase = await this.#phases.appendOutput(
          phase,
          seen.records,
          seen.cursor,
        );
        this.#notifier.runHasEvents(run.id);
      }
      outcome = seen.outcome;
      if (outcome) break;
      if (Date.now() - renewed > RENEW_LEASE_MS) {
        if (!(await this.#leases.acquire(run.id))) return;
        renewed = Date.now();
      }
      if (seen.records.length === 0) {
        phase = await this.#passCancelOn(run, phase, executor, handle);
        await sleep(OBSERVE_MS);
      }
    }
    await this.#results.accept(run, phase, executor, handle, outcome);
  }

  /** Interrupts the phase once; a plan that does not heed it is ended by force, because it changes nothing. */
  async #passCancelOn(
    run: RunRecord,
    phase: PhaseRecord,
    executor: TerraformExecutor,
    handle: TerraformPhaseHandle,
  ): Promise<PhaseRecord> {
    if (phase.cancelSentAt) {
      const waited = Date.now() - Date.parse(phase.cancelSentAt);
      if (phase.phase === 'plan' && waited > PLAN_CANCEL_GRACE_MS) {
        await executor.cancel(handle, 'force');
      }
      return phase;
    }
    const latest = await this.#runs.get(run.id);
    if (!latest?.cancelRequestedAt) return phase;
    await executor.cancel(handle, 'graceful');
    await this.#phases.markCancelSent(phase);
    return { ...phase, cancelSentAt: new Date().toISOString() };
  }

  async #fail(run: RunRecord, message: string): Promise<void> {
    await this.#lifecycle.move(run, 'errored', {
      reason: message,
      error: { message, diagnostics: [] },
    });
  }
}

/** Whether the phase was begun where this process cannot look. */
function isElsewhere(phase: PhaseRecord, executor: TerraformExecutor): boolean {
  return phase.place !== undefined && phase.place !== executor.place;
}
