import { randomBytes } from 'node:crypto';
import { TerraformPhase } from '@planroom/backstage-plugin-terraform-node';
import type { PhaseSecrets } from '@planroom/terraform-runner';
import { buildBundle, ModuleCatalogue, TerraformModule } from '../modules';
import { computeDigest, describeDigestChanges, sha256 } from '../plans/digest';
import { PlanDigests } from '../plans/PlanDigests';
import { PlanStore } from '../plans/PlanStore';
import { PhaseStore } from '../runs/PhaseStore';
import { PhaseRecord, RunRecord, SealedVariables } from '../runs/types';
import { openRunVariables } from '../runs/sealedVariables';
import { secretTexts } from '../runs/variables';
import { Sealer } from '../sealing/Sealer';
import { Environments } from '../workspaces/Environments';

const PLAN_DEADLINE_SECONDS = 60 * 60;
const APPLY_DEADLINE_SECONDS = 12 * 60 * 60;

/** Puts together what a phase gets: the archive, the addresses of the state, and, late, the secrets. */
export class PhaseInputs {
  readonly #environments: Environments;
  readonly #modules: ModuleCatalogue;
  readonly #phases: PhaseStore;
  readonly #plans: PlanStore;
  readonly #digests: PlanDigests;
  readonly #sealer: Sealer;
  readonly #stateBaseUrl: () => Promise<string>;

  constructor(options: {
    environments: Environments;
    modules: ModuleCatalogue;
    phases: PhaseStore;
    plans: PlanStore;
    digests: PlanDigests;
    sealer: Sealer;
    stateBaseUrl: () => Promise<string>;
  }) {
    this.#environments = options.environments;
    this.#modules = options.modules;
    this.#phases = options.phases;
    this.#plans = options.plans;
    this.#digests = options.digests;
    this.#sealer = options.sealer;
    this.#stateBaseUrl = options.stateBaseUrl;
  }

  /** The sentence that says why the plan of the run must not be applied; undefined when it may. */
  async whyNotApply(run: RunRecord): Promise<string | undefined> {
    if (!this.#environments.find(run.environment)) {
      return `The environment ${run.environment} is no longer configured; ask the platform team`;
    }
    const plan = await this.#plans.get(run.id);
    if (!plan) return 'The run has no plan; plan again';
    if (plan.consumedAt) {
      return 'The plan was used before and is never applied twice; plan again';
    }
    if (plan.expiresAt < new Date().toISOString()) {
      return 'The plan has expired; plan again';
    }
    const files = await this.#plans.openFiles(run.id);
    if (!files) return 'The plan file is gone; plan again';
    const now = {
      ...(await this.#digests.current(run, plan)),
      planSha256: sha256(files.plan),
      archiveSha256: sha256(files.archive),
    };
    if (computeDigest(now) === plan.digest) return undefined;
    return `What was approved is no longer what would be applied: ${describeDigestChanges(
      plan.digestInput,
      now,
    ).join(', ')} changed since the plan was made; plan again`;
  }

  /** @throws Error with a sentence for people when something that the phase needs is no longer there */
  async prepare(run: RunRecord, phase: PhaseRecord): Promise<TerraformPhase> {
    const environment = this.#environments.get(run.environment);
    const variables = openRunVariables(this.#sealer, run);
    const common = {
      terraformVersion: environment.terraformVersion,
      spec: {
        phaseId: phase.phaseId,
        runId: run.id,
        workspaceId: run.workspaceId,
        phase: phase.phase,
        kind: run.kind,
        state: await this.#stateAddresses(run.workspaceId),
        env: environment.env,
        deadlineSeconds:
          phase.phase === 'plan'
            ? PLAN_DEADLINE_SECONDS
            : APPLY_DEADLINE_SECONDS,
      },
    };
    const module = this.#moduleOf(run);
    const secrets = () => this.#secrets(run, phase, module, variables);
    if (phase.phase === 'plan') {
      const { archive } = await buildBundle({
        module,
        variables: variables.values,
        sensitiveNames: new Set(variables.sensitive),
        ephemeralNames: new Set(ephemeralNames(module)),
        providers: environment.providers,
        state: common.spec.state,
      });
      return { ...common, input: archive, secrets };
    }
    const plan = await this.#plans.get(run.id);
    const files = await this.#plans.openFiles(run.id);
    if (!plan || !files) throw new Error('the plan file is gone; plan again');
    return {
      ...common,
      spec: {
        ...common.spec,
        expected: {
          planSha256: plan.digestInput.planSha256,
          archiveSha256: plan.digestInput.archiveSha256,
        },
      },
      input: files.archive,
      planFile: files.plan,
      secrets,
    };
  }

  async #secrets(
    run: RunRecord,
    phase: PhaseRecord,
    module: TerraformModule,
    variables: SealedVariables,
  ): Promise<PhaseSecrets> {
    const statePassword = randomBytes(32).toString('hex');
    await this.#phases.addCredential(statePassword, {
      workspaceId: run.workspaceId,
      runId: run.id,
      phase: phase.phase,
    });
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
      credentials: {},
      redact: secretTexts(variables),
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

  async #stateAddresses(workspaceId: string) {
    const address = `${await this.#stateBaseUrl()}/state/${workspaceId}`;
    return { address, lockAddress: address, unlockAddress: address };
  }
}

function ephemeralNames(module: TerraformModule): string[] {
  return module.variables.filter(v => v.ephemeral).map(v => v.name);
}
