import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isFinalStatus,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { PeopleNotifier } from '../notifications/PeopleNotifier';
import { removePlanFiles } from '../plans/PlanStore';
import { RunNotifier } from './RunNotifier';
import { RunStore, TransitionFacts } from './RunStore';
import { RunRecord } from './types';

/** Changes statuses through the store's one door and tells everyone afterwards. */
export class RunLifecycle {
  readonly #runs: RunStore;
  readonly #notifier: RunNotifier;
  readonly #people: PeopleNotifier;
  readonly #logger: LoggerService;
  #onChange: () => void = () => {};

  constructor(options: {
    runs: RunStore;
    notifier: RunNotifier;
    people: PeopleNotifier;
    logger: LoggerService;
  }) {
    this.#runs = options.runs;
    this.#notifier = options.notifier;
    this.#people = options.people;
    this.#logger = options.logger;
  }

  /** The engine wants to know at once that there may be something to do. */
  onChange(callback: () => void): void {
    this.#onChange = callback;
  }

  /**
   * @returns the run in its new status
   * @throws ConflictError when the move is not legal or somebody else was faster
   */
  async move(
    run: RunRecord,
    to: RunStatus,
    facts: TransitionFacts = {},
  ): Promise<RunRecord> {
    await this.#runs.transition(run, to, {
      ...facts,
      alongside: async trx => {
        // Whatever the end was, the plan is of no use after it.
        if (isFinalStatus(to)) await removePlanFiles(trx, run.id);
        await facts.alongside?.(trx);
      },
    });
    const moved = await this.#runs.get(run.id);
    if (!moved) throw new Error(`Run ${run.id} has disappeared`);
    this.#logger.info(
      `Run ${run.id} of ${run.workspaceName}: ${run.status} -> ${to}${
        facts.reason ? ` (${facts.reason})` : ''
      }`,
    );
    this.announce(moved);
    this.#people.runMoved(moved, facts);
    return moved;
  }

  /** Tells watchers and the engine that something about the run is new. */
  announce(run: Pick<RunRecord, 'id' | 'workspaceId' | 'status'>): void {
    this.#notifier.workspaceChanged({
      workspaceId: run.workspaceId,
      runId: run.id,
      status: run.status,
    });
    this.#onChange();
  }
}
