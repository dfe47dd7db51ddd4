import { randomUUID } from 'node:crypto';
import { AuditorService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import {
  ApprovalRequest,
  ApprovalResponse,
  isDestructive,
  isFinalStatus,
  terraformRunApprovePermission,
} from '@planroom/backstage-plugin-terraform-common';
import { Request } from 'express';
import { Deadlines } from '../config';
import {
  assertPerson,
  Authorizer,
  Caller,
  callerOf,
} from '../permissions/Authorizer';
import { describeDigestChanges } from '../plans/digest';
import { PlanDigests } from '../plans/PlanDigests';
import { PlanRecord, PlanStore } from '../plans/PlanStore';
import { TransitionFacts } from '../runs/changeStatus';
import { RunLifecycle } from '../runs/RunLifecycle';
import { RunPresenter } from '../runs/RunPresenter';
import { RunService } from '../runs/RunService';
import { RunRecord, StoredApproval } from '../runs/types';
import { CallerCredentials } from '../workspaces/WorkspaceService';
import { ApprovalStore } from './ApprovalStore';

/** Takes the decisions of people on plans. Only a person who acts for themselves can decide. */
export class ApprovalService {
  readonly #runs: RunService;
  readonly #plans: PlanStore;
  readonly #digests: PlanDigests;
  readonly #approvals: ApprovalStore;
  readonly #authorizer: Authorizer;
  readonly #lifecycle: RunLifecycle;
  readonly #presenter: RunPresenter;
  readonly #deadlines: Deadlines;
  readonly #auditor: AuditorService;

  constructor(options: {
    runs: RunService;
    plans: PlanStore;
    digests: PlanDigests;
    approvals: ApprovalStore;
    authorizer: Authorizer;
    lifecycle: RunLifecycle;
    presenter: RunPresenter;
    deadlines: Deadlines;
    auditor: AuditorService;
  }) {
    this.#runs = options.runs;
    this.#plans = options.plans;
    this.#digests = options.digests;
    this.#approvals = options.approvals;
    this.#authorizer = options.authorizer;
    this.#lifecycle = options.lifecycle;
    this.#presenter = options.presenter;
    this.#deadlines = options.deadlines;
    this.#auditor = options.auditor;
  }

  async decide(
    runId: string,
    request: ApprovalRequest,
    options: { credentials: CallerCredentials; request: Request },
  ): Promise<ApprovalResponse> {
    const event = await this.#auditor.createEvent({
      eventId: 'run-decide',
      severityLevel: 'high',
      request: options.request,
      meta: { runId, decision: request.decision, digest: request.digest },
    });
    try {
      const response = await this.#decide(runId, request, options);
      await event.success();
      return response;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }

  async #decide(
    runId: string,
    request: ApprovalRequest,
    { credentials }: { credentials: CallerCredentials },
  ): Promise<ApprovalResponse> {
    const caller = callerOf(credentials);
    assertPerson(caller);
    const run = await this.#runs.find(runId, { credentials });
    if (run.rules.excludeRequester && run.requesters.includes(caller.ref)) {
      throw new NotAllowedError(
        'You asked for this run or changed its inputs, so somebody else must decide',
      );
    }
    await this.#authorizer.assert(
      terraformRunApprovePermission,
      runId,
      credentials,
      `You may not decide on runs in ${
        run.environment
      }; members of ${run.rules.groups.join(' or ')} may`,
    );
    const plan = await this.#assertDecidable(run, caller, request);
    const approval: StoredApproval = {
      id: randomUUID(),
      runId,
      decision: request.decision,
      by: caller.ref,
      at: new Date().toISOString(),
      comment: request.comment?.trim() || undefined,
      digest: plan.digest,
    };
    const decided = await this.#record(run, approval);
    const { runId: _, ...presented } = approval;
    return { ...presented, run: await this.#presenter.present(decided) };
  }

  async #assertDecidable(
    run: RunRecord,
    caller: Caller,
    request: ApprovalRequest,
  ): Promise<PlanRecord> {
    const earlier = (await this.#approvals.list(run.id)).find(
      approval => approval.by === caller.ref,
    );
    if (earlier) {
      throw new ConflictError(
        `You have decided already (${earlier.decision}); a decision cannot be changed`,
      );
    }
    const plan = await this.#plans.get(run.id);
    if (run.status !== 'planned' || run.automatic || !plan) {
      throw new ConflictError(
        isFinalStatus(run.status)
          ? `Run ${run.number} has ended (${run.status}); there is nothing left to decide`
          : `Run ${run.number} is ${run.status}; it can be decided on once it is planned`,
      );
    }
    if (request.decision === 'reject' && !request.comment?.trim()) {
      throw new InputError('Say why you reject it (comment)');
    }
    if (
      request.decision === 'approve' &&
      isDestructive(plan.summary) &&
      !request.comment?.trim()
    ) {
      throw new InputError(
        'Something is destroyed, replaced or forgotten: say why that is right (comment)',
      );
    }
    if (request.digest !== plan.digest) {
      throw new ConflictError(
        'The digest is not that of the current plan; reload the run and read what it would do now',
      );
    }
    const current = await this.#digests.current(run, plan);
    const changes = describeDigestChanges(plan.digestInput, current);
    if (changes.length > 0) {
      throw new ConflictError(
        `The plan is outdated: ${changes.join(
          ', ',
        )} changed since it was made; plan again`,
      );
    }
    return plan;
  }

  /** The decision and what follows from it are written together. */
  async #record(run: RunRecord, approval: StoredApproval): Promise<RunRecord> {
    const facts = {
      by: approval.by,
      reason: approval.comment,
      alongside: (trx: Parameters<ApprovalStore['insert']>[1]) =>
        this.#approvals.insert(approval, trx),
    };
    if (approval.decision === 'reject') {
      return this.#lifecycle.move(run, 'discarded', {
        ...facts,
        rejected: true,
      });
    }
    if ((await this.#approved(run)) + 1 >= run.rules.required) {
      return this.#confirm(run, approval, facts.alongside);
    }
    await this.#approvals.insert(approval);
    this.#lifecycle.announce(run);
    // Others may have approved since the counting, each too early to be the last one.
    if ((await this.#approved(run)) < run.rules.required) return run;
    try {
      return await this.#confirm(run, approval);
    } catch (error) {
      if (error instanceof ConflictError) return run;
      throw error;
    }
  }

  /** The run goes on to the queue in the same step. */
  #confirm(
    run: RunRecord,
    approval: StoredApproval,
    alongside?: TransitionFacts['alongside'],
  ): Promise<RunRecord> {
    return this.#lifecycle.moveThrough(
      run,
      [
        { to: 'confirmed', by: approval.by, reason: approval.comment },
        { to: 'apply_queued' },
      ],
      {
        alongside,
        expiresAt: new Date(
          Date.now() + this.#deadlines.queuedMs,
        ).toISOString(),
      },
    );
  }

  async #approved(run: RunRecord): Promise<number> {
    const decisions = await this.#approvals.list(run.id);
    return decisions.filter(({ decision }) => decision === 'approve').length;
  }
}
