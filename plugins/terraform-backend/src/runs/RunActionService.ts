import { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import {
  EXECUTING_RUN_STATUSES,
  isFinalStatus,
  Run,
  RunAction,
  RunStatus,
  terraformRunCancelPermission,
  terraformRunCreatePermission,
  terraformRunForceCancelPermission,
} from '@planroom/backstage-plugin-terraform-common';
import { Request } from 'express';
import { Knex } from 'knex';
import { Deadlines } from '../config';
import { assertPerson, Authorizer, callerOf } from '../permissions/Authorizer';
import {
  CallerCredentials,
  WorkspaceService,
} from '../workspaces/WorkspaceService';
import { forceCancelFrom } from './forceCancelFrom';
import { RunCreator } from './RunCreator';
import { RunLifecycle } from './RunLifecycle';
import { RunPresenter } from './RunPresenter';
import { RunService } from './RunService';
import { RunStore } from './RunStore';
import { RunRecord } from './types';

/** Statuses of a plan that waits and can be made anew in its place. */
const REPLACEABLE: RunStatus[] = ['planned', 'policy_soft_failed'];

interface ActOptions {
  credentials: CallerCredentials;
  request: Request;
}

/** What callers may do with a run that exists, besides deciding on its plan; every action asks the permission framework first. */
export class RunActionService {
  readonly #knex: Knex;
  readonly #store: RunStore;
  readonly #runs: RunService;
  readonly #workspaces: WorkspaceService;
  readonly #creator: RunCreator;
  readonly #authorizer: Authorizer;
  readonly #lifecycle: RunLifecycle;
  readonly #presenter: RunPresenter;
  readonly #deadlines: Deadlines;
  readonly #auditor: AuditorService;

  constructor(options: {
    knex: Knex;
    store: RunStore;
    runs: RunService;
    workspaces: WorkspaceService;
    creator: RunCreator;
    authorizer: Authorizer;
    lifecycle: RunLifecycle;
    presenter: RunPresenter;
    deadlines: Deadlines;
    auditor: AuditorService;
  }) {
    this.#knex = options.knex;
    this.#store = options.store;
    this.#runs = options.runs;
    this.#workspaces = options.workspaces;
    this.#creator = options.creator;
    this.#authorizer = options.authorizer;
    this.#lifecycle = options.lifecycle;
    this.#presenter = options.presenter;
    this.#deadlines = options.deadlines;
    this.#auditor = options.auditor;
  }

  async act(
    id: string,
    action: RunAction,
    { reason }: { reason?: string },
    options: ActOptions,
  ): Promise<Run> {
    const run = await this.#runs.find(id, options);
    switch (action) {
      case 'cancel':
        return this.#cancel(run, reason, options);
      case 'force-cancel':
        return this.#audited(run, reason, options, () =>
          this.#forceCancel(run, reason, options),
        );
      case 'discard':
        return this.#discard(run, reason, options);
      default:
        return this.#retry(run, options);
    }
  }

  async #cancel(
    run: RunRecord,
    reason: string | undefined,
    options: ActOptions,
  ): Promise<Run> {
    await this.#assertMayStop(run, options);
    const by = callerOf(options.credentials).ref;
    switch (run.status) {
      case 'planning':
      case 'applying':
        await this.#store.requestCancel(run, by);
        this.#lifecycle.announce(run);
        return this.#present(run.id);
      case 'pending':
      case 'plan_queued':
      case 'apply_queued':
        return this.#presenter.present(
          await this.#lifecycle.move(run, 'canceled', { by, reason }),
        );
      case 'planned':
      case 'policy_soft_failed':
      case 'confirmed':
        throw new ConflictError(
          `Run ${run.number} is ${run.status}, nothing is running; discard it instead`,
        );
      default:
        throw new ConflictError(`Run ${run.number} has ended: ${run.status}`);
    }
  }

  /** The step after a cancel that was not heeded: a person's decision, because what is under way may be left half done. */
  async #forceCancel(
    run: RunRecord,
    reason: string | undefined,
    { credentials }: ActOptions,
  ): Promise<Run> {
    const caller = callerOf(credentials);
    assertPerson(caller);
    await this.#authorizer.assert(
      terraformRunForceCancelPermission,
      run.id,
      credentials,
      'You may not end runs by force; the platform team may',
    );
    if (!reason?.trim()) {
      throw new InputError('Say why it must be ended by force (reason)');
    }
    if (!EXECUTING_RUN_STATUSES.includes(run.status)) {
      throw new ConflictError(
        isFinalStatus(run.status)
          ? `Run ${run.number} has ended: ${run.status}`
          : `Run ${run.number} is ${run.status}, nothing is running; discard it instead`,
      );
    }
    const from = forceCancelFrom(run, this.#deadlines);
    if (!from) {
      throw new ConflictError(
        `Cancel run ${run.number} first: Terraform then stops and saves its state`,
      );
    }
    if (from > new Date().toISOString()) {
      throw new ConflictError(
        `Terraform was asked to stop at ${run.cancelRequestedAt} and has time until ${from} to save its state; it can be ended by force after that`,
      );
    }
    await this.#store.requestForceCancel(run, caller.ref);
    this.#lifecycle.announce(run);
    return this.#present(run.id);
  }

  async #discard(
    run: RunRecord,
    reason: string | undefined,
    options: ActOptions,
  ): Promise<Run> {
    await this.#assertMayStop(run, options);
    if (EXECUTING_RUN_STATUSES.includes(run.status)) {
      throw new ConflictError(
        `Run ${run.number} is ${run.status}; cancel it instead`,
      );
    }
    return this.#presenter.present(
      await this.#lifecycle.move(run, 'discarded', {
        by: callerOf(options.credentials).ref,
        reason,
      }),
    );
  }

  /** Asks for the same again; a plan that waits is discarded in the same step. */
  async #retry(run: RunRecord, options: ActOptions): Promise<Run> {
    const caller = callerOf(options.credentials);
    const replaces = REPLACEABLE.includes(run.status);
    if (!isFinalStatus(run.status) && !replaces) {
      throw new ConflictError(
        `Run ${run.number} is ${run.status}; only a plan that waits or a run that has ended can be planned again`,
      );
    }
    const workspace = await this.#workspaces.find(run.workspaceId, options);
    await this.#authorizer.assert(
      terraformRunCreatePermission,
      workspace.id,
      options.credentials,
      `You may not create runs in ${workspace.name}; its owner group ${workspace.owner} may`,
    );
    const { kind, message } = run;
    const write = this.#creator.prepare(
      workspace,
      caller,
      { kind, message },
      run,
    );
    let id = '';
    if (replaces) {
      await this.#assertMayStop(run, options);
      await this.#lifecycle.move(run, 'discarded', {
        by: caller.ref,
        reason: 'Planned again',
        alongside: async trx => {
          id = await write(trx);
        },
      });
    } else {
      id = await this.#knex.transaction(write);
    }
    const next = await this.#store.get(id);
    if (next) this.#lifecycle.announce(next);
    return this.#runs.get(id, options);
  }

  async #assertMayStop(run: RunRecord, { credentials }: ActOptions) {
    await this.#authorizer.assert(
      terraformRunCancelPermission,
      run.id,
      credentials,
      'You may not stop this run; its requester, its owner group and the platform team may',
    );
  }

  async #present(id: string): Promise<Run> {
    const run = await this.#store.get(id);
    if (!run) throw new Error(`Run ${id} has disappeared`);
    return this.#presenter.present(run);
  }

  async #audited(
    run: RunRecord,
    reason: string | undefined,
    options: ActOptions,
    work: () => Promise<Run>,
  ): Promise<Run> {
    const event = await this.#auditor.createEvent({
      eventId: 'run-force-cancel',
      severityLevel: 'high',
      request: options.request,
      meta: { runId: run.id, status: run.status, reason },
    });
    try {
      const after = await work();
      await event.success();
      return after;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }
}
