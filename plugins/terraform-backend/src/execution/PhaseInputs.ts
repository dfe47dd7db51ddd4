import { randomBytes } from 'node:crypto';
import {
  TerraformExecutor,
  TerraformPhase,
} from '@planroom/backstage-plugin-terraform-node';
import type { PhaseSecrets, StateBackend } from '@planroom/terraform-runner';
import { PhaseCredential } from '../accounts/types';
import { Deadlines } from '../config';
import { buildBundle, ModuleCatalogue, TerraformModule } from '../modules';
import { computeDigest, describeDigestChanges, sha256 } from '../plans/digest';
import { PlanDigests } from '../plans/PlanDigests';
import { PlanFiles, PlanRecord, PlanStore } from '../plans/PlanStore';
import { PhaseStore } from '../runs/PhaseStore';
import { PhaseRecord, RunRecord, SealedVariables } from '../runs/types';
import { openRunVariables } from '../runs/sealedVariables';
import { secretTexts } from '../runs/variables';
import { Sealer } from '../sealing/Sealer';
import { Environments } from '../workspaces/Environments';
import { CloudAccess } from './CloudAccess';
import { RemoteStates } from './RemoteStates';

/** The plan of a run that may be applied. */
export interface CheckedPlan {
  plan: PlanRecord;
  files: PlanFiles;
}

/** Puts together what a phase gets: the archive, the addresses of the state, and, late, the secrets. */
export class PhaseInputs {
  readonly #environments: Environments;
  readonly #deadlines: Deadlines;
  readonly #modules: ModuleCatalogue;
  readonly #phases: PhaseStore;
  readonly #plans: PlanStore;
  readonly #digests: PlanDigests;
  readonly #sealer: Sealer;
  readonly #cloudAccess: CloudAccess;
  readonly #remoteStates: RemoteStates;
  readonly #stateBaseUrl: () => Promise<string>;

  constructor(options: {
    environments: Environments;
    deadlines: Deadlines;
    modules: ModuleCatalogue;
    phases: PhaseStore;
    plans: PlanStore;
    digests: PlanDigests;
    sealer: Sealer;
    cloudAccess: CloudAccess;
    remoteStates: RemoteStates;
    stateBaseUrl: () => Promise<string>;
  }) {
    this.#environments = options.environments;
    this.#deadlines = options.deadlines;
    this.#modules = options.modules;
    this.#phases = options.phases;
    this.#plans = options.plans;
    this.#digests = options.digests;
    this.#sealer = options.sealer;
    this.#cloudAccess = options.cloudAccess;
    this.#remoteStates = options.remoteStates;
    this.#stateBaseUrl = options.stateBaseUrl;
  }

