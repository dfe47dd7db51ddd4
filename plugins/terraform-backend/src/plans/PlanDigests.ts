import { ConflictError } from '@backstage/errors';
import { RunRecord } from '../runs/types';
import { openRunVariables } from '../runs/sealedVariables';
import { Sealer } from '../sealing/Sealer';
import type { CloudAccess } from '../execution/CloudAccess';
import { StateStore } from '../state/StateStore';
import { Environments, rulesOf } from '../workspaces/Environments';
import {
  describeDigestChanges,
  DigestInput,
  hashRules,
  hashVariables,
} from './digest';
import { PlanRecord, PlanStore } from './PlanStore';

const CHANGING_FACTS = [
  'variablesHmac',
  'lineage',
  'serial',
  'rulesSha256',
  'executor',
  'account',
  'applyRole',
] as const;
type ChangingFact = (typeof CHANGING_FACTS)[number];

/** Recomputes what an approval covers from what is true now. */
export class PlanDigests {
  readonly #sealer: Sealer;
  readonly #states: StateStore;
  readonly #environments: Environments;
  readonly #plans: PlanStore;
  readonly #cloudAccess: CloudAccess;

  constructor(options: {
    sealer: Sealer;
    states: StateStore;
    environments: Environments;
    plans: PlanStore;
    cloudAccess: CloudAccess;
  }) {
    this.#sealer = options.sealer;
    this.#states = options.states;
    this.#environments = options.environments;
    this.#plans = options.plans;
    this.#cloudAccess = options.cloudAccess;
  }

  /**
   * Variables, state, rules and account as they are now.
   *
   * @throws ConflictError when the account is gone or no longer allowed
   */
  async facts(run: RunRecord): Promise<Pick<DigestInput, ChangingFact>> {
    const state = await this.#states.getCurrent(run.workspaceId);
    const environment = this.#environments.get(run.environment);
    return {
      variablesHmac: hashVariables(openRunVariables(this.#sealer, run)),
      ...(state && { lineage: state.lineage, serial: state.serial }),
      rulesSha256: hashRules(rulesOf(environment)),
      executor: environment.executor,
      ...(await this.#cloudAccess.approved(run)),
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
    const now = await this.facts(run).catch((error: Error) => {
      if (error instanceof ConflictError) return error;
      throw error;
    });
    if (now instanceof ConflictError) return now.message;
    const changes = describeDigestChanges(plan.digestInput, {
      ...withoutFacts(plan.digestInput),
      ...now,
    });
    return changes.length > 0
      ? `${changes.join(', ')} changed since the plan was made; plan again`
      : undefined;
  }

  /** What the plan's digest covers, with the facts of now in place of those of then. */
  async current(run: RunRecord, plan: PlanRecord): Promise<DigestInput> {
    return {
      ...withoutFacts(plan.digestInput),
      ...(await this.facts(run)),
      redactedModelSha256: await this.#plans.hashModel(plan),
    };
  }
}

/** Facts that may be absent now are not taken from then. */
function withoutFacts(planned: DigestInput): Omit<DigestInput, ChangingFact> {
  const rest: Partial<DigestInput> = { ...planned };
  for (const fact of CHANGING_FACTS) delete rest[fact];
  return rest as Omit<DigestInput, ChangingFact>;
}
