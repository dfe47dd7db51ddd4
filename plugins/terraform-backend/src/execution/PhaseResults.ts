import { ConflictError, InputError } from '@backstage/errors';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  canonicalJson,
  isDestructive,
  PhaseName,
} from '@planroom/backstage-plugin-terraform-common';
import {
  TerraformExecutor,
  TerraformPhaseHandle,
  TerraformPhaseOutcome,
} from '@planroom/backstage-plugin-terraform-node';
import type {
  PhaseResult,
  PlanResult,
  RedactedChange,
} from '@planroom/terraform-runner';
import { computeDigest, DigestInput, sha256 } from '../plans/digest';
import { PlanDigests } from '../plans/PlanDigests';
import { buildPlanModel } from '../plans/planModel';
import { PlanStore } from '../plans/PlanStore';
import { finishPhase } from '../runs/PhaseStore';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunStore } from '../runs/RunStore';
import { PhaseRecord, RunError, RunRecord } from '../runs/types';
import { openRunVariables, sealVariables } from '../runs/sealedVariables';
import { maskVariables } from '../runs/variables';
import { Sealer } from '../sealing/Sealer';
import { StateStore } from '../state/StateStore';
import { Environments, rulesOf } from '../workspaces/Environments';
import { adoptInputs } from '../workspaces/WorkspaceStore';

/** Takes over what a phase leaves behind and gives the run the status that follows from it. */
export class PhaseResults {
  readonly #runs: RunStore;
  readonly #lifecycle: RunLifecycle;
  readonly #plans: PlanStore;
  readonly #digests: PlanDigests;
  readonly #states: StateStore;
  readonly #environments: Environments;
  readonly #sealer: Sealer;
  readonly #logger: LoggerService;

  constructor(options: {
    runs: RunStore;
    lifecycle: RunLifecycle;
    plans: PlanStore;
    digests: PlanDigests;
    states: StateStore;
    environments: Environments;
    sealer: Sealer;
    logger: LoggerService;
  }) {
    this.#runs = options.runs;
    this.#lifecycle = options.lifecycle;
    this.#plans = options.plans;
    this.#digests = options.digests;
    this.#states = options.states;
    this.#environments = options.environments;
    this.#sealer = options.sealer;
    this.#logger = options.logger;
  }