  /** The plan of the run, if it may be applied now; else the sentence that says why not. */
  async checkPlan(run: RunRecord): Promise<CheckedPlan | string> {
    if (!this.#environments.find(run.environment)) {
      return `The environment ${run.environment} is no longer configured; ask the platform team`;
    }
    const opened = await this.#plans.open(run.id);
    if (!opened) return 'The run has no plan; plan again';
    const { plan, files } = opened;
    if (plan.consumedAt) {
      return 'The plan was used before and is never applied twice; plan again';
    }
    if (plan.expiresAt < new Date().toISOString()) {
      return 'The plan has expired; plan again';
    }
    if (!files) return 'The plan file is gone; plan again';
    const now = {
      ...(await this.#digests.current(run, plan)),
      planSha256: sha256(files.plan),
      archiveSha256: sha256(files.archive),
    };
    if (computeDigest(now) === plan.digest) return { plan, files };
    return `What was approved is no longer what would be applied: ${describeDigestChanges(
      plan.digestInput,
      now,
    ).join(', ')} changed since the plan was made; plan again`;
  }

  /**
   * @param executor - the one that will carry it out
   * @param heldBy - the replica that starts the phase
   * @param checked - of an apply, when its plan was looked at just now
   * @throws Error with a sentence for people when something that the phase needs is no longer there
   */
  async prepare(
    run: RunRecord,
    phase: PhaseRecord,
    executor: TerraformExecutor,
    heldBy: string,
    checked?: CheckedPlan,
  ): Promise<TerraformPhase> {
    const environment = this.#environments.get(run.environment);
    const variables = openRunVariables(this.#sealer, run);
    const { planMs, applyMs } = this.#deadlines;
    const opened =
      phase.phase === 'apply'
        ? checked ?? (await this.#openPlan(run))
        : undefined;
    const module = this.#moduleOf(run);
    const state = await this.#stateOf(run, executor);
    const { role, credential } = await this.#cloudAccess.forPhase(run, phase, {
      takesRoles: executor.takesRoles,
      approved: opened?.plan.summary.access,
    });
    const common = {
      terraformVersion: environment.terraformVersion,
      role,
      spec: {
        phaseId: phase.phaseId,
        runId: run.id,
        workspaceId: run.workspaceId,
        phase: phase.phase,
        kind: run.kind,
        state,
        env: environment.env,
        deadlineSeconds: (phase.phase === 'plan' ? planMs : applyMs) / 1_000,
      },
      secrets: () =>
        this.#secrets(run, phase, heldBy, { module, variables, credential }),
    };
    if (!opened) {
      const input = async () => {
        const { archive } = await buildBundle({
          module,
          variables: variables.values,
          sensitiveNames: new Set(variables.sensitive),
          ephemeralNames: new Set(ephemeralNames(module)),
          providers: environment.providers,
          state,
        });
        return archive;
      };
      return { ...common, input };
    }
    const { plan, files } = opened;
    return {
      ...common,
      spec: {
        ...common.spec,
        expected: {
          planSha256: plan.digestInput.planSha256,
          archiveSha256: plan.digestInput.archiveSha256,
        },
      },
      input: async () => files.archive,
      planFile: files.plan,
    };
  }

  /** Of an apply that was begun before this process looked at its plan. */
  async #openPlan(run: RunRecord): Promise<CheckedPlan> {
    const { plan, files } = (await this.#plans.open(run.id)) ?? {};
    if (!plan || !files) throw new Error('the plan file is gone; plan again');
    return { plan, files };
  }

  async #secrets(
    run: RunRecord,
    phase: PhaseRecord,
    heldBy: string,
    {
      module,
      variables,
      credential,
    }: {
      module: TerraformModule;
      variables: SealedVariables;
      credential: PhaseCredential;
    },
  ): Promise<PhaseSecrets> {
    const statePassword = randomBytes(32).toString('hex');
    await this.#phases.addCredential(
      statePassword,
      { runId: run.id, phase: phase.phase },
      heldBy,
    );
    const ephemeral = ephemeralNames(module);
    const given = Object.entries(variables.values);
    return {
      stateUsername: `run-${run.id}`,
      statePassword,
      variables: Object.fromEntries(
        phase.phase === 'plan'
          ? given.filter(([name]) => !ephemeral.includes(name))
          : [],
      ),
      ephemeralVariables: Object.fromEntries(
        given
          .filter(([name]) => ephemeral.includes(name))
          .map(([name, value]) => [
            name,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]),
      ),
      credentials: credential.env,
      ...(Object.keys(credential.files).length > 0 && {
        credentialFiles: credential.files,
      }),
      redact: [...secretTexts(variables), ...credential.redact],
    };
  }

  #moduleOf(run: RunRecord): TerraformModule {
    const module = this.#modules.get(run.module);
    if (!module) {
      throw new Error(
        `the module ${run.module} is no longer offered; ask the platform team`,
      );
    }
    if (module.version !== run.moduleVersion) {
      throw new Error(
        `the module ${run.module} is offered in version ${module.version}, the run asked for ${run.moduleVersion}; create a new run`,
      );
    }
    return module;
  }

  async #stateOf(
    run: RunRecord,
    executor: TerraformExecutor,
  ): Promise<StateBackend> {
    const remote = this.#remoteStates.of(run.environment, executor);
    if (remote) {
      await this.#remoteStates.agree(run.workspaceId, remote);
      return remote.backend(run.workspaceId);
    }
    const address = `${await this.#stateBaseUrl()}/state/${run.workspaceId}`;
    return { address, lockAddress: address, unlockAddress: address };
  }
}

function ephemeralNames(module: TerraformModule): string[] {
  return module.variables.filter(v => v.ephemeral).map(v => v.name);
}
