/**
 * The run engine: moves every run that is not final one step further, until it waits for a person or ends.
 *
 * - **round**: reads what executes and what is queued, and asks the pure scheduler what may go on. What may is leased to this replica
 *   within one transaction, which the replicas make one after the other, so that no place is given out twice.
 * - **drive**: works on one run while this replica holds its lease (PhaseDriver). Whatever it does can be repeated: a run that another
 *   process left in the middle is recognised by its status and by what the executor finds.
 * - **care**: takes over what dead replicas have left.
 *
 * Nothing is kept in memory that is not also in the database; a round on a new process continues where the last one stopped. All times
 * that decide anything here come from a clock that only goes forward.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { EXECUTING_RUN_STATUSES } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { Deadlines } from '../config';
import { EngineMetrics } from '../metrics/EngineMetrics';
import { LeaseLostError } from '../runs/PhaseStore';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunStore } from '../runs/RunStore';
import { RunRecord } from '../runs/types';
import { Waker } from '../Waker';
import { Environments } from '../workspaces/Environments';
import { capacityOfOne, toQueue } from './capacity';
import { Care, careFor } from './care';
import { Executors } from './Executors';
import { PhaseBeginnings } from './PhaseBeginnings';
import { Drive, PhaseDriver } from './PhaseDriver';
import { PlaceWatch } from './PlaceWatch';
import { OpenRun, QueueStore } from './QueueStore';
import { Replicas } from './Replicas';
import { Decisions, priorityOf, schedule } from './schedule';
import { Sweeper } from './Sweeper';

/** How often to look for work that nobody told of; other replicas make some. */
const LOOK_MS = 250;
/** How often to look in all workspaces for runs whose turn it is. */
const LOOK_EVERYWHERE_MS = 1_000;
/** So that replicas do not look in step. */
const JITTER_MS = 100;
/** What comes within this time is dealt with together. */
const GATHER_MS = 50;
const SWEEP_MS = 5_000;
const RETRY_MS = 1_000;
const RETRY_MAX_MS = 30_000;

const FOLLOW: Care = { kind: 'follow' };

interface Driven extends Drive {
  abort: AbortController;
  work: Promise<void>;
}

export interface EngineOptions {
  knex: Knex;
  runs: RunStore;
  queue: QueueStore;
  replicas: Replicas;
  lifecycle: RunLifecycle;
  executors: Executors;
  environments: Environments;
  deadlines: Deadlines;
  beginnings: PhaseBeginnings;
  driver: PhaseDriver;
  sweeper: Sweeper;
  metrics: EngineMetrics;
  logger: LoggerService;
}

