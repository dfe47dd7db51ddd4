import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';

/** How long a lease lasts without renewal. */
const LEASE_MS = 30_000;

/**
 * Which process works on which run. A lease is taken by compare-and-set and runs out unless renewed, so that the work of a dead
 * process is picked up by another. The same code serves one process on SQLite and many on PostgreSQL.
 */
export class RunLeases {
  readonly #knex: Knex;
  readonly owner = randomUUID();

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Takes or renews the lease; false when another process holds it. */
  async acquire(runId: string): Promise<boolean> {
    const now = Date.now();
    const changed = await this.#knex('runs')
      .where({ id: runId })
      .andWhere(free =>
        free
          .whereNull('lease_owner')
          .orWhere('lease_owner', this.owner)
          .orWhere('lease_expires_at', '<', new Date(now).toISOString()),
      )
      .update({
        lease_owner: this.owner,
        lease_expires_at: new Date(now + LEASE_MS).toISOString(),
      });
    return changed > 0;
  }

  async release(runId: string): Promise<void> {
    await this.#knex('runs')
      .where({ id: runId, lease_owner: this.owner })
      .update({ lease_owner: null, lease_expires_at: null });
  }
}
