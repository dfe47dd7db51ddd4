import { createHash } from 'node:crypto';
import { PhaseName } from '@planroom/backstage-plugin-terraform-common';
import type { OutputRecord } from '@planroom/terraform-runner';
import { Knex } from 'knex';
import { appendRunEvents, MAX_LINES_PER_EVENT } from './RunEventStore';
import { PhaseRecord } from './types';

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

  async setHandle(phase: PhaseRecord, handle: object): Promise<void> {
    await this.#knex('phases')
      .where({ run_id: phase.runId, phase: phase.phase })
      .update({ handle: JSON.stringify(handle) });
  }

  async markCancelSent(phase: PhaseRecord): Promise<void> {
    await this.#knex('phases')
      .where({ run_id: phase.runId, phase: phase.phase })
      .update({ cancel_sent_at: new Date().toISOString() });
  }

  /** Stores output and the place up to which it has been read, both or neither. */
  async appendOutput(
    phase: PhaseRecord,
    records: OutputRecord[],
    cursor: string,
  ): Promise<PhaseRecord> {
    const events = toEvents(phase, records);
    const logLines =
      phase.logLines + records.filter(record => record.kind === 'log').length;
    await this.#knex.transaction(async trx => {
      await trx('phases')
        .where({ run_id: phase.runId, phase: phase.phase })
        .update({ cursor, log_lines: logLines });
      await appendRunEvents(trx, phase.runId, events);
    });
    return { ...phase, cursor, logLines };
  }

  async addCredential(
    password: string,
    credential: StateCredential,
  ): Promise<void> {
    await this.#knex('state_credentials').insert({
      password_hash: hash(password),
      workspace_id: credential.workspaceId,
      run_id: credential.runId,
      phase: credential.phase,
    });
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

/** Writes a phase's row; part of the transition that begins it. */
export async function insertPhase(
  trx: Knex.Transaction,
  phase: Pick<
    PhaseRecord,
    'runId' | 'phase' | 'phaseId' | 'executor' | 'place'
  >,
): Promise<void> {
  await trx('phases').insert({
    run_id: phase.runId,
    phase: phase.phase,
    phase_id: phase.phaseId,
    executor: phase.executor,
    place: phase.place,
    started_at: new Date().toISOString(),
  });
}

/** Closes a phase and its credentials; part of the transition that ends it. */
export async function finishPhase(
  trx: Knex.Transaction,
  runId: string,
  phase: PhaseName,
): Promise<void> {
  await trx('phases')
    .where({ run_id: runId, phase })
    .update({ finished_at: new Date().toISOString() });
  await trx('state_credentials').where({ run_id: runId, phase }).delete();
}

function toEvents(phase: PhaseRecord, records: OutputRecord[]) {
  const events: Parameters<typeof appendRunEvents>[2] = [];
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
