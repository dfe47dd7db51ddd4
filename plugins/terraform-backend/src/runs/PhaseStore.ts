import { createHash } from 'node:crypto';
import { PhaseName } from '@planroom/backstage-plugin-terraform-common';
import type { OutputRecord } from '@planroom/terraform-runner';
import { Knex } from 'knex';
import {
  appendRunEvents,
  EventInput,
  MAX_LINES_PER_EVENT,
} from './RunEventStore';
import { affectedRows } from '../database/affectedRows';
import { insertInPieces } from '../database/insertInPieces';
import { PhaseRecord } from './types';

/** Output of a phase, and the place behind it. */
export interface PhaseOutput {
  records: OutputRecord[];
  cursor: string;
}

/** Another replica has taken the run over: whoever gets this lets go of it and writes nothing more. */
export class LeaseLostError extends Error {
  constructor(runId: string) {
    super(`The run ${runId} is worked on by another process now`);
    this.name = 'LeaseLostError';
  }
}

/** What a password of the state backend is good for. */
export interface StateCredential {
  workspaceId: string;
  runId: string;
  phase: PhaseName;
}

/** Executions of runs: where they run, how far their output is stored, what they may do with the state. */
export class PhaseStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(runId: string): Promise<PhaseRecord[]> {
    return (await this.listOf([runId])).get(runId) ?? [];
  }

  async listOf(runIds: string[]): Promise<Map<string, PhaseRecord[]>> {
    const rows = await this.#knex('phases').whereIn('run_id', runIds);
    const byRun = new Map<string, PhaseRecord[]>();
    for (const row of rows) {
      byRun.set(row.run_id, [...(byRun.get(row.run_id) ?? []), toPhase(row)]);
    }
    return byRun;
  }

  async get(runId: string, phase: PhaseName): Promise<PhaseRecord | undefined> {
    const [row] = await this.#knex('phases').where({ run_id: runId, phase });
    return row && toPhase(row);
  }

  /** Notes where the phase runs, and since when: it may have waited for a place before. */
  async setHandle(phase: PhaseRecord, handle: object): Promise<void> {
    await this.#knex('phases')
      .where({ run_id: phase.runId, phase: phase.phase })
      .update({
        handle: JSON.stringify(handle),
        started_at: phase.startedAt,
      });
  }

  async markCancelSent(phase: PhaseRecord): Promise<void> {
    await this.#knex('phases')
      .where({ run_id: phase.runId, phase: phase.phase })
      .update({ cancel_sent_at: new Date().toISOString() });
  }

  /**
   * Stores output and the place up to which it has been read, both or neither.
   *
   * @throws LeaseLostError when somebody else has stored output since this phase was read
   */
  async appendOutput(
    phase: PhaseRecord,
    output: PhaseOutput,
  ): Promise<PhaseRecord> {
    const { events, read } = takeOutput(phase, output);
    await this.#knex.transaction(async trx => {
      const changed = await trx('phases')
        .where({ run_id: phase.runId, phase: phase.phase })
        .andWhere(same => {
          if (phase.cursor === undefined) same.whereNull('cursor');
          else same.where({ cursor: phase.cursor });
        })
        .update(read);
      if (changed === 0) throw new LeaseLostError(phase.runId);
      await appendRunEvents(trx, phase.runId, events);
    });
    return { ...phase, cursor: read.cursor, logLines: read.log_lines };
  }

  /**
   * Makes a password good for an open phase.
   *
   * @param heldBy - the replica that starts the phase
   * @throws LeaseLostError when the phase has ended or another replica holds its run: it must not be started then
   */
  async addCredential(
    password: string,
    credential: Pick<StateCredential, 'runId' | 'phase'>,
    heldBy: string,
  ): Promise<void> {
    const result = await this.#knex.raw(
      `insert into state_credentials (password_hash, workspace_id, run_id, phase)
       select cast(? as varchar(64)), runs.workspace_id, phases.run_id, phases.phase
       from phases join runs on runs.id = phases.run_id
       where phases.run_id = ? and phases.phase = ? and phases.finished_at is null and runs.lease_owner = ?`,
      [hash(password), credential.runId, credential.phase, heldBy],
    );
    if (affectedRows(result) === 0) throw new LeaseLostError(credential.runId);
  }

  /** Removes the credentials of phases that have ended, which are void already. */
  async removeVoidCredentials(): Promise<void> {
    await this.#knex('state_credentials')
      .whereExists(
        this.#knex('phases')
          .whereRaw('phases.run_id = state_credentials.run_id')
          .andWhereRaw('phases.phase = state_credentials.phase')
          .whereNotNull('finished_at'),
      )
      .delete();
  }

  /** What the password is good for, while its phase is open. */
  async findCredential(password: string): Promise<StateCredential | undefined> {
    const [row] = await this.#knex('state_credentials')
      .join('phases', join =>
        join
          .on('phases.run_id', 'state_credentials.run_id')
          .andOn('phases.phase', 'state_credentials.phase'),
      )
      .select('state_credentials.*')
      .where({ password_hash: hash(password) })
      .whereNull('phases.finished_at');
    return (
      row && {
        workspaceId: row.workspace_id,
        runId: row.run_id,
        phase: row.phase,
      }
    );
  }
}

