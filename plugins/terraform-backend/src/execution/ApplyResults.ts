import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { PlanStore } from '../plans/PlanStore';
import { RunEventStore } from '../runs/RunEventStore';
import { RunStore } from '../runs/RunStore';
import { RunRecord } from '../runs/types';
import { openRunVariables, sealVariables } from '../runs/sealedVariables';
import { maskVariables } from '../runs/variables';
import { Sealer } from '../sealing/Sealer';
import { StateStore } from '../state/StateStore';
import { RemoteStates } from './RemoteStates';
import { adoptInputs } from '../workspaces/WorkspaceStore';
import {
  EndedPhase,
  isCanceled,
  outputFacts,
  PhaseEnd,
  toError,
} from './PhaseEnd';

/** Takes over what an apply phase leaves behind: inputs that are in force now, or what was done before it stopped, and its state. */
export class ApplyResults {
  readonly #runs: RunStore;
  readonly #events: RunEventStore;
  readonly #plans: PlanStore;
  readonly #states: StateStore;
  readonly #remoteStates: RemoteStates;
  readonly #sealer: Sealer;
  readonly #end: PhaseEnd;
  readonly #logger: LoggerService;

  constructor(options: {
    runs: RunStore;
    events: RunEventStore;
    plans: PlanStore;
    states: StateStore;
    remoteStates: RemoteStates;
    sealer: Sealer;
    end: PhaseEnd;
    logger: LoggerService;
  }) {
    this.#runs = options.runs;
    this.#events = options.events;
    this.#plans = options.plans;
    this.#states = options.states;
    this.#remoteStates = options.remoteStates;
    this.#sealer = options.sealer;
    this.#end = options.end;
    this.#logger = options.logger;
  }

  async accept(ended: EndedPhase): Promise<void> {
    const { run, phase, executor, outcome } = ended;
    const problem = await this.#remoteStates.collect(run, phase, executor);
    const recovery = await this.#recoverState(ended);
    if (problem) {
      await this.#end.fail(
        (await this.#runs.get(run.id)) ?? run,
        phase,
        {
          message: `${recovery}Terraform has ended, and ${problem}. It is kept, sealed, in the table rejected_states; put the right one in its place, then plan again`,
          diagnostics: [],
        },
        outputFacts(ended),
      );
      return;
    }
    if (outcome.kind === 'ended' && outcome.result.outcome === 'succeeded') {
      // Terraform has given its lock back, or would not have succeeded.
      await this.#end.end(run, phase, 'applied', {
        ...outputFacts(ended),
        alongside: trx => this.#adoptInputs(trx, run),
      });
      return;
    }
    await this.#states.releaseLockOfRun(run.workspaceId, run.id);
    const version = await this.#states.getLatestOfRun(run.id);
    const facts = outputFacts(ended);
    const latest = (await this.#runs.get(run.id)) ?? run;
    const saved = version
      ? `state version ${version.serial} holds it`
      : 'no state was saved';
    if (latest.forceCancelRequestedAt || isCanceled(outcome)) {
      const forced = Boolean(latest.forceCancelRequestedAt);
      const message = outcome.kind === 'ended' && outcome.result.message;
      await this.#end.end(
        latest,
        phase,
        forced ? 'force_canceled' : 'canceled',
        {
          ...facts,
          by: forced ? latest.forceCancelRequestedBy : latest.cancelRequestedBy,
          reason: `${recovery}${await this.#appliedSoFar(ended)}, ${saved}.${
            forced
              ? ' Ended by force: what was under way may exist and be missing in the state.'
              : ''
          }${message ? ` ${message}` : ''}`,
        },
      );
    } else if (outcome.kind === 'lost') {
      await this.#end.fail(
        latest,
        phase,
        {
          message: `${outcome.reason}. ${await this.#appliedSoFar(
            ended,
          )}, ${saved}. ${recovery}Plan again to see what is left to do`,
          diagnostics: [],
        },
        facts,
      );
    } else {
      const error = toError(outcome.result);
      await this.#end.fail(
        latest,
        phase,
        { ...error, message: `${recovery}${error.message}` },
        facts,
      );
    }
  }

  /** How much of the plan was done, as far as Terraform told. */
  async #appliedSoFar({ run, output }: EndedPhase): Promise<string> {
    const done = await this.#events.listDone(run.id, 'apply');
    for (const record of output.records) {
      if (record.kind === 'progress' && record.state === 'done') {
        done.add(record.address);
      }
    }
    const all = (await this.#plans.get(run.id))?.summary;
    const planned = all
      ? all.add + all.change + all.destroy + all.replace
      : undefined;
    return `Stopped after ${done.size}${
      planned === undefined ? '' : ` of ${planned}`
    } ${planned === 1 ? 'change' : 'changes'}`;
  }

  /** What was applied is in force from now on. */
  async #adoptInputs(trx: Knex.Transaction, run: RunRecord): Promise<void> {
    const variables = openRunVariables(this.#sealer, run);
    await adoptInputs(trx, run.workspaceId, {
      moduleVersion: run.moduleVersion,
      variablesPublic: maskVariables(variables),
      variablesSealed: sealVariables(
        this.#sealer,
        'workspaces',
        run.workspaceId,
        variables,
      ),
    });
  }

  /** Stores a state that Terraform could not save; answers a sentence about it, or nothing when there is none. */
  async #recoverState({
    run,
    executor,
    handle,
    outcome,
  }: EndedPhase): Promise<string> {
    if (outcome.kind === 'ended' && !outcome.result.erroredState) return '';
    const bytes = await executor
      .readArtifact(handle, 'erroredState')
      .catch((error: Error) => {
        if (error instanceof NotFoundError) return undefined;
        throw error;
      });
    if (!bytes) return '';
    try {
      const version = await this.#states.write({
        workspaceId: run.workspaceId,
        runId: run.id,
        bytes,
        recovered: true,
      });
      await this.#remoteStates.recover(run, executor, bytes);
      return `Terraform could not save its last state; it was recovered as version ${version.serial}. `;
    } catch (error) {
      if (!(error instanceof ConflictError || error instanceof InputError)) {
        throw error;
      }
      await this.#states.keepRejected({
        workspaceId: run.workspaceId,
        runId: run.id,
        bytes,
        reason: error.message,
      });
      this.#logger.error(
        `The state that run ${run.id} left behind does not follow the current one: ${error.message}`,
      );
      return `Terraform could not save its last state. It does not follow the current one (${error.message}) and is kept, sealed, in the table rejected_states. `;
    }
  }
}
