import { ConflictError } from '@backstage/errors';
import {
  canTransition,
  EXECUTING_RUN_STATUSES,
  isFinalStatus,
  RunStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { EventInput, insertRunEvents, placeRunEvents } from './RunEventStore';
import { RunRow } from './RunRow';
import { ApprovalRules, RunError } from './types';

/** One step from a status to the next, and who made it why. */
export interface Move {
  to: RunStatus;
  by?: string;
  reason?: string;
}

/** What changes together with a status. */
export interface TransitionFacts {
  /** somebody said no, as opposed to giving it up */
  rejected?: boolean;
  error?: RunError;
  /** when waiting in the new status ends */
  expiresAt?: string;
  automatic?: boolean;
  rules?: ApprovalRules;
  /** only while this replica holds the lease */
  heldBy?: string;
  /** only while nobody has asked to cancel */
  unlessCanceled?: boolean;
  /** what else happened to the run, before the status changed */
  events?: EventInput[];
  /** further writes that must happen with the change or not at all */
  alongside?: (trx: Knex.Transaction) => Promise<void>;
}

/**
 * Moves runs that are in one status along, and writes what happened. A lease is given back with every move that does not lead into a phase.
 *
 * @returns the rows of those that were moved
 * @throws ConflictError when a move is not a legal one
 */
export async function changeStatus(
  trx: Knex.Transaction,
  runs: Array<{ id: string }>,
  from: RunStatus,
  moves: Move[],
  facts: TransitionFacts,
): Promise<RunRow[]> {
  moves.reduce((status, { to }) => {
    if (canTransition(status, to)) return to;
    throw new ConflictError(
      `Run ${runs[0].id} is ${status} and cannot become ${to}`,
    );
  }, from);
  const { to } = moves[moves.length - 1];
  const at = new Date().toISOString();
  const events: EventInput[] = [
    ...(facts.events ?? []),
    ...moves.map(
      (move): EventInput => ({
        event: 'status',
        data: { status: move.to, at, by: move.by, reason: move.reason },
      }),
    ),
  ];
  const query = trx('runs')
    .whereIn(
      'id',
      runs.map(run => run.id),
    )
    .andWhere({ status: from });
  if (facts.heldBy) query.andWhere({ lease_owner: facts.heldBy });
  if (facts.unlessCanceled) query.whereNull('cancel_requested_at');
  const rows: RunRow[] = await query
    .update({
      status: to,
      status_at: at,
      expires_at: facts.expiresAt ?? null,
      event_seq: trx.raw('event_seq + ?', [events.length]),
      ...(!EXECUTING_RUN_STATUSES.includes(to) && { lease_owner: null }),
      ...(isFinalStatus(to) && { finished_at: at }),
      ...(facts.error && { error: JSON.stringify(facts.error) }),
      ...(facts.automatic !== undefined && { automatic: facts.automatic }),
      ...(facts.rules && { rules: JSON.stringify(facts.rules) }),
    })
    .returning('*');
  await insertRunEvents(
    trx,
    rows.flatMap(row => placeRunEvents(row.id, events, row.event_seq)),
  );
  return rows;
}