/** Writes the rows of phases; part of the transition that begins them. */
export async function insertPhases(
  trx: Knex.Transaction,
  phases: PhaseRecord[],
): Promise<void> {
  await insertInPieces(
    trx,
    'phases',
    phases.map(phase => ({
      run_id: phase.runId,
      phase: phase.phase,
      phase_id: phase.phaseId,
      executor: phase.executor,
      place: phase.place,
      started_at: phase.startedAt,
      log_lines: phase.logLines,
    })),
  );
}

/** Closes a phase, with the last of its output, and makes its credentials void; part of the transition that ends it. */
export async function finishPhase(
  trx: Knex.Transaction,
  phase: Pick<PhaseRecord, 'runId' | 'phase' | 'logLines'>,
  output?: PhaseOutput,
): Promise<void> {
  await trx('phases')
    .where({ run_id: phase.runId, phase: phase.phase })
    .update({
      finished_at: new Date().toISOString(),
      ...(output && takeOutput(phase, output).read),
    });
}

/** What output becomes: events of the run, and how far the phase has been read then. */
export function takeOutput(
  phase: Pick<PhaseRecord, 'phase' | 'logLines'>,
  { records, cursor }: PhaseOutput,
): { events: EventInput[]; read: { cursor: string; log_lines: number } } {
  const lines = records.filter(record => record.kind === 'log').length;
  return {
    events: toEvents(phase, records),
    read: { cursor, log_lines: phase.logLines + lines },
  };
}

function toEvents(
  phase: Pick<PhaseRecord, 'phase' | 'logLines'>,
  records: OutputRecord[],
): EventInput[] {
  const events: EventInput[] = [];
  let offset = phase.logLines;
  for (const record of records) {
    if (record.kind === 'progress') {
      const { kind: _, at: __, ...progress } = record;
      events.push({
        event: 'progress',
        data: { phase: phase.phase, ...progress },
      });
      continue;
    }
    const { kind: _, ...line } = record;
    const last = events[events.length - 1];
    if (last?.event === 'log' && last.data.lines.length < MAX_LINES_PER_EVENT) {
      last.data.lines.push(line);
    } else {
      events.push({
        event: 'log',
        data: { phase: phase.phase, offset, lines: [line] },
      });
    }
    offset += 1;
  }
  return events;
}

function hash(password: string): string {
  return createHash('sha256').update(password).digest('hex');
}

interface PhaseRow {
  run_id: string;
  phase: PhaseName;
  phase_id: string;
  executor: string;
  place: string | null;
  handle: string | null;
  cursor: string | null;
  log_lines: number;
  started_at: string;
  finished_at: string | null;
  cancel_sent_at: string | null;
}

function toPhase(row: PhaseRow): PhaseRecord {
  return {
    runId: row.run_id,
    phase: row.phase,
    phaseId: row.phase_id,
    executor: row.executor,
    place: row.place ?? undefined,
    handle: row.handle ? JSON.parse(row.handle) : undefined,
    cursor: row.cursor ?? undefined,
    logLines: row.log_lines,
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? undefined,
    cancelSentAt: row.cancel_sent_at ?? undefined,
  };
}
