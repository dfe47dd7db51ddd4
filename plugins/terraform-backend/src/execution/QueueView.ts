import {
  EXECUTING_RUN_STATUSES,
  ExecutorStatus,
  Leases,
  ListQuery,
  Page,
  QueueEntry,
  RunningPhase,
  WaitingFor,
} from '@planroom/backstage-plugin-terraform-common';
import { Deadlines } from '../config';
import { decodeCursor, encodeCursor } from '../database/keyset';
import { forceCancelFrom } from '../runs/forceCancelFrom';
import { EngineView } from '../operations/EngineView';
import { Environments } from '../workspaces/Environments';
import { capacityOfAll, placesKey, toQueue } from './capacity';
import { PLACE_GONE_MS } from './care';
import { Executors } from './Executors';
import { OpenRun, QueueStore } from './QueueStore';
import { Replicas } from './Replicas';
import {
  behind,
  explainWaiting,
  priorityOf,
  QueuedRun,
  schedule,
} from './schedule';

const PAGE_SIZE = 50;

type Waiting = Pick<QueuedRun, 'id' | 'workspaceId' | 'number' | 'status'>;
type Queued = OpenRun & QueuedRun;

/** What people and operators see of queue and leases: the same facts that the engine decides on. */
export class QueueView implements EngineView {
  readonly #queue: QueueStore;
  readonly #replicas: Replicas;
  readonly #executors: Executors;
  readonly #environments: Environments;
  readonly #deadlines: Deadlines;

  constructor(options: {
    queue: QueueStore;
    replicas: Replicas;
    executors: Executors;
    environments: Environments;
    deadlines: Deadlines;
  }) {
    this.#queue = options.queue;
    this.#replicas = options.replicas;
    this.#executors = options.executors;
    this.#environments = options.environments;
    this.#deadlines = options.deadlines;
  }

  /** Why each of the runs waits, for those that wait in a queue or whose machine has not been heard of. */
  async waitingFor(runs: Waiting[]): Promise<Map<string, WaitingFor>> {
    const pending = runs.filter(run => run.status === 'pending');
    const others = runs.some(
      run =>
        run.status === 'plan_queued' ||
        run.status === 'apply_queued' ||
        EXECUTING_RUN_STATUSES.includes(run.status),
    );
    const [behindOthers, { waiting }] = await Promise.all([
      this.#behind(pending),
      others ? this.#read() : { waiting: new Map<string, WaitingFor>() },
    ]);
    return new Map([...behindOthers, ...waiting]);
  }

  async queue(query: ListQuery): Promise<Page<QueueEntry>> {
    const limit = query.limit ?? PAGE_SIZE;
    const after = decodeCursor(query.cursor, ['string', 'string']);
    const entries: QueueEntry[] = [];
    if (!after) {
      const { runs, waiting } = await this.#read();
      const byId = new Map(runs.map(run => [run.id, run]));
      for (const [runId, why] of waiting) {
        const run = byId.get(runId);
        if (!run || EXECUTING_RUN_STATUSES.includes(run.status)) continue;
        if (run.status !== 'pending') entries.push(this.#entry(run, why));
      }
    }
    // Those behind an earlier run have no place in the order yet: oldest first.
    const pending = await this.#queue.listPending({
      limit: limit + 1,
      after: after && { createdAt: String(after[0]), id: String(after[1]) },
    });
    const page = pending.slice(0, limit);
    const waiting = await this.waitingFor(page);
    const last = page[page.length - 1];
    return {
      items: [
        ...entries,
        ...page.map(run => this.#entry(run, waiting.get(run.id))),
      ],
      ...(pending.length > limit && {
        nextCursor: encodeCursor([last.createdAt, last.id]),
      }),
    };
  }

