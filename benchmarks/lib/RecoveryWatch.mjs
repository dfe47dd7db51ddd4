// How long runs whose process was killed are without a living one.
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 100;
const EXECUTING = ['planning', 'applying'];

export class RecoveryWatch {
  /** { id, ms }, one for each run that a killed process had leased */
  recovered = [];
  #cluster;
  /** when their process was killed, by run */
  #waiting = new Map();
  #looking;
  #stopped = false;

  constructor(cluster) {
    this.#cluster = cluster;
    this.#looking = this.#look();
  }

  /** Notes the runs that a process had leased, and answers them. It is dead: only those who take them over change that now. */
  async noteKill(pid) {
    const killedAt = performance.now();
    const runs = await this.#cluster.query(
      `select runs.id, runs.environment, runs.status from runs join replicas on replicas.id = runs.lease_owner
       where replicas.pid = $1 and runs.finished_at is null`,
      [pid],
    );
    // Who was killed twice in a row has waited since the first time.
    for (const { id } of runs) {
      if (!this.#waiting.has(id)) this.#waiting.set(id, killedAt);
    }
    return runs;
  }

  /** Ends the looking; who waits still has waited until now. */
  async stop() {
    this.#stopped = true;
    await this.#looking;
    for (const id of this.#waiting.keys()) this.#note(id);
  }

  #note(id) {
    const ms = performance.now() - this.#waiting.get(id);
    this.recovered.push({ id, ms });
    this.#waiting.delete(id);
  }

  async #look() {
    while (!this.#stopped) {
      await sleep(LOOK_MS);
      if (this.#waiting.size === 0) continue;
      const runs = await this.#cluster.query(
        `select runs.id, runs.status, runs.lease_owner, runs.finished_at, replicas.pid
         from runs left join replicas on replicas.id = runs.lease_owner
         where runs.id = any($1)`,
        [[...this.#waiting.keys()]],
      );
      for (const run of runs.filter(candidate => this.#isCaredFor(candidate))) {
        this.#note(run.id);
      }
    }
  }

  /** Final, held by a process that lives, or back in the queue, where nobody needs to hold it. */
  #isCaredFor(run) {
    if (run.finished_at !== null) return true;
    if (run.lease_owner === null) return !EXECUTING.includes(run.status);
    return this.#cluster.members.some(
      ({ child, dead }) => !dead && child.pid === run.pid,
    );
  }
}