export class Engine {
  readonly #options: EngineOptions;
  readonly #driving = new Map<string, Driven>();
  /** runs whose driver failed, and when to try again */
  readonly #failed = new Map<string, { attempts: number; retryAt: number }>();
  readonly #places = new PlaceWatch();
  readonly #waker = new Waker();
  readonly #stopping = new AbortController();
  #looping?: Promise<void>;
  /** workspaces in which something has changed */
  readonly #told = new Set<string>();
  #lookedEverywhereAt = -Infinity;
  #draining = false;
  #sweptAt = -Infinity;
  /** something that waits has waited too long */
  #isOverdue = false;
  #stumbles = 0;
  /** how many rounds were made, whatever came of them */
  #rounds = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#options.lifecycle.onChange(workspaceId => {
      this.#told.add(workspaceId);
      this.wake();
    });
    this.#looping = this.#loop();
  }

  /** Stops taking work and lets go of what is being driven; the phases themselves go on. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#waker.wake();
    for (const { abort } of this.#driving.values()) abort.abort();
    await this.#looping;
    await this.#settled();
    await this.#options.replicas
      .stop()
      .catch(error =>
        this.#options.logger.warn('The leases were not given back', error),
      );
  }

  /**
   * Takes no more work, interrupts each running phase once and waits until all have ended. For a machine that goes away with the
   * portal, such as a container: the state must be saved while the portal still answers.
   */
  async drain(): Promise<void> {
    this.#draining = true;
    // A round that is under way may still be starting something.
    const rounds = this.#rounds;
    while (this.#looping && this.#rounds === rounds) {
      this.wake();
      await sleep(GATHER_MS);
    }
    await this.#settled();
  }

  /** Number of phases that this process is following. */
  get driving(): number {
    return this.#driving.size;
  }

  /** Looks for work at once. */
  wake(): void {
    this.#waker.wake();
  }

  async #settled(): Promise<void> {
    while (this.#driving.size > 0) {
      await Promise.all([...this.#driving.values()].map(({ work }) => work));
    }
  }

  async #loop(): Promise<void> {
    const { replicas, logger } = this.#options;
    let known = false;
    while (!this.#stopping.signal.aborted) {
      let pauseMs = LOOK_MS;
      try {
        if (!known) await replicas.start();
        known = true;
        await this.#round();
        this.#stumbles = 0;
      } catch (error) {
        this.#stumbles += 1;
        pauseMs = Math.min(this.#stumbles * LOOK_MS, RETRY_MAX_MS / 6);
        // Told once in a while: a database that is away would fill the log.
        if (this.#stumbles === 1 || this.#stumbles % 20 === 0) {
          logger.error(
            'The run engine stumbled and tries again',
            error as Error,
          );
        }
      }
      this.#rounds += 1;
      await this.#waker.wait(pauseMs + Math.random() * JITTER_MS);
      if (!this.#stopping.signal.aborted) await sleep(GATHER_MS);
    }
  }

  async #round(): Promise<void> {
    // What is driven while the queue is read may have moved on by the time it is looked at.
    const driven = new Set(this.#driving.keys());
    const open = await this.#look();
    this.#tellDrivers(open);
    if (this.#draining) {
      await this.#interrupt(open);
      return;
    }
    await this.#care(open.filter(run => !driven.has(run.id)));
    const now = performance.now();
    if (this.#isOverdue || now - this.#sweptAt > SWEEP_MS) {
      this.#sweptAt = now;
      this.#isOverdue = false;
      await this.#options.sweeper.sweep();
    }
  }

  /** Reads the queue and gives out what may start; answers what was read. */
  async #look(): Promise<OpenRun[]> {
    const now = performance.now();
    const everywhere = now - this.#lookedEverywhereAt > LOOK_EVERYWHERE_MS;
    if (everywhere) this.#lookedEverywhereAt = now;
    const heads = everywhere ? ('all' as const) : [...this.#told];
    // Where something is known to have changed, there is most often something to give out.
    const isTold = this.#told.size > 0 && !this.#draining;
    this.#told.clear();
    if (isTold) return this.#giveOut(heads);
    const open = await this.#options.queue.read(heads);
    const { promote, start } = this.#decide(open);
    return promote.length + start.length > 0 && !this.#draining
      ? this.#giveOut(heads)
      : open;
  }

  #decide(open: OpenRun[]): Decisions {
    const { replicas, executors, environments } = this.#options;
    const alive = replicas.alive();
    const queue = toQueue(open, name => executors.nameFor(name), alive);
    const own = { id: replicas.id, executors: executors.offers() };
    const decisions = schedule(
      queue,
      capacityOfOne(own, alive, queue, environments),
      Date.now(),
    );
    this.#isOverdue ||= decisions.overdue.length > 0;
    return decisions;
  }

  /** Leases what may start to this replica, and starts it; answers what was read. */
  async #giveOut(heads: 'all' | string[]): Promise<OpenRun[]> {
    const { knex, runs, queue, replicas, lifecycle, deadlines } = this.#options;
    const { beginnings, driver, metrics } = this.#options;
    const given = await knex.transaction(async trx => {
      await queue.beginRound(trx, 0);
      const open = await queue.read(heads, trx);
      const byId = new Map(open.map(run => [run.id, run]));
      const { promote, start } = this.#decide(open);
      const promoted = await lifecycle.moveMany(
        trx,
        promote.map(id => byId.get(id)!),
        'plan_queued',
        { expiresAt: new Date(Date.now() + deadlines.queuedMs).toISOString() },
      );
      const leased = await queue.lease(
        trx,
        start.map(id => byId.get(id)!),
        replicas.id,
      );
      const held = await runs.getMany(leased, trx);
      const [plans, applies] = partition(
        held.flatMap(run => run ?? []),
        run => run.status === 'plan_queued',
      );
      const planning = await beginnings.beginPlans(trx, plans);
      return { open, promoted, leased, planning, applies, byId };
    });
    given.promoted.announce();
    given.planning.announce();
    for (const id of given.leased) {
      const run = given.byId.get(id)!;
      const waitedMs = Date.now() - Date.parse(run.statusAt);
      metrics.queueWaited(priorityOf(run), Math.max(0, waitedMs) / 1_000);
    }
    for (const begun of given.planning.begun) {
      this.#drive(begun.run, drive => driver.follow(begun, drive));
    }
    for (const run of given.applies) {
      this.#drive(run, drive => driver.drive(run, drive));
    }
    return given.open;
  }

  /** Passes on what was asked of the runs that this replica drives, and lets go of those that it has lost. */
  #tellDrivers(open: OpenRun[]): void {
    for (const run of open) {
      const driven = this.#driving.get(run.id);
      if (!driven) continue;
      driven.cancelRequested = run.cancelRequestedAt !== undefined;
      driven.forceCancelRequested = run.forceCancelRequestedAt !== undefined;
      if (run.leaseOwner && run.leaseOwner !== this.#options.replicas.id) {
        driven.abort.abort();
      }
    }
  }

  /** Asks every phase that this process follows to stop, also one that has only just begun. */
  async #interrupt(open: OpenRun[]): Promise<void> {
    for (const run of open) {
      const runs = EXECUTING_RUN_STATUSES.includes(run.status);
      if (runs && this.#driving.has(run.id) && !run.cancelRequestedAt) {
        await this.#options.runs.requestCancel(run).catch(() => undefined);
        this.wake();
      }
    }
  }

  /** Looks after what nobody works on: what this replica has failed with, and what dead ones have left. */
  async #care(open: OpenRun[]): Promise<void> {
    const { replicas } = this.#options;
    const idle = open.filter(
      run =>
        !this.#driving.has(run.id) &&
        (run.leaseOwner || EXECUTING_RUN_STATUSES.includes(run.status)),
    );
    this.#places.look(idle, replicas.alive(), performance.now());
    const known = new Set(idle.map(run => run.id));
    for (const id of this.#failed.keys()) {
      if (!known.has(id) && !this.#driving.has(id)) this.#failed.delete(id);
    }
    if (idle.length === 0) return;
    const dead = await replicas.dead(
      idle.flatMap(run => (run.leaseOwner ? [run.leaseOwner] : [])),
    );
    const follow: string[] = [];
    for (const run of idle) {
      const own = run.leaseOwner === replicas.id;
      if (!own && run.leaseOwner && !dead.has(run.leaseOwner)) continue;
      if (!this.#isDue(run.id)) continue;
      const care = own && isBegun(run) ? FOLLOW : this.#careFor(run);
      if (await this.#take(run, care, own)) follow.push(run.id);
    }
    await this.#driveAll(follow);
  }

  #careFor(run: OpenRun): Care {
    const { executors, deadlines } = this.#options;
    return careFor(run, {
      ownPlaces: new Set(
        executors.offers().flatMap(({ place }) => place ?? []),
      ),
      unservedMs: place => this.#places.unservedMs(place, performance.now()),
      applyDeadlineMs: deadlines.applyMs,
      now: Date.now(),
    });
  }

  /** True when the run is this replica's now and is to be driven. */
  async #take(run: OpenRun, care: Care, own: boolean): Promise<boolean> {
    const { queue, replicas, runs, driver, logger, metrics } = this.#options;
    if (care.kind === 'leave') return false;
    if (!own && run.leaseOwner) {
      metrics.leaseTakenOver(replicas.whyDead(run.leaseOwner));
    }
    if (care.kind === 'give-back') {
      if (run.leaseOwner) await queue.giveBack([run.id], run.leaseOwner);
      return false;
    }
    if (!own) {
      if (!(await queue.takeOver(run.id, run.leaseOwner, replicas.id))) {
        return false;
      }
      logger.info(
        `Run ${run.id} of ${run.workspaceName} is taken over: ${
          run.leaseOwner
            ? `the replica ${
                run.leaseOwner
              } that worked on it is ${replicas.whyDead(run.leaseOwner)}`
            : 'nobody worked on it'
        }`,
      );
    }
    if (care.kind === 'follow') return true;
    const held = await runs.get(run.id);
    if (held) await driver.giveUp(held, care.reason);
    return false;
  }

  async #driveAll(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const { runs, driver } = this.#options;
    for (const run of await runs.getMany(ids)) {
      if (run) this.#drive(run, drive => driver.drive(run, drive));
    }
  }

  #drive(run: RunRecord, work: (drive: Drive) => Promise<void>): void {
    // The phase before may be just about to let go: the next round finds the lease.
    if (this.#driving.has(run.id)) return;
    const abort = new AbortController();
    const driven: Driven = {
      abort,
      signal: abort.signal,
      cancelRequested: run.cancelRequestedAt !== undefined,
      forceCancelRequested: run.forceCancelRequestedAt !== undefined,
      work: Promise.resolve(),
    };
    this.#driving.set(run.id, driven);
    driven.work = work(driven)
      .then(
        () => void this.#failed.delete(run.id),
        error => this.#noteFailure(run, error),
      )
      .finally(() => {
        this.#driving.delete(run.id);
        this.wake();
      });
    if (this.#stopping.signal.aborted) abort.abort();
  }

  #noteFailure(run: RunRecord, error: Error): void {
    const { logger } = this.#options;
    if (error instanceof LeaseLostError || error instanceof ConflictError) {
      logger.info(`Run ${run.id} is let go: ${error.message}`);
      // Should the lease be this replica's after all, it is not taken up again at once.
      this.#failed.set(run.id, {
        attempts: 1,
        retryAt: performance.now() + RETRY_MS,
      });
      return;
    }
    const attempts = (this.#failed.get(run.id)?.attempts ?? 0) + 1;
    const pauseMs = Math.min(RETRY_MS * 2 ** (attempts - 1), RETRY_MAX_MS);
    this.#failed.set(run.id, {
      attempts,
      retryAt: performance.now() + pauseMs * (0.5 + Math.random() / 2),
    });
    logger.error(
      `Run ${run.id} could not be carried on (attempt ${attempts}); it is tried again`,
      error,
    );
  }

  #isDue(runId: string): boolean {
    const failed = this.#failed.get(runId);
    return !failed || failed.retryAt <= performance.now();
  }
}

/** Whether driving it goes on with something; a plan that was leased and not begun goes back into the queue. */
function isBegun(run: OpenRun): boolean {
  return run.status !== 'plan_queued';
}

function partition<T>(items: T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter(item => !isFirst(item))];
}
