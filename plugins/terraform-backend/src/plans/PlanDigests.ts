import { RunRecord } from '../runs/types';
import { openRunVariables } from '../runs/sealedVariables';
import { Sealer } from '../sealing/Sealer';
import { StateStore } from '../state/StateStore';
import { Environments, rulesOf } from '../workspaces/Environments';
import {
  describeDigestChanges,
  DigestInput,
  hashRules,
  hashVariables,
} from './digest';
import { PlanRecord, PlanStore } from './PlanStore';

/** Recomputes what an approval covers from what is true now. */
export class PlanDigests {
  readonly #sealer: Sealer;
  readonly #states: StateStore;
  readonly #environments: Environments;
  readonly #plans: PlanStore;

  constructor(options: {
    sealer: Sealer;
    states: StateStore;
    environments: Environments;
    plans: PlanStore;
  }) {
    this.#sealer = options.sealer;
    this.#states = options.states;
    this.#environments = options.environments;
    this.#plans = options.plans;
  }

  /** Variables, state and rules as they are now. */
  async facts(
    run: RunRecord,
  ): Promise<
    Pick<
      DigestInput,
      'variablesHmac' | 'lineage' | 'serial' | 'rulesSha256' | 'executor'
    >
  > {
    const state = await this.#states.getCurrent(run.workspaceId);
    const environment = this.#environments.get(run.environment);
    return {
      variablesHmac: hashVariables(openRunVariables(this.#sealer, run)),
      ...(state && { lineage: state.lineage, serial: state.serial }),
      rulesSha256: hashRules(rulesOf(environment)),
      executor: environment.executor,
    };
  }

  /** Why the plan could not be applied any more, as far as it costs little to know; undefined when nothing speaks against it. */
  async whyOutdated(
    run: RunRecord,
    plan: PlanRecord,
  ): Promise<string | undefined> {
    if (plan.expiresAt < new Date().toISOString()) {
      return 'The plan has expired; plan again';
    }
    if (!this.#environments.find(run.environment)) {
      return `The environment ${run.environment} is no longer configured; ask the platform team`;
    }
    const { lineage: _, serial: __, ...planned } = plan.digestInput;
    const changes = describeDigestChanges(plan.digestInput, {
      ...planned,
      ...(await this.facts(run)),
    });
    return changes.length > 0
      ? `${changes.join(', ')} changed since the plan was made; plan again`
      : undefined;
  }

  /** What the plan's digest covers, with the facts of now in place of those of then. */
  async current(run: RunRecord, plan: PlanRecord): Promise<DigestInput> {
    const { lineage: _, serial: __, ...planned } = plan.digestInput;
    return {
      ...planned,
      ...(await this.facts(run)),
      redactedModelSha256: await this.#plans.hashModel(plan),
    };
  }
}
