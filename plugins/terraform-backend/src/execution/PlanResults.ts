import { ConflictError } from '@backstage/errors';
import {
  canonicalJson,
  isDestructive,
} from '@planroom/backstage-plugin-terraform-common';
import { TerraformArtifact } from '@planroom/backstage-plugin-terraform-node';
import type {
  PhaseResult,
  PlanResult,
  RedactedChange,
} from '@planroom/terraform-runner';
import { Deadlines } from '../config';
import { isUnavailable } from '../database/isUnavailable';
import { computeDigest, DigestInput, sha256 } from '../plans/digest';
import { PlanDigests } from '../plans/PlanDigests';
import { buildPlanModel } from '../plans/planModel';
import { PlanStore } from '../plans/PlanStore';
import { Move } from '../runs/changeStatus';
import { finishPhase } from '../runs/PhaseStore';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunStore } from '../runs/RunStore';
import { RunRecord } from '../runs/types';
import { Environments, rulesOf } from '../workspaces/Environments';
import { CloudAccess } from './CloudAccess';
import {
  EndedPhase,
  isCanceled,
  outputFacts,
  PhaseEnd,
  toError,
} from './PhaseEnd';

/** Takes over what a plan phase leaves behind: the plan, redacted and indexed, or why there is none. */
export class PlanResults {
  readonly #replicaId: string;
  readonly #runs: RunStore;
  readonly #lifecycle: RunLifecycle;
  readonly #plans: PlanStore;
  readonly #digests: PlanDigests;
  readonly #cloudAccess: CloudAccess;
  readonly #environments: Environments;
  readonly #deadlines: Deadlines;
  readonly #end: PhaseEnd;

  constructor(options: {
    replicaId: string;
    runs: RunStore;
    lifecycle: RunLifecycle;
    plans: PlanStore;
    digests: PlanDigests;
    cloudAccess: CloudAccess;
    environments: Environments;
    deadlines: Deadlines;
    end: PhaseEnd;
  }) {
    this.#replicaId = options.replicaId;
    this.#runs = options.runs;
    this.#lifecycle = options.lifecycle;
    this.#plans = options.plans;
    this.#digests = options.digests;
    this.#cloudAccess = options.cloudAccess;
    this.#environments = options.environments;
    this.#deadlines = options.deadlines;
    this.#end = options.end;
  }

