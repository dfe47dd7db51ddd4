import { RunStatus } from '@planroom/backstage-plugin-terraform-common';
import {
  TerraformExecutor,
  TerraformPhaseHandle,
  TerraformPhaseOutcome,
} from '@planroom/backstage-plugin-terraform-node';
import type { PhaseResult } from '@planroom/terraform-runner';
import { TransitionFacts } from '../runs/changeStatus';
import { finishPhase, PhaseOutput, takeOutput } from '../runs/PhaseStore';
import { RunLifecycle } from '../runs/RunLifecycle';
import { PhaseRecord, RunError, RunRecord } from '../runs/types';

/** A phase that was seen to end, with the last of its output, which is not stored yet. */
export interface EndedPhase {
  run: RunRecord;
  phase: PhaseRecord;
  executor: TerraformExecutor;
  handle: TerraformPhaseHandle;
  outcome: TerraformPhaseOutcome;
  output: PhaseOutput;
}

/** What is written with the end of a phase. */
export type EndFacts = Pick<TransitionFacts, 'events' | 'alongside'> & {
  output?: PhaseOutput;
};

/** The last output becomes events with the transition that ends the phase. */
export function outputFacts({
  phase,
  output,
}: EndedPhase): Pick<EndFacts, 'events' | 'output'> {
  return { output, events: takeOutput(phase, output).events };
}

export function isCanceled(outcome: TerraformPhaseOutcome): boolean {
  return outcome.kind === 'ended' && outcome.result.outcome === 'canceled';
}

export function toError(result: PhaseResult): RunError {
  return {
    message: result.message ?? `Terraform failed in the step ${result.step}`,
    diagnostics: result.diagnostics,
  };
}

/** Ends runs with their phases, while this replica holds their lease. */
export class PhaseEnd {
  readonly #replicaId: string;
  readonly #lifecycle: RunLifecycle;

  constructor(options: { replicaId: string; lifecycle: RunLifecycle }) {
    this.#replicaId = options.replicaId;
    this.#lifecycle = options.lifecycle;
  }

  /** Ends the run because its phase failed, or cannot be carried out. */
  async fail(
    run: RunRecord,
    phase: PhaseRecord,
    error: RunError,
    facts: EndFacts = {},
  ): Promise<void> {
    await this.end(run, phase, 'errored', {
      ...facts,
      error,
      reason: error.message,
    });
  }

  /** Moves the run to its end, and closes the phase in the same transaction. */
  async end(
    run: RunRecord,
    phase: PhaseRecord,
    to: RunStatus,
    facts: EndFacts & { error?: RunError; by?: string; reason?: string },
  ): Promise<void> {
    await this.#lifecycle.move(run, to, {
      ...facts,
      heldBy: this.#replicaId,
      alongside: async trx => {
        await finishPhase(trx, phase, facts.output);
        await facts.alongside?.(trx);
      },
    });
  }
}
