import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { LoggerService } from '@backstage/backend-plugin-api';
import { PhaseName } from '@planroom/backstage-plugin-terraform-common';
import type { RunnerProcess } from '@planroom/terraform-runner';
import { Knex } from 'knex';
import { isGone, ownProcess } from './processes';
import { SilenceWatch } from './silence';

/** How often a replica beats and looks at the others. */
const BEAT_MS = 3_000;
/** A replica that has not beaten for this long has lost its leases. */
const LEASE_MS = 15_000;
/** How long one that is dead is still shown. */
const KEEP_DEAD_MS = 10 * 60_000;

/**
 * An executor as a replica offers it; `place` where its phases can be found from that machine only, `phase` where plans and applies have
 * places of their own.
 */
export interface OfferedExecutor {
  name: string;
  place?: string;
  phase?: PhaseName;
  capacity: number;
}

export interface ReplicaRecord {
  id: string;
  host: string;
  pid: number;
  executors: OfferedExecutor[];
  startedAt: string;
  beatAt: string;
}

type State = 'alive' | 'gone' | 'silent';

interface ReplicaRow {
  id: string;
  host: string;
  pid: number;
  identity: string;
  executors: string;
  started_at: string;
  beat: number;
  beat_at: string;
}

/**
 * The processes of the portal that share the work. Each holds its leases for as long as it beats: a lease is renewed with one write for
 * all runs, and runs out when the heartbeat has stood still while others watched it. A process that is seen to have ended on this machine
 * is dead at once. On SQLite there is one replica; a restarted one finds its predecessor gone.
 */
export class Replicas {
  readonly id = randomUUID();
  readonly #knex: Knex;
  readonly #executors: OfferedExecutor[];
  readonly #logger: LoggerService;
  readonly #now: () => number;
  readonly #watch = new SilenceWatch(2 * BEAT_MS);
  readonly #states = new Map<string, State>();
  #known: ReplicaRecord[] = [];
  #timer?: NodeJS.Timeout;
  #beating?: Promise<void>;

  constructor(options: {
    knex: Knex;
    executors: OfferedExecutor[];
    logger: LoggerService;
    /** a clock that only goes forward, in milliseconds */
    now?: () => number;
  }) {
    this.#knex = options.knex;
    this.#executors = options.executors;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Makes this replica known, before it takes any lease. */
  async start(): Promise<void> {
    await this.beat();
    this.#timer = setInterval(() => {
      this.#beating ??= this.beat()
        .catch(error =>
          this.#logger.warn(
            'The heartbeat of this replica could not be written',
            { reason: String(error) },
          ),
        )
        .finally(() => {
          this.#beating = undefined;
        });
    }, BEAT_MS);
    this.#timer.unref();
  }

  /** Gives all leases back. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    await this.#knex('runs')
      .where({ lease_owner: this.id })
      .update({ lease_owner: null });
    await this.#knex('replicas').where({ id: this.id }).delete();
  }

  /** Beats once and looks at the others. */
  async beat(): Promise<void> {
    const at = new Date().toISOString();
    const beaten = await this.#knex('replicas')
      .where({ id: this.id })
      .update({ beat: this.#knex.raw('beat + 1'), beat_at: at });
    if (beaten === 0) {
      await this.#knex('replicas').insert({
        id: this.id,
        host: hostname(),
        pid: process.pid,
        identity: JSON.stringify(await ownProcess()),
        executors: JSON.stringify(this.#executors),
        started_at: at,
        beat: 0,
        beat_at: at,
      });
    }
    await this.#lookAround();
  }

  async #lookAround(): Promise<void> {
    const rows: ReplicaRow[] = await this.#knex('replicas').orderBy(
      'started_at',
    );
    this.#watch.look(rows, this.#now());
    this.#states.clear();
    for (const row of rows) {
      this.#states.set(row.id, await this.#judge(row));
    }
    this.#known = rows.map(toReplica);
    const old = rows.filter(row => this.#watch.silentMs(row.id) > KEEP_DEAD_MS);
    if (old.length > 0) {
      await this.#knex('replicas')
        .whereIn(
          'id',
          old.map(row => row.id),
        )
        .delete();
    }
  }

  async #judge(row: ReplicaRow): Promise<State> {
    if (row.id === this.id) return 'alive';
    const process: RunnerProcess = JSON.parse(row.identity);
    if (await isGone(process)) return 'gone';
    return this.#watch.silentMs(row.id) >= LEASE_MS ? 'silent' : 'alive';
  }

  /** Those among the replicas whose leases do not hold; one that nobody knows any more is among them. */
  async dead(ids: Iterable<string>): Promise<Set<string>> {
    const asked = [...new Set(ids)];
    // It may have started since the last look.
    if (asked.some(id => !this.#states.has(id))) await this.#lookAround();
    return new Set(asked.filter(id => !this.isAlive(id)));
  }

  /** Whether leases of the replica hold, as far as was seen with the last look. */
  isAlive(id: string): boolean {
    return this.#states.get(id) === 'alive';
  }

  /** Why the leases of a replica do not hold: its process has ended, or it has not been heard of. */
  whyDead(id: string): 'gone' | 'silent' {
    return this.#states.get(id) === 'silent' ? 'silent' : 'gone';
  }

  /** All replicas as they were seen with the last heartbeat, oldest first. */
  list(): ReplicaRecord[] {
    return this.#known;
  }

  /** Those whose leases hold. */
  alive(): ReplicaRecord[] {
    return this.#known.filter(replica => this.isAlive(replica.id));
  }
}

function toReplica(row: ReplicaRow): ReplicaRecord {
  return {
    id: row.id,
    host: row.host,
    pid: row.pid,
    executors: JSON.parse(row.executors),
    startedAt: row.started_at,
    beatAt: row.beat_at,
  };
}