  async accept(ended: EndedPhase): Promise<void> {
    const { run, phase, outcome } = ended;
    const facts = outputFacts(ended);
    if (outcome.kind === 'ended' && outcome.result.outcome === 'succeeded') {
      try {
        await this.#storePlan(ended, outcome.result);
        return;
      } catch (error) {
        if (isUnavailable(error)) throw error;
        if (!(error instanceof ConflictError)) {
          await this.#end.fail(run, phase, {
            message: `What the plan handed over cannot be taken over: ${
              (error as Error).message
            }; plan again`,
            diagnostics: [],
          });
          return;
        }
        // Somebody may have asked to cancel at the last moment.
        const asked = (await this.#runs.get(run.id))?.cancelRequestedAt;
        if (!asked) throw error;
      }
    }
    const latest = (await this.#runs.get(run.id)) ?? run;
    if (latest.forceCancelRequestedAt) {
      await this.#end.end(latest, phase, 'force_canceled', {
        ...facts,
        by: latest.forceCancelRequestedBy,
        reason: 'Ended by force. Nothing was changed',
      });
    } else if (latest.cancelRequestedAt || isCanceled(outcome)) {
      await this.#end.end(latest, phase, 'canceled', {
        ...facts,
        by: latest.cancelRequestedBy,
        reason: outcome.kind === 'ended' ? outcome.result.message : undefined,
      });
    } else if (outcome.kind === 'lost') {
      await this.#end.fail(
        latest,
        phase,
        {
          message: `${outcome.reason}. Nothing was changed; plan again`,
          diagnostics: [],
        },
        facts,
      );
    } else {
      await this.#end.fail(latest, phase, toError(outcome.result), facts);
    }
  }

  async #storePlan(ended: EndedPhase, { plan }: PhaseResult): Promise<void> {
    const { run, phase, executor, handle } = ended;
    const output = outputFacts(ended);
    const refuse = (message: string) =>
      this.#end.fail(run, phase, { message, diagnostics: [] }, output);
    const environment = this.#environments.find(run.environment);
    if (!environment) {
      await refuse(
        `The environment ${run.environment} is no longer configured; ask the platform team`,
      );
      return;
    }
    if (!plan) {
      await refuse(
        'Terraform ended well and left no plan; plan again, and have the platform team look at the Terraform that is installed if that does not help',
      );
      return;
    }
    const read = (artifact: TerraformArtifact) =>
      executor.readArtifact(handle, artifact);
    const files = await Promise.all([
      read('plan'),
      read('archive'),
      read('changes'),
    ]).catch((error: Error) => error);
    if (files instanceof Error) {
      await refuse(
        `What the plan handed over cannot be read: ${files.message}; plan again`,
      );
      return;
    }
    const [planFile, archive, changesText] = files;
    if (
      sha256(planFile) !== plan.planSha256 ||
      sha256(archive) !== plan.archiveSha256 ||
      hashRedacted(plan, changesText) !== plan.redactedModelSha256
    ) {
      await refuse(
        'The files that the plan handed over are not the ones it made; plan again',
      );
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
    const known = await this.#lookAtAccount(run, changes);
    if (known instanceof ConflictError) {
      await refuse(known.message);
      return;
    }
    const { access, facts } = known;
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
        ...(access && { access }),
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
      ...facts,
      executor: phase.executor,
    };
    const toBeApplied = plan.applyable && run.kind !== 'plan_only';
    const automatic =
      toBeApplied &&
      rules.autoApply === 'non-destructive' &&
      plan.complete &&
      !isDestructive(plan.counts) &&
      plan.provisioners.length === 0;
    const waits = toBeApplied && !automatic;
    const kept = toBeApplied
      ? await this.#plans.keepFiles(run.id, { plan: planFile, archive })
      : undefined;
    await this.#lifecycle.moveThrough(
      run,
      movesAfterPlan({ run, toBeApplied, automatic }),
      {
        ...output,
        rules,
        automatic,
        heldBy: this.#replicaId,
        unlessCanceled: true,
        expiresAt: waits
          ? expiresAt
          : expiryOf(toBeApplied, this.#deadlines.queuedMs),
        alongside: async trx => {
          await finishPhase(trx, phase, ended.output);
          await this.#plans.insert(
            trx,
            {
              runId: run.id,
              digestInput,
              digest: computeDigest(digestInput),
              expiresAt,
            },
            kept,
            model,
          );
        },
      },
    );
  }

  /** The account may have been removed while the plan ran. */
  async #lookAtAccount(run: RunRecord, changes: RedactedChange[]) {
    try {
      return {
        access: await this.#cloudAccess.ofApply(run, changes),
        facts: await this.#digests.facts(run),
      };
    } catch (error) {
      if (error instanceof ConflictError) return error;
      throw error;
    }
  }
}

/** What is applied at once goes on to the queue in the same step: nothing can come between. */
function movesAfterPlan(plan: {
  run: RunRecord;
  toBeApplied: boolean;
  automatic: boolean;
}): Move[] {
  if (!plan.toBeApplied) return [{ to: 'planned_and_finished' }];
  if (!plan.automatic) return [{ to: 'planned' }];
  return [
    { to: 'planned' },
    {
      to: 'confirmed',
      reason: `The rule of ${plan.run.environment} applies it at once: nothing is destroyed, replaced or forgotten`,
    },
    { to: 'apply_queued' },
  ];
}

function expiryOf(waits: boolean, afterMs: number): string | undefined {
  return waits ? new Date(Date.now() + afterMs).toISOString() : undefined;
}

/** As the runner computes it: the changes as handed over, then everything else of the result. */
function hashRedacted(plan: PlanResult, changes: Buffer): string {
  const { redactedModelSha256: _, ...rest } = plan;
  return sha256(Buffer.concat([changes, Buffer.from(canonicalJson(rest))]));
}
