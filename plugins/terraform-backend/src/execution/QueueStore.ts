import {
  ACTIVE_RUN_STATUSES,
  PhaseName,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { QueuedRun } from './schedule';

/** A run that the engine has to do something about: it executes, is queued, or is the next of its workspace. */
export interface OpenRun extends Omit<QueuedRun, 'executor' | 'takes'> {
  workspaceName: string;
  requestedBy: string;
  statusAt: string;
  /** the replica that works on it */
  leaseOwner?: string;
  cancelRequestedAt?: string;
  forceCancelRequestedAt?: string;
  /** the phase that executes, if one was begun */
  phase?: {
    name: PhaseName;
    executor: string;
    place?: string;
    startedAt: string;
    cancelSentAt?: string;
  };
}

/** Statuses in which the engine has something to do or to wait for. */
const WORKING: RunStatus[] = [
  'plan_queued',
  'planning',
  'apply_queued',
  'applying',
];

const COLUMNS = [
  'runs.id',
  'runs.workspace_id',
  'runs.number',
  'runs.status',
  'runs.status_at',
  'runs.kind',
  'runs.actor',
  'runs.owner',
  'runs.environment',
  'runs.requested_by',
  'runs.created_at',
  'runs.expires_at',
  'runs.lease_owner',
  'runs.cancel_requested_at',
  'runs.force_cancel_requested_at',
  'workspaces.name as workspace_name',
  'workspaces.last_turn as workspace_turn',
  'owner_turns.turn as owner_turn',
  'phases.phase',
  'phases.executor as phase_executor',
  'phases.place as phase_place',
  'phases.started_at as phase_started_at',
  'phases.cancel_sent_at as phase_cancel_sent_at',
];

/** Reads what waits and what executes, without anything that is large; gives out turns. */
export class QueueStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Runs that execute or are queued, and the first pending one of each workspace that no run holds.
   *
   * @param heads - in which workspaces to look for pending ones; looking in all of them takes a while where many wait
   */
  async read(
    heads: 'all' | string[],
    knex: Knex = this.#knex,
  ): Promise<OpenRun[]> {
    const working = await this.#select(knex).whereIn('runs.status', WORKING);
    if (heads.length === 0) return working.map(toOpenRun);
    const first = knex('runs')
      .select('workspace_id')
      .min({ number: 'number' })
      .where({ status: 'pending' })
      .groupBy('workspace_id')
      .as('heads');
    if (heads !== 'all') first.whereIn('workspace_id', heads);
    const pending = await this.#select(knex)
      .join(first, join =>
        join
          .on('heads.workspace_id', 'runs.workspace_id')
          .andOn('heads.number', 'runs.number'),
      )
      .whereNotExists(
        knex('runs as holders')
          .select(knex.raw('1'))
          .whereRaw('holders.workspace_id = runs.workspace_id')
          .whereIn('holders.status', [...ACTIVE_RUN_STATUSES]),
      );
    return [...working, ...pending].map(toOpenRun);
  }

  /**
   * Begins a round of giving out work, within a transaction. Whoever changes this row first goes first: the replicas decide one after the
   * other, so that no capacity is given out twice.
   *
   * @returns the number of turns given out so far
   */
  async beginRound(trx: Knex.Transaction, turns: number): Promise<number> {
    const [row] = await trx('queue')
      .where({ id: 1 })
      .update({ turn: trx.raw('turn + ?', [turns]) })
      .returning('turn');
    return Number(row.turn);
  }

  /**
   * Leases queued runs to a replica and notes the turns, within the round's transaction; in the order in which they start.
   *
   * @returns the ids of those that were still to be had
   */
  async lease(
    trx: Knex.Transaction,
    runs: Array<Pick<OpenRun, 'id' | 'workspaceId' | 'owner'>>,
    replicaId: string,
  ): Promise<string[]> {
    if (runs.length === 0) return [];
    const last = await this.beginRound(trx, runs.length);
    const leased = await trx('runs')
      .whereIn(
        'id',
        runs.map(run => run.id),
      )
      .whereIn('status', ['plan_queued', 'apply_queued'])
      .whereNull('lease_owner')
      .update({ lease_owner: replicaId })
      .returning('id');
    const turns = new Map(
      runs.map((run, index) => [run.owner, last - runs.length + index + 1]),
    );
    await trx('owner_turns')
      .insert([...turns].map(([owner, turn]) => ({ owner, turn })))
      .onConflict('owner')
      .merge();
    // The order among those of one round matters little: they all go behind the others.
    await trx('workspaces')
      .whereIn(
        'id',
        runs.map(run => run.workspaceId),
      )
      .update({ last_turn: last });
    return leased.map(row => row.id);
  }

  /** Takes the lease of a run over from another replica, or from nobody; false when that is no longer who holds it. */
  async takeOver(
    runId: string,
    from: string | undefined,
    replicaId: string,
  ): Promise<boolean> {
    const changed = await this.#knex('runs')
      .where({ id: runId })
      .andWhere(holder => {
        if (from === undefined) holder.whereNull('lease_owner');
        else holder.where('lease_owner', from);
      })
      .update({ lease_owner: replicaId });
    return changed > 0;
  }

  /** Gives back what a replica held and has not begun. */
  async giveBack(runIds: string[], replicaId: string): Promise<void> {
    if (runIds.length === 0) return;
    await this.#knex('runs')
      .whereIn('id', runIds)
      .andWhere({ lease_owner: replicaId })
      .update({ lease_owner: null });
  }

  /** For each of the workspaces, its runs that are not final, in their order. */
  async listOpenOf(workspaceIds: string[]): Promise<
    Array<{
      id: string;
      workspaceId: string;
      number: number;
      status: RunStatus;
    }>
  > {
    const rows = await this.#knex('runs')
      .select('id', 'workspace_id', 'number', 'status')
      .whereIn('workspace_id', workspaceIds)
      .whereIn('status', ['pending', ...ACTIVE_RUN_STATUSES])
      .orderBy('number');
    return rows.map(row => ({
      id: row.id,
      workspaceId: row.workspace_id,
      number: row.number,
      status: row.status,
    }));
  }

  /** Pending runs, oldest first, after a place in that order. */
  async listPending(options: {
    limit: number;
    after?: { createdAt: string; id: string };
  }): Promise<OpenRun[]> {
    const { limit, after } = options;
    const query = this.#select(this.#knex)
      .where('runs.status', 'pending')
      .orderBy(['runs.created_at', 'runs.id'])
      .limit(limit);
    if (after) {
      query.whereRaw('(runs.created_at, runs.id) > (?, ?)', [
        after.createdAt,
        after.id,
      ]);
    }
    return (await query).map(toOpenRun);
  }

  #select(knex: Knex) {
    return knex('runs')
      .join('workspaces', 'workspaces.id', 'runs.workspace_id')
      .leftJoin('owner_turns', 'owner_turns.owner', 'runs.owner')
      .leftJoin('phases', join =>
        join
          .on('phases.run_id', 'runs.id')
          .andOn(
            'phases.phase',
            knex.raw(
              "case runs.status when 'planning' then 'plan' when 'applying' then 'apply' end",
            ),
          ),
      )
      .select<OpenRow[]>(COLUMNS);
  }
}

