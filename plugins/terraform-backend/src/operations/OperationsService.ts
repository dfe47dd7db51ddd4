import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  ExecutorStatus,
  HeldLock,
  Leases,
  ListQuery,
  Page,
  QueueEntry,
  ReleaseLockRequest,
  ResealReport,
  ResealRequest,
  RetentionReport,
  RetentionRequest,
  RetentionStatus,
  SealingStatus,
  terraformOperationsManagePermission,
  terraformOperationsReadPermission,
  terraformStateUnlockPermission,
} from '@planroom/backstage-plugin-terraform-common';
import { Request } from 'express';
import { PrometheusRecorder } from '../metrics/PrometheusRecorder';
import { assertPerson, Authorizer, callerOf } from '../permissions/Authorizer';
import { RetentionService } from '../retention/RetentionService';
import { Resealer } from '../sealing/Resealer';
import {
  CallerCredentials,
  WorkspaceService,
} from '../workspaces/WorkspaceService';
import { EngineView } from './EngineView';
import { judgeLock } from './judgeLock';
import { LockStore } from './LockStore';

type WithCredentials = { credentials: CallerCredentials };
type WithRequest = WithCredentials & { request: Request };

/** What operators see and do; every method asks the permission framework first. */
export class OperationsService {
  readonly #view: EngineView;
  readonly #locks: LockStore;
  readonly #retention: RetentionService;
  readonly #resealer: Resealer;
  readonly #prometheus: PrometheusRecorder;
  readonly #workspaces: WorkspaceService;
  readonly #authorizer: Authorizer;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  constructor(options: {
    view: EngineView;
    locks: LockStore;
    retention: RetentionService;
    resealer: Resealer;
    prometheus: PrometheusRecorder;
    workspaces: WorkspaceService;
    authorizer: Authorizer;
    auditor: AuditorService;
    logger: LoggerService;
  }) {
    this.#view = options.view;
    this.#locks = options.locks;
    this.#retention = options.retention;
    this.#resealer = options.resealer;
    this.#prometheus = options.prometheus;
    this.#workspaces = options.workspaces;
    this.#authorizer = options.authorizer;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  async listQueue(
    query: ListQuery,
    options: WithCredentials,
  ): Promise<Page<QueueEntry>> {
    await this.#assertMayRead(options);
    return this.#view.queue(query);
  }

  async getLeases(options: WithCredentials): Promise<Leases> {
    await this.#assertMayRead(options);
    return this.#view.leases();
  }

  async listExecutors(options: WithCredentials): Promise<ExecutorStatus[]> {
    await this.#assertMayRead(options);
    return this.#view.executors();
  }

  /** The locks that are held, oldest first, and what speaks for and against releasing each. */
  async listLocks(options: WithCredentials): Promise<HeldLock[]> {
    await this.#assertMayRead(options);
    const locks = await this.#locks.list();
    const leases = await this.#view.leases();
    return locks.map(lock => ({ ...lock, ...judgeLock(lock, leases) }));
  }

  /**
   * Releases the lock of a workspace by hand. A phase that still holds it can then not write its state, and leaves it in a file.
   *
   * @throws ConflictError when another lock, or none, is held
   */
  async releaseLock(
    workspaceId: string,
    { lockId, reason }: ReleaseLockRequest,
    { credentials, request }: WithRequest,
  ): Promise<void> {
    const held = await this.#locks.get(workspaceId);
    const runId = held?.lockId === lockId ? held.run?.id : undefined;
    const meta = { workspaceId, lockId, runId, reason };
    await this.#audited('state-unlock', { request, meta }, async () => {
      const caller = callerOf(credentials);
      assertPerson(caller);
      const { name } = await this.#workspaces.find(workspaceId, {
        credentials,
      });
      await this.#authorizer.assert(
        terraformStateUnlockPermission,
        workspaceId,
        credentials,
        'You may not release locks on states; the platform team may',
      );
      if (!(await this.#locks.release(workspaceId, lockId))) {
        const current = await this.#locks.get(workspaceId);
        throw new ConflictError(
          current
            ? `The state of ${name} is held by the lock ${current.lockId} now, not by ${lockId}; look at that one and decide again`
            : `The state of ${name} is not locked any more; there is nothing to release`,
        );
      }
      this.#logger.warn(
        `${caller.ref} released the lock ${lockId} on the state of ${name}: ${reason}`,
        { workspaceId, runId: runId ?? null },
      );
    });
  }

  async getRetention(options: WithCredentials): Promise<RetentionStatus> {
    await this.#assertMayRead(options);
    return this.#retention.status();
  }

  /** Removes what is older than the environments keep, or counts it. */
  async runRetention(
    { dryRun }: RetentionRequest,
    { credentials, request }: WithRequest,
  ): Promise<RetentionReport> {
    const round = async () => {
      await this.#authorizer.assertBasic(
        terraformOperationsManagePermission,
        credentials,
        'You may not start rounds of retention; the platform team may',
      );
      return this.#retention.run({ dryRun, by: callerOf(credentials).ref });
    };
    return dryRun
      ? round()
      : this.#audited('retention-run', { request }, round, ({ counts }) => ({
          counts,
        }));
  }

  async getSealing(options: WithCredentials): Promise<SealingStatus> {
    await this.#assertMayRead(options);
    return this.#resealer.status();
  }

  /**
   * Has everything sealed again that the first key has not sealed; answers at once.
   *
   * @throws ConflictError when that is being done
   */
  async reseal(
    { reason }: ResealRequest,
    { credentials, request }: WithRequest,
  ): Promise<ResealReport> {
    return this.#audited(
      'sealing-reseal',
      { request, meta: { reason } },
      async () => {
        await this.#authorizer.assertBasic(
          terraformOperationsManagePermission,
          credentials,
          'You may not have everything sealed again; the platform team may',
        );
        const { ref } = callerOf(credentials);
        return this.#resealer.start({ by: ref, reason });
      },
      ({ id, keyId }) => ({ id, keyId }),
    );
  }

  /** The numbers of this replica in Prometheus' text format. */
  async readMetrics(
    options: WithCredentials,
  ): Promise<{ contentType: string; text: string }> {
    await this.#assertMayRead(options);
    return {
      contentType: this.#prometheus.contentType,
      text: await this.#prometheus.text(),
    };
  }

  async #assertMayRead({ credentials }: WithCredentials): Promise<void> {
    await this.#authorizer.assertBasic(
      terraformOperationsReadPermission,
      credentials,
      'You may not see how the installation is operated; the platform team may',
    );
  }

  async #audited<T>(
    eventId: string,
    about: Pick<
      Parameters<AuditorService['createEvent']>[0],
      'request' | 'meta'
    >,
    work: () => Promise<T>,
    describe?: (result: T) => JsonObject,
  ): Promise<T> {
    const event = await this.#auditor.createEvent({
      eventId,
      severityLevel: 'high',
      ...about,
    });
    try {
      const result = await work();
      await event.success(describe && { meta: describe(result) });
      return result;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }
}
