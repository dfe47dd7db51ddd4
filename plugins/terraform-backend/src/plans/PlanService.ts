import { NotFoundError } from '@backstage/errors';
import {
  ListChangesQuery,
  Page,
  Plan,
  PlanChange,
  PlanChangeDetail,
} from '@planroom/backstage-plugin-terraform-common';
import { RunService } from '../runs/RunService';
import { CallerCredentials } from '../workspaces/WorkspaceService';
import { PlanStore } from './PlanStore';

type WithCredentials = { credentials: CallerCredentials };

/** What callers may see of plans: whoever may read the run may read its redacted plan. */
export class PlanService {
  readonly #runs: RunService;
  readonly #plans: PlanStore;

  constructor(options: { runs: RunService; plans: PlanStore }) {
    this.#runs = options.runs;
    this.#plans = options.plans;
  }

  async get(id: string, options: WithCredentials): Promise<Plan> {
    await this.#runs.find(id, options);
    const plan = await this.#plans.get(id);
    if (!plan) {
      throw new NotFoundError(
        `Run ${id} has no plan: it has not been planned yet, or planning failed`,
      );
    }
    return {
      ...plan.summary,
      runId: id,
      digest: plan.digest,
      expiresAt: plan.expiresAt,
      ...(plan.changesRemovedAt && { changesRemovedAt: plan.changesRemovedAt }),
    };
  }

  async listChanges(
    id: string,
    query: ListChangesQuery,
    options: WithCredentials,
  ): Promise<Page<PlanChange>> {
    await this.#runs.find(id, options);
    return this.#plans.listChanges(id, {
      actions: query.action?.split(','),
      search: query.search,
      limit: query.limit ?? 100,
      cursor: query.cursor,
    });
  }

  async getChange(
    id: string,
    index: number,
    options: WithCredentials,
  ): Promise<PlanChangeDetail> {
    await this.#runs.find(id, options);
    const change = await this.#plans.getChange(id, index);
    if (!change) {
      const removedAt = (await this.#plans.get(id))?.changesRemovedAt;
      throw new NotFoundError(
        removedAt
          ? `The changes of run ${id} were removed at ${removedAt}, as the environment's retention says; their counts are kept`
          : `The plan of run ${id} has no change ${index}`,
      );
    }
    return change;
  }

  /** The redacted plan as one document, piece by piece. */
  async *stream(id: string, options: WithCredentials): AsyncGenerator<string> {
    const plan = await this.get(id, options);
    yield `{"plan":${JSON.stringify(plan)},"changes":[`;
    let separator = '';
    for await (const change of this.#plans.streamChanges(id)) {
      yield `${separator}${JSON.stringify(change)}`;
      separator = ',';
    }
    yield ']}';
  }
}