  async leases(): Promise<Leases> {
    const { runs } = await this.#read();
    const executing = runs.filter(run =>
      EXECUTING_RUN_STATUSES.includes(run.status),
    );
    return {
      replicas: this.#replicas.list().map(replica => ({
        id: replica.id,
        host: replica.host,
        pid: replica.pid,
        startedAt: replica.startedAt,
        beatAt: replica.beatAt,
        alive: this.#replicas.isAlive(replica.id),
        answering: replica.id === this.#replicas.id,
        phases: executing.filter(run => run.leaseOwner === replica.id).length,
      })),
      phases: executing.map(run => this.#running(run)),
    };
  }

  async executors(): Promise<ExecutorStatus[]> {
    const { runs } = await this.#read();
    const shown = new Map<string, ExecutorStatus>();
    for (const replica of this.#replicas.list()) {
      for (const offer of replica.executors) {
        const key = placesKey(offer);
        const alive = this.#replicas.isAlive(replica.id);
        const known = shown.get(key);
        if (known && (known.alive || !alive)) continue;
        const own = replica.id === this.#replicas.id;
        shown.set(key, {
          name: offer.name,
          ...(offer.place && { replicaId: replica.id, host: replica.host }),
          ...(offer.phase && { phase: offer.phase }),
          capacity: offer.capacity,
          inUse: runs.filter(run => run.takes === key).length,
          lastHeartbeatAt: replica.beatAt,
          alive,
          environments: this.#environments
            .list()
            .filter(({ executor }) => executor === offer.name)
            .map(({ name }) => name),
          // Another machine's executor can be asked there only.
          ...((own || !offer.place) && {
            health: await this.#executors.health(offer.name),
          }),
        });
      }
    }
    return [...shown.values()];
  }

  async #read(): Promise<{
    runs: Queued[];
    waiting: Map<string, WaitingFor>;
  }> {
    const open = await this.#queue.read('all');
    const alive = this.#replicas.alive();
    const queue = toQueue(open, name => this.#executors.nameFor(name), alive);
    const capacity = capacityOfAll(alive, this.#environments);
    const decisions = schedule(queue, capacity, Date.now());
    const waiting = explainWaiting(queue, capacity, decisions);
    const runs = queue.map((run, index) => ({ ...open[index], ...run }));
    for (const run of runs) {
      const message = this.#whyUnheard(run);
      if (message) waiting.set(run.id, { reason: 'replica', message });
    }
    return { runs, waiting };
  }

  async #behind(pending: Waiting[]): Promise<Map<string, WaitingFor>> {
    if (pending.length === 0) return new Map();
    const open = await this.#queue.listOpenOf([
      ...new Set(pending.map(run => run.workspaceId)),
    ]);
    return new Map(
      pending.flatMap(run => {
        const earlier = open.filter(
          other =>
            other.workspaceId === run.workspaceId && other.number < run.number,
        );
        const holder =
          earlier.find(({ status }) => status !== 'pending') ?? earlier[0];
        return holder
          ? [[run.id, behind(holder, earlier.length - 1)] as const]
          : [];
      }),
    );
  }

  #entry(run: OpenRun, waitingFor: WaitingFor | undefined): QueueEntry {
    return {
      run: reference(run),
      executor: this.#executors.nameFor(run.environment),
      priority: priorityOf(run),
      position:
        waitingFor?.reason === 'capacity' ? waitingFor.position : undefined,
      waitingFor,
    };
  }

  #running(run: Queued): RunningPhase {
    const replica = this.#replicas
      .list()
      .find(({ id }) => id === run.leaseOwner);
    return {
      run: reference(run),
      phase: run.status === 'planning' ? 'plan' : 'apply',
      executor: run.executor,
      startedAt: run.phase?.startedAt ?? run.statusAt,
      replicaId: run.leaseOwner,
      replicaHost: replica?.host,
      cancelRequestedAt: run.cancelRequestedAt,
      forceCancelFrom: forceCancelFrom(run, this.#deadlines),
      forceCancelRequestedAt: run.forceCancelRequestedAt,
      stuck: this.#whyUnheard(run) ?? whyDeaf(run, this.#deadlines),
    };
  }

  /** The sentence of a phase whose machine no live replica can look into. */
  #whyUnheard(run: Queued): string | undefined {
    const place = run.phase?.place;
    if (place === undefined) return undefined;
    const offers = (replica: { executors: Array<{ place?: string }> }) =>
      replica.executors.some(offer => offer.place === place);
    if (this.#replicas.alive().some(offers)) return undefined;
    const last = this.#replicas.list().filter(offers).pop();
    return `The machine that carries out this ${run.phase?.name}${
      last ? ` (${last.host}) was last heard of at ${last.beatAt}` : ' is gone'
    }. It is found again when a portal with the same data folder starts; ${
      run.status === 'planning'
        ? `the plan is given up after ${PLACE_GONE_MS / 1_000} s`
        : 'if that machine is gone for good, cancel the run and end it by force'
    }`;
  }
}

function whyDeaf(run: Queued, deadlines: Deadlines): string | undefined {
  const from = forceCancelFrom(run, deadlines);
  return from && from < new Date().toISOString()
    ? `It was asked to stop at ${run.cancelRequestedAt} and has not; wait, or end it by force`
    : undefined;
}

function reference(run: OpenRun): QueueEntry['run'] {
  const { id, number, status, kind, workspaceId, workspaceName } = run;
  const { environment, owner, requestedBy, createdAt, statusAt } = run;
  return {
    id,
    number,
    status,
    kind,
    workspaceId,
    workspaceName,
    environment,
    owner,
    requestedBy,
    createdAt,
    statusAt,
  };
}
