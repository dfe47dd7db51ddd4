import {
  Output,
  Run,
  WaitingFor,
} from '@planroom/backstage-plugin-terraform-common';
import { ApprovalStore } from '../approvals/ApprovalStore';
import { Schedule } from '../execution/schedule';
import { PlanRecord, PlanStore } from '../plans/PlanStore';
import { StateStore } from '../state/StateStore';
import { PhaseStore } from './PhaseStore';
import { PhaseRecord, RunRecord, StoredApproval } from './types';

const QUEUED = ['pending', 'plan_queued', 'apply_queued'];

/** Runs as people see them. */
export class RunPresenter {
  readonly #phases: PhaseStore;
  readonly #plans: PlanStore;
  readonly #approvals: ApprovalStore;
  readonly #states: StateStore;
  readonly #schedule: () => Promise<Schedule>;

  constructor(options: {
    phases: PhaseStore;
    plans: PlanStore;
    approvals: ApprovalStore;
    states: StateStore;
    /** what the scheduler says now */
    schedule: () => Promise<Schedule>;
  }) {
    this.#phases = options.phases;
    this.#plans = options.plans;
    this.#approvals = options.approvals;
    this.#states = options.states;
    this.#schedule = options.schedule;
  }

  /** One run, with its outputs. */
  async present(run: RunRecord): Promise<Run> {
    const [presented] = await this.presentMany([run]);
    const outputs: Output[] | undefined =
      run.status === 'applied' && run.stateVersionId
        ? await this.#states.getOutputs(run.stateVersionId)
        : undefined;
    return outputs ? { ...presented, outputs } : presented;
  }

  async presentMany(runs: RunRecord[]): Promise<Run[]> {
    const ids = runs.map(run => run.id);
    const queued = runs.some(run => QUEUED.includes(run.status));
    const [phases, plans, approvals, plan] = await Promise.all([
      this.#phases.listOf(ids),
      this.#plans.getMany(ids),
      this.#approvals.listOf(ids),
      queued ? this.#schedule() : undefined,
    ]);
    return runs.map(run =>
      presentRun(run, {
        phases: phases.get(run.id) ?? [],
        plan: plans.get(run.id),
        approvals: approvals.get(run.id) ?? [],
        queuedFor: plan?.waiting.get(run.id),
      }),
    );
  }
}

function presentRun(
  run: RunRecord,
  parts: {
    phases: PhaseRecord[];
    plan: PlanRecord | undefined;
    approvals: StoredApproval[];
    queuedFor: WaitingFor | undefined;
  },
): Run {
  const given = parts.approvals.map(({ runId: _, ...approval }) => approval);
  const waitingFor = waitsFor(run, given, parts.queuedFor);
  return {
    id: run.id,
    number: run.number,
    status: run.status,
    kind: run.kind,
    workspaceId: run.workspaceId,
    workspaceName: run.workspaceName,
    environment: run.environment,
    owner: run.owner,
    module: { name: run.module, version: run.moduleVersion },
    message: run.message,
    requestedBy: run.requestedBy,
    actor: run.actor,
    createdAt: run.createdAt,
    statusAt: run.statusAt,
    finishedAt: run.finishedAt,
    cancelRequestedAt: run.cancelRequestedAt,
    retryOf: run.retryOf,
    phases: Object.fromEntries(
      parts.phases.map(({ phase, startedAt, finishedAt }) => [
        phase,
        { startedAt, finishedAt },
      ]),
    ),
    waitingFor,
    error: run.error,
    plan: parts.plan && presentPlan(parts.plan),
    approvals: {
      required: run.rules.required,
      groups: run.rules.groups,
      excludeRequester: run.rules.excludeRequester,
      given,
      automatic: run.automatic,
    },
    stateVersionId: run.stateVersionId,
  };
}

function presentPlan({ summary, digest, expiresAt }: PlanRecord): Run['plan'] {
  const {
    add,
    change,
    destroy,
    replace,
    import: imported,
    forget,
    move,
  } = summary;
  return {
    add,
    change,
    destroy,
    replace,
    import: imported,
    forget,
    move,
    digest,
    expiresAt,
    applyable: summary.applyable,
  };
}

function waitsFor(
  run: RunRecord,
  given: Run['approvals']['given'],
  queuedFor: WaitingFor | undefined,
): WaitingFor | undefined {
  if (run.status === 'planned' && !run.automatic) {
    const missing =
      run.rules.required - given.filter(a => a.decision === 'approve').length;
    return {
      reason: 'approval',
      message: `Waiting for ${missing} of ${run.rules.required} approval${
        run.rules.required === 1 ? '' : 's'
      } from ${run.rules.groups.join(' or ')}`,
    };
  }
  const executing = run.status === 'planning' || run.status === 'applying';
  if (executing && run.cancelRequestedAt) {
    return {
      reason: 'cancel',
      message: 'Waiting for Terraform to stop and save its state',
    };
  }
  return queuedFor;
}