interface OpenRow {
  id: string;
  workspace_id: string;
  workspace_name: string;
  number: number;
  status: RunStatus;
  status_at: string;
  kind: OpenRun['kind'];
  actor: OpenRun['actor'];
  owner: string;
  environment: string;
  requested_by: string;
  created_at: string;
  expires_at: string | null;
  lease_owner: string | null;
  cancel_requested_at: string | null;
  force_cancel_requested_at: string | null;
  workspace_turn: number;
  owner_turn: number | null;
  phase: PhaseName | null;
  phase_executor: string | null;
  phase_place: string | null;
  phase_started_at: string | null;
  phase_cancel_sent_at: string | null;
}

function toOpenRun(row: OpenRow): OpenRun {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    workspaceName: row.workspace_name,
    number: row.number,
    status: row.status,
    statusAt: row.status_at,
    kind: row.kind,
    actor: row.actor,
    owner: row.owner,
    environment: row.environment,
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    workspaceTurn: row.workspace_turn,
    ownerTurn: row.owner_turn ?? 0,
    leaseOwner: row.lease_owner ?? undefined,
    cancelRequestedAt: row.cancel_requested_at ?? undefined,
    forceCancelRequestedAt: row.force_cancel_requested_at ?? undefined,
    ...(row.phase && {
      phase: {
        name: row.phase,
        executor: row.phase_executor ?? '',
        place: row.phase_place ?? undefined,
        startedAt: row.phase_started_at ?? row.status_at,
        cancelSentAt: row.phase_cancel_sent_at ?? undefined,
      },
    }),
  };
}
