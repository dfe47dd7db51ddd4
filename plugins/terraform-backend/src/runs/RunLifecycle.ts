import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isFinalStatus,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { EngineMetrics } from '../metrics/EngineMetrics';
import { PeopleNotifier } from '../notifications/PeopleNotifier';
import { removePlanFiles } from '../plans/PlanStore';
import { Move, TransitionFacts } from './changeStatus';
import { RunNotifier } from './RunNotifier';
import { RunStore } from './RunStore';
import { RunRecord } from './types';

/** What is known of a run where only its place matters. */
export type RunReference = Pick<
  RunRecord,
  'id' | 'workspaceId' | 'workspaceName' | 'environment' | 'status'
>;

/** Statuses that a run with a plan passes through. */
const WITH_PLAN: RunStatus[] = [
  'planned',
  'policy_soft_failed',
  'confirmed',
  'apply_queued',
  'applying',
];

/** Changes statuses through the store's one door and tells everyone afterwards. */
export class RunLifecycle {
  readonly #runs: RunStore;
  readonly #notifier: RunNotifier;
  readonly #people: PeopleNotifier;
  readonly #metrics: EngineMetrics;
  readonly #logger: LoggerService;
  #onChange: (workspaceId: string) => void = () => {};

  constructor(options: {
    runs: RunStore;
    notifier: RunNotifier;
    people: PeopleNotifier;
    metrics: EngineMetrics;
    logger: LoggerService;
  }) {
    this.#runs = options.runs;
    this.#notifier = options.notifier;
    this.#people = options.people;
    this.#metrics = options.metrics;
    this.#logger = options.logger;
  }

  /** The engine wants to know at once in which workspace there may be something to do. */
  onChange(callback: (workspaceId: string) => void): void {
    this.#onChange = callback;
  }

  /**
   * @returns the run in its new status
   * @throws ConflictError when the move is not legal or somebody else was faster
   */
  move(
    run: RunRecord,
    to: RunStatus,
    facts: Omit<Move, 'to'> & TransitionFacts = {},
  ): Promise<RunRecord> {
    return this.moveThrough(
      run,
      [{ to, by: facts.by, reason: facts.reason }],
      facts,
    );
  }

  /** Makes several moves together: nothing can come between them. */
  async moveThrough(
    run: RunRecord,
    moves: Move[],
    facts: TransitionFacts = {},
  ): Promise<RunRecord> {
    const { to } = moves[moves.length - 1];
    const moved = await this.#runs.transition(run, moves, {
      ...facts,
      alongside: async trx => {
        // Whatever the end was, the plan is of no use after it.
        if (isFinalStatus(to) && WITH_PLAN.includes(run.status)) {
          await removePlanFiles(trx, run.id);
        }
        await facts.alongside?.(trx);
      },
    });
    this.#tell(run, run.status, moves);
    for (const move of moves) {
      this.#people.runMoved(
        { ...moved, status: move.to },
        { ...facts, ...move },
      );
    }
    this.announce(moved);
    return moved;
  }

  /**
   * Moves many runs that are in one status along, within a transaction that does more.
   *
   * @returns those that could be moved, and what to call when the transaction has been committed
   */
  async moveMany<T extends RunReference>(
    trx: Knex.Transaction,
    runs: T[],
    to: RunStatus,
    facts: Pick<TransitionFacts, 'expiresAt' | 'heldBy'>,
  ): Promise<{ moved: T[]; announce: () => void }> {
    if (runs.length === 0) return { moved: [], announce: () => {} };
    const [{ status: from }] = runs;
    const after = await this.#runs.moveMany(trx, runs, from, to, facts);
    const moved = runs
      .filter(run => after.has(run.id))
      .map(run => ({ ...run, ...after.get(run.id) }));
    return {
      moved,
      announce: () => {
        for (const run of moved) {
          this.#tell(run, from, [{ to }]);
          this.#watchersOf(run);
        }
      },
    };
  }

  #tell(run: RunReference, from: RunStatus, moves: Move[]): void {
    const path = [from, ...moves.map(({ to }) => to)].join(' -> ');
    const reasons = moves.flatMap(({ reason }) => reason ?? []);
    this.#logger.info(
      `Run ${run.id} of ${run.workspaceName}: ${path}${
        reasons.length > 0 ? ` (${reasons.join('; ')})` : ''
      }`,
    );
    for (const { to } of moves) {
      this.#metrics.runReached(to, run.environment);
    }
  }

  #watchersOf(run: Pick<RunRecord, 'id' | 'workspaceId' | 'status'>): void {
    this.#notifier.workspaceChanged({
      workspaceId: run.workspaceId,
      runId: run.id,
      status: run.status,
    });
  }

  /** Tells watchers and the engine that something about the run is new. */
  announce(run: Pick<RunRecord, 'id' | 'workspaceId' | 'status'>): void {
    this.#watchersOf(run);
    this.#onChange(run.workspaceId);
  }
}
