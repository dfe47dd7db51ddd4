/**
 * The run engine: moves every run that is not final one step further, until it waits for a person or ends.
 *
 * - **tick**: reads all open runs, asks the pure scheduler what may go on, and hands each such run to a driver.
 * - **driver**: works on one run while this process holds its lease (PhaseDriver). Whatever it does can be repeated: a run that another
 *   process left in the middle is recognised by its status and by what the executor finds.
 *
 * Nothing is kept in memory that is not also in the database; a tick on a new process continues where the last one stopped.
 */
import { LoggerService } from '@backstage/backend-plugin-api';
import { RunStatus } from '@planroom/backstage-plugin-terraform-common';
import { RunInputs } from '../runs/RunInputs';
import { RunLeases } from '../runs/RunLeases';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunStore } from '../runs/RunStore';
import { RunRecord } from '../runs/types';
import { Executors } from './Executors';
import { PhaseDriver } from './PhaseDriver';
import { schedule, Schedule } from './schedule';

const TICK_MS = 1_000;
const OPEN_STATUSES: RunStatus[] = [
  'pending',
  'plan_queued',
  'planning',
  'planned',
  'policy_soft_failed',
  'confirmed',
  'apply_queued',
  'applying',
];

export class Engine {
  readonly #runs: RunStore;
  readonly #leases: RunLeases;
  readonly #lifecycle: RunLifecycle;
  readonly #inputs: RunInputs;
  readonly #executors: Executors;
  readonly #driver: PhaseDriver;
  readonly #logger: LoggerService;
  readonly #driving = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #timer?: NodeJS.Timeout;
  #ticking?: Promise<void>;
  #again = false;
  #draining = false;

  constructor(options: {
    runs: RunStore;
    leases: RunLeases;
    lifecycle: RunLifecycle;
    inputs: RunInputs;
    executors: Executors;
    driver: PhaseDriver;
    logger: LoggerService;
  }) {
    this.#runs = options.runs;
    this.#leases = options.leases;
    this.#lifecycle = options.lifecycle;
    this.#inputs = options.inputs;
    this.#executors = options.executors;
    this.#driver = options.driver;
    this.#logger = options.logger;
  }

  start(): void {
    this.#lifecycle.onChange(() => this.wake());
    this.#timer = setInterval(() => this.wake(), TICK_MS);
    this.#timer.unref();
    this.wake();
  }

  /** Stops taking work and lets go of what is being driven; the phases themselves go on. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#ticking;
    await Promise.allSettled(this.#driving.values());
  }

  /**
   * Takes no more work, interrupts each running phase once and waits until all have ended. For a machine that goes away with the
   * portal, such as a container: the state must be saved while the portal still answers.
   */
  async drain(): Promise<void> {
    clearInterval(this.#timer);
    this.#draining = true;
    await this.#ticking;
    const driven = await this.#runs.getMany([...this.#driving.keys()]);
    for (const run of driven) {
      if (run) await this.#try(() => this.#runs.requestCancel(run));
    }
    await Promise.allSettled(this.#driving.values());
  }

  /** Number of phases that this process is following. */
  get driving(): number {
    return this.#driving.size;
  }

  /** Looks for work at once. */
  wake(): void {
    if (this.#stopping.signal.aborted || this.#draining) return;
    if (this.#ticking) {
      this.#again = true;
      return;
    }
    this.#ticking = this.#tick()
      .catch(error => this.#logger.error('The run engine stumbled', error))
      .finally(() => {
        this.#ticking = undefined;
        if (this.#again) {
          this.#again = false;
          this.wake();
        }
      });
  }

  /** What the scheduler says now, for people who ask why a run waits. */
  async currentSchedule(): Promise<Schedule> {
    return this.#schedule(await this.#runs.listInStatus(OPEN_STATUSES));
  }

  async #tick(): Promise<void> {
    const open = await this.#runs.listInStatus(OPEN_STATUSES);
    const byId = new Map(open.map(run => [run.id, run]));
    await this.#endOverdue(open);
    const planned = open.filter(run => run.status === 'planned');
    for (const run of planned.filter(r => r.cancelRequestedAt)) {
      await this.#try(() =>
        this.#lifecycle.move(run, 'discarded', {
          reason: 'The run was canceled while its plan was being stored',
        }),
      );
    }
    for (const run of planned.filter(r => r.automatic)) {
      await this.#try(() =>
        this.#lifecycle.move(run, 'confirmed', {
          reason: `The rule of ${run.environment} applies it at once: nothing is destroyed, replaced or forgotten`,
        }),
      );
    }
    for (const run of open.filter(r => r.status === 'confirmed')) {
      await this.#try(() => this.#lifecycle.move(run, 'apply_queued'));
    }
    const plan = this.#schedule(open);
    for (const id of plan.promote) {
      const run = byId.get(id)!;
      await this.#try(() =>
        this.#lifecycle.move(run, 'plan_queued', {
          alongside: trx => this.#inputs.refresh(trx, run),
        }),
      );
    }
    const begun = open
      .filter(run => run.status === 'planning' || run.status === 'applying')
      .map(run => run.id);
    for (const id of [...begun, ...plan.start]) this.#drive(byId.get(id)!);
  }

  #schedule(open: RunRecord[]): Schedule {
    return schedule(
      open.map(run => ({
        ...run,
        executor: this.#executors.nameFor(run.environment),
      })),
      name => this.#executors.capacity(name),
    );
  }

  #drive(run: RunRecord): void {
    if (this.#driving.has(run.id)) return;
    const work = this.#leases
      .acquire(run.id)
      .then(async acquired => {
        if (!acquired) return false;
        try {
          return await this.#driver.drive(run, this.#stopping.signal);
        } finally {
          await this.#leases.release(run.id);
        }
      })
      .catch(error => {
        this.#logger.error(`Run ${run.id} could not be carried on`, error);
        return false;
      })
      .then(isNew => {
        this.#driving.delete(run.id);
        // What another process holds, or what failed, is looked at again with the next tick and not at once.
        if (isNew) this.wake();
      });
    this.#driving.set(run.id, work);
  }

  /** Ends runs that waited longer than they may. A running phase is not one of them. */
  async #endOverdue(open: RunRecord[]): Promise<void> {
    const now = new Date().toISOString();
    for (const run of open) {
      if (run.expiresAt && run.expiresAt < now) {
        await this.#try(() =>
          this.#lifecycle.move(run, 'discarded', {
            reason:
              run.status === 'pending'
                ? 'It waited for earlier runs longer than the environment allows; ask again'
                : 'Nobody decided while the plan was valid; plan again',
          }),
        );
      }
    }
  }

  /** Somebody else may have been faster; the next tick sees what is true then. */
  async #try(move: () => Promise<unknown>): Promise<void> {
    try {
      await move();
    } catch (error) {
      this.#logger.debug(`A move was not made: ${error}`);
    }
  }
}