  /** Stores everything, ends the phase, and only then lets the executor forget it. */
  async accept(
    run: RunRecord,
    phase: PhaseRecord,
    executor: TerraformExecutor,
    handle: TerraformPhaseHandle,
    outcome: TerraformPhaseOutcome,
  ): Promise<void> {
    const read: ArtifactReader = artifact =>
      executor.readArtifact(handle, artifact);
    const latest = (await this.#runs.get(run.id)) ?? run;
    if (phase.phase === 'plan') {
      await this.#acceptPlan(latest, phase, outcome, read);
    } else {
      await this.#acceptApply(latest, outcome, read);
    }
    await executor
      .release(handle)
      .catch(error =>
        this.#logger.warn(`The files of run ${run.id} were not removed`, error),
      );
  }

  /** Ends the run because its phase failed. */
  async fail(
    run: RunRecord,
    phase: PhaseName,
    error: RunError,
    stateVersionId?: string,
  ): Promise<void> {
    await this.#end(run, phase, 'errored', {
      error,
      reason: error.message,
      stateVersionId,
    });
  }

  async #acceptPlan(
    run: RunRecord,
    phase: PhaseRecord,
    outcome: TerraformPhaseOutcome,
    read: ArtifactReader,
  ): Promise<void> {
    if (outcome.kind === 'lost') {
      await this.fail(run, 'plan', {
        message: `${outcome.reason}. Nothing was changed; plan again`,
        diagnostics: [],
      });
      return;
    }
    const { result } = outcome;
    if (result.outcome === 'canceled' || run.cancelRequestedAt) {
      await this.#end(run, 'plan', 'canceled', { reason: result.message });
      return;
    }
    if (result.outcome === 'failed' || !result.plan) {
      await this.fail(run, 'plan', toError(result));
      return;
    }
    await this.#storePlan(run, phase, result.plan, read);
  }

  async #storePlan(
    run: RunRecord,
    phase: PhaseRecord,
    plan: PlanResult,
    read: ArtifactReader,
  ): Promise<void> {
    const environment = this.#environments.find(run.environment);
    if (!environment) {
      await this.fail(run, 'plan', {
        message: `The environment ${run.environment} is no longer configured; ask the platform team`,
        diagnostics: [],
      });
      return;
    }
    const files = await Promise.all([
      read('plan'),
      read('archive'),
      read('changes'),
    ]).catch((error: Error) => error);
    if (files instanceof Error) {
      await this.fail(run, 'plan', {
        message: `What the plan handed over cannot be read: ${files.message}; plan again`,
        diagnostics: [],
      });
      return;
    }
    const [planFile, archive, changesText] = files;
    if (
      sha256(planFile) !== plan.planSha256 ||
      sha256(archive) !== plan.archiveSha256 ||
      hashRedacted(plan, changesText) !== plan.redactedModelSha256
    ) {
      await this.fail(run, 'plan', {
        message:
          'The files that the plan handed over are not the ones it made; plan again',
        diagnostics: [],
      });
      return;
    }
    const changes: RedactedChange[] = changesText
      .toString()
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));
    const rules = rulesOf(environment);
    const expiresAt = new Date(
      Date.now() + environment.expiry.plannedMs,
    ).toISOString();
    const { counts, outputs, provisioners, drift, checks } = plan;
    const model = buildPlanModel(
      run.id,
      {
        ...counts,
        terraformVersion: plan.terraformVersion,
        applyable: plan.applyable,
        complete: plan.complete,
        changes: changes.length,
        outputs,
        provisioners,
        drift,
        checks,
      },
      changes,
    );
    const digestInput: DigestInput = {
      v: 1,
      runId: run.id,
      workspaceId: run.workspaceId,
      kind: run.kind,
      planSha256: plan.planSha256,
      archiveSha256: plan.archiveSha256,
      terraformVersion: plan.terraformVersion,
      providerLockSha256: plan.providerLockSha256,
      redactedModelSha256: model.sha256,
      ...(await this.#digests.facts(run)),
      executor: phase.executor,
    };
    const toBeApplied = plan.applyable && run.kind !== 'plan_only';
    const automatic =
      toBeApplied &&
      rules.autoApply === 'non-destructive' &&
      plan.complete &&
      !isDestructive(plan.counts) &&
      plan.provisioners.length === 0;
    await this.#lifecycle.move(
      run,
      toBeApplied ? 'planned' : 'planned_and_finished',
      {
        rules,
        automatic,
        ...(toBeApplied && { expiresAt }),
        alongside: async trx => {
          await finishPhase(trx, run.id, 'plan');
          await this.#plans.insert(
            trx,
            {
              runId: run.id,
              digestInput,
              digest: computeDigest(digestInput),
              expiresAt,
            },
            toBeApplied ? { plan: planFile, archive } : undefined,
            model,
          );
        },
      },
    );
  }

  async #acceptApply(
    run: RunRecord,
    outcome: TerraformPhaseOutcome,
    read: ArtifactReader,
  ): Promise<void> {
    const recovery = await this.#recoverState(run, outcome, read);
    await this.#states.releaseLockOfRun(run.workspaceId, run.id);
    const version = await this.#states.getLatestOfRun(run.id);
    if (outcome.kind === 'lost') {
      await this.fail(
        run,
        'apply',
        {
          message: `${
            outcome.reason
          }. Some of the plan may have been applied: ${
            version
              ? `state version ${version.serial} was saved before`
              : 'no state was saved'
          }. ${recovery}Plan again to see what is left to do`,
          diagnostics: [],
        },
        version?.id,
      );
      return;
    }
    const { result } = outcome;
    if (result.outcome === 'succeeded') {
      const variables = openRunVariables(this.#sealer, run);
      await this.#end(run, 'apply', 'applied', {
        stateVersionId: version?.id,
        alongside: trx =>
          adoptInputs(trx, run.workspaceId, {
            moduleVersion: run.moduleVersion,
            variablesPublic: maskVariables(variables),
            variablesSealed: sealVariables(
              this.#sealer,
              'workspaces',
              run.workspaceId,
              variables,
            ),
          }),
      });
    } else if (result.outcome === 'canceled') {
      await this.#end(run, 'apply', 'canceled', {
        stateVersionId: version?.id,
        reason: `${recovery}${
          result.message ??
          'Stopped; what was applied before is kept in the state'
        }`,
      });
    } else {
      const error = toError(result);
      await this.fail(
        run,
        'apply',
        { ...error, message: `${recovery}${error.message}` },
        version?.id,
      );
    }
  }

  /** Stores a state that Terraform could not save; answers a sentence about it, or nothing when there is none. */
  async #recoverState(
    run: RunRecord,
    outcome: TerraformPhaseOutcome,
    read: ArtifactReader,
  ): Promise<string> {
    if (outcome.kind === 'ended' && !outcome.result.erroredState) return '';
    const bytes = await read('erroredState').catch(() => undefined);
    if (!bytes) return '';
    try {
      const version = await this.#states.write({
        workspaceId: run.workspaceId,
        runId: run.id,
        bytes,
        recovered: true,
      });
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

  async #end(
    run: RunRecord,
    phase: PhaseName,
    status: 'applied' | 'canceled' | 'errored',
    facts: Parameters<RunLifecycle['move']>[2] = {},
  ): Promise<void> {
    await this.#lifecycle.move(run, status, {
      ...facts,
      alongside: async trx => {
        await finishPhase(trx, run.id, phase);
        await facts.alongside?.(trx);
      },
    });
  }
}

type ArtifactReader = (
  artifact: Parameters<TerraformExecutor['readArtifact']>[1],
) => Promise<Buffer>;

function toError(result: PhaseResult): RunError {
  return {
    message: result.message ?? `Terraform failed in the step ${result.step}`,
    diagnostics: result.diagnostics,
  };
}

/** As the runner computes it: the changes as handed over, then everything else of the result. */
function hashRedacted(plan: PlanResult, changes: Buffer): string {
  const { redactedModelSha256: _, ...rest } = plan;
  return sha256(Buffer.concat([changes, Buffer.from(canonicalJson(rest))]));
}
