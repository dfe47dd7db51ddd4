import { LoggerService } from '@backstage/backend-plugin-api';
import {
  RetentionCounts,
  RetentionReport,
  RetentionStatus,
} from '@planroom/backstage-plugin-terraform-common';
import { Duration } from 'luxon';
import { EnvironmentConfig } from '../config';
import { EngineMetrics } from '../metrics/EngineMetrics';
import { Environments } from '../workspaces/Environments';
import {
  EndedRun,
  RetentionStore,
  RunPart,
  timeBefore,
} from './RetentionStore';
import { StateVersionRetention } from './StateVersionRetention';

/** Runs or workspaces that are looked at together. */
const BATCH = 100;

type EnvironmentCounts = Omit<RetentionCounts, 'other'>;

/** How a round goes. */
interface Round {
  now: number;
  dryRun: boolean;
  /** ends the round between two batches */
  signal?: AbortSignal;
}

/**
 * Removes what is older than the environments keep. Runs, their statuses, counts and decisions stay for ever; what goes is what fills disks:
 * logs, the single changes of plans and, where a policy says so, old state versions. The work is done in small transactions, each of which
 * leaves everything consistent, so a round can end anywhere and the next one goes on. A dry run walks the same way and only counts.
 */
export class RetentionService {
  readonly #store: RetentionStore;
  readonly #versions: StateVersionRetention;
  readonly #environments: Environments;
  readonly #metrics: EngineMetrics;
  readonly #logger: LoggerService;

  constructor(options: {
    store: RetentionStore;
    versions: StateVersionRetention;
    environments: Environments;
    metrics: EngineMetrics;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#versions = options.versions;
    this.#environments = options.environments;
    this.#metrics = options.metrics;
    this.#logger = options.logger;
  }

  async status(): Promise<RetentionStatus> {
    return {
      policies: this.#environments.list().map(({ name, retention }) => ({
        environment: name,
        logs: presentDuration(retention.logsMs),
        plans: presentDuration(retention.plansMs),
        stateVersions: presentDuration(retention.stateVersionsMs),
      })),
      last: await this.#store.lastReport(),
    };
  }

  /** @param by - who asked for it; absent when it runs by itself */
  async run(options: {
    dryRun: boolean;
    by?: string;
    signal?: AbortSignal;
  }): Promise<RetentionReport> {
    const { dryRun, by, signal } = options;
    const round: Round = { now: Date.now(), dryRun, signal };
    const environments: Record<string, EnvironmentCounts> = {};
    for (const environment of this.#environments.list()) {
      const { logsMs, plansMs } = environment.retention;
      const logs = await this.#endedRuns('logs', environment, logsMs, round);
      const plans = await this.#endedRuns('plans', environment, plansMs, round);
      environments[environment.name] = {
        logs: { runs: logs.runs, events: logs.rows },
        plans: { runs: plans.runs, changes: plans.rows },
        stateVersions: await this.#stateVersions(environment, round),
      };
    }
    const report: RetentionReport = {
      at: new Date(round.now).toISOString(),
      dryRun,
      ...(by && { by }),
      counts: {
        ...sum(Object.values(environments)),
        other: await this.#expired(round),
      },
      environments,
    };
    if (!dryRun) await this.#keep(report);
    return report;
  }

  /** Logs or plans of an environment; everything is kept where there is no limit. */
  async #endedRuns(
    part: RunPart,
    { name }: EnvironmentConfig,
    limitMs: number | undefined,
    { now, dryRun, signal }: Round,
  ): Promise<{ runs: number; rows: number }> {
    const total = { runs: 0, rows: 0 };
    if (limitMs === undefined) return total;
    let after: EndedRun | undefined;
    while (!signal?.aborted) {
      const ended = await this.#store.listEnded(part, {
        environment: name,
        before: timeBefore(now, limitMs),
        after,
        limit: BATCH,
      });
      const ids = ended.map(run => run.id);
      if (dryRun) {
        total.runs += ids.length;
        total.rows += await this.#store.countRows(part, ids);
      } else {
        const withoutBlob =
          part === 'logs' ? await this.#store.removeLogBlobs(ids) : [];
        let done = ids.length === 0;
        while (!done && !signal?.aborted) {
          const removed = await this.#store.removeRows(part, ids, withoutBlob);
          total.runs += removed.runs;
          total.rows += removed.rows;
          done = removed.done;
        }
      }
      if (ended.length < BATCH) break;
      after = ended[ended.length - 1];
    }
    return total;
  }

  async #stateVersions(
    { name, retention }: EnvironmentConfig,
    { now, dryRun, signal }: Round,
  ): Promise<number> {
    if (retention.stateVersionsMs === undefined) return 0;
    const olderThan = timeBefore(now, retention.stateVersionsMs);
    let total = 0;
    let after: string | undefined;
    while (!signal?.aborted) {
      const workspaces = await this.#versions.listWorkspaces({
        environment: name,
        before: olderThan,
        after,
        limit: BATCH,
      });
      for (const workspace of workspaces) {
        if (dryRun) {
          total += await this.#versions.count(workspace, olderThan);
          continue;
        }
        let removed = -1;
        while (removed !== 0 && !signal?.aborted) {
          removed = await this.#versions.remove(workspace, olderThan);
          total += removed;
        }
      }
      if (workspaces.length < BATCH) break;
      after = workspaces[workspaces.length - 1];
    }
    return total;
  }

  async #expired({ now, dryRun, signal }: Round): Promise<number> {
    if (dryRun) return this.#store.countExpired(now);
    let total = 0;
    let removed = -1;
    while (removed !== 0 && !signal?.aborted) {
      removed = await this.#store.removeExpired(now);
      total += removed;
    }
    return total;
  }

  async #keep(report: RetentionReport): Promise<void> {
    await this.#store.addReport(report);
    const { logs, plans, stateVersions, other } = report.counts;
    this.#metrics.retentionRemoved('logs', logs.events);
    this.#metrics.retentionRemoved('plans', plans.changes);
    this.#metrics.retentionRemoved('stateVersions', stateVersions);
    this.#metrics.retentionRemoved('other', other);
    this.#logger.info(
      `Retention removed the logs of ${logs.runs} runs, the changes of ${plans.runs} plans, ${stateVersions} state versions and ${other} expired records`,
    );
  }
}

function sum(counts: EnvironmentCounts[]): EnvironmentCounts {
  const add = (number: (of: EnvironmentCounts) => number) =>
    counts.reduce((total, of) => total + number(of), 0);
  return {
    logs: {
      runs: add(({ logs }) => logs.runs),
      events: add(({ logs }) => logs.events),
    },
    plans: {
      runs: add(({ plans }) => plans.runs),
      changes: add(({ plans }) => plans.changes),
    },
    stateVersions: add(({ stateVersions }) => stateVersions),
  };
}

/** In days and smaller, whatever the configuration says: a year has 365 of them. */
function presentDuration(ms: number | undefined): string {
  if (ms === undefined) return 'never';
  return (
    Duration.fromMillis(ms)
      .shiftTo('days', 'hours', 'minutes', 'seconds')
      .removeZeros()
      .toISO() ?? `PT${ms / 1_000}S`
  );
}
