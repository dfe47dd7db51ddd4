import { PhaseName } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { isUnavailable } from '../database/isUnavailable';
import { consumePlan } from '../plans/PlanStore';
import { insertPhases } from '../runs/PhaseStore';
import { RunInputs } from '../runs/RunInputs';
import { RunLifecycle } from '../runs/RunLifecycle';
import { PhaseRecord, RunRecord } from '../runs/types';
import { Executors } from './Executors';
import { CheckedPlan, PhaseInputs } from './PhaseInputs';

/** A run whose phase was begun: from now on it ends only by being seen to end. */
export interface BegunPhase {
  run: RunRecord;
  phase: PhaseRecord;
  /** of an apply, when its plan was looked at just now */
  checked?: CheckedPlan;
}

/** Moves queued runs that this replica holds into their phases. */
export class PhaseBeginnings {
  readonly #replicaId: string;
  readonly #lifecycle: RunLifecycle;
  readonly #runInputs: RunInputs;
  readonly #phaseInputs: PhaseInputs;
  readonly #executors: Executors;

  constructor(options: {
    replicaId: string;
    lifecycle: RunLifecycle;
    runInputs: RunInputs;
    phaseInputs: PhaseInputs;
    executors: Executors;
  }) {
    this.#replicaId = options.replicaId;
    this.#lifecycle = options.lifecycle;
    this.#runInputs = options.runInputs;
    this.#phaseInputs = options.phaseInputs;
    this.#executors = options.executors;
  }

  /**
   * Begins the plans of many runs, within the transaction that leased them.
   *
   * @returns what was begun, and what to call when the transaction has been committed
   */
  async beginPlans(
    trx: Knex.Transaction,
    queued: RunRecord[],
  ): Promise<{ begun: BegunPhase[]; announce: () => void }> {
    const runs = await this.#runInputs.refresh(trx, queued);
    const { moved, announce } = await this.#lifecycle.moveMany(
      trx,
      runs,
      'planning',
      { heldBy: this.#replicaId },
    );
    const begun = moved.map(run => ({
      run,
      phase: this.#newPhase(run, 'plan'),
    }));
    await insertPhases(
      trx,
      begun.map(({ phase }) => phase),
    );
    return { begun, announce };
  }

  /**
   * Uses up the plan of a run and begins its apply; a run whose plan must not be applied any more ends with the reason.
   *
   * @returns undefined when the run has ended
   */
  async beginApply(run: RunRecord): Promise<BegunPhase | undefined> {
    const checked = await this.#check(run);
    if (typeof checked === 'string') {
      await this.#lifecycle.move(run, 'errored', {
        heldBy: this.#replicaId,
        reason: checked,
        error: { message: checked, diagnostics: [] },
      });
      return undefined;
    }
    const phase = this.#newPhase(run, 'apply');
    const applying = await this.#lifecycle.move(run, 'applying', {
      heldBy: this.#replicaId,
      alongside: async trx => {
        if (!(await consumePlan(trx, run.id))) {
          throw new Error(`The plan of run ${run.id} was used before`);
        }
        await insertPhases(trx, [phase]);
      },
    });
    return { run: applying, phase, checked };
  }

  /** What cannot be opened must not be applied, and must not be tried for ever. */
  async #check(run: RunRecord): Promise<CheckedPlan | string> {
    try {
      return await this.#phaseInputs.checkPlan(run);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      return `The plan cannot be checked: ${
        (error as Error).message
      }; plan again`;
    }
  }

  #newPhase(run: RunRecord, phase: PhaseName): PhaseRecord {
    return {
      runId: run.id,
      phase,
      phaseId: `${run.id}-${phase}`,
      ...this.#executors.placeFor(run.environment),
      startedAt: new Date().toISOString(),
      logLines: 0,
    };
  }
}
