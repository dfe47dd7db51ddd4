import {
  Run,
  RunStatus,
  WaitingFor,
} from '@planroom/backstage-plugin-terraform-common';
import { ApprovalStore } from '../approvals/ApprovalStore';
import { Deadlines } from '../config';
import { PlanDigests } from '../plans/PlanDigests';
import { PlanRecord, PlanStore } from '../plans/PlanStore';
import { StateStore } from '../state/StateStore';
import { forceCancelFrom } from './forceCancelFrom';
import { PhaseStore } from './PhaseStore';
import { PhaseRecord, RunRecord, StoredApproval } from './types';

/** Statuses in which a plan waits for people. */
const DECIDABLE: RunStatus[] = ['planned', 'policy_soft_failed'];

/** Why runs wait, by their ids; those that wait for nobody but people are left out. */
type WaitingForOf = (runs: RunRecord[]) => Promise<Map<string, WaitingFor>>;

/** Runs as people see them. */
export class RunPresenter {
  readonly #phases: PhaseStore;
  readonly #plans: PlanStore;
  readonly #approvals: ApprovalStore;
  readonly #states: StateStore;
  readonly #digests: PlanDigests;
  readonly #deadlines: Deadlines;
  readonly #waitingFor: WaitingForOf;

  constructor(options: {
    phases: PhaseStore;
    plans: PlanStore;
    approvals: ApprovalStore;
    states: StateStore;
    digests: PlanDigests;
    deadlines: Deadlines;
    waitingFor: WaitingForOf;
  }) {
    this.#phases = options.phases;
    this.#plans = options.plans;
    this.#approvals = options.approvals;
    this.#states = options.states;
    this.#digests = options.digests;
    this.#deadlines = options.deadlines;
    this.#waitingFor = options.waitingFor;
  }

  /** One run, with its outputs, and with what speaks against applying its plan. */
  async present(run: RunRecord): Promise<Run> {
    const [presented] = await this.presentMany([run]);
    if (run.status === 'applied' && run.stateVersionId) {
      const outputs = await this.#states.getOutputs(run.stateVersionId);
      return { ...presented, outputs };
    }
    const plan = DECIDABLE.includes(run.status)
      ? await this.#plans.get(run.id)
      : undefined;
    if (!plan || !presented.plan) return presented;
    const outdated = await this.#digests.whyOutdated(run, plan);
    return { ...presented, plan: { ...presented.plan, outdated } };
  }

  async presentMany(runs: RunRecord[]): Promise<Run[]> {
    const ids = runs.map(run => run.id);
    const [phases, plans, approvals, waiting] = await Promise.all([
      this.#phases.listOf(ids),
      this.#plans.getMany(ids),
      this.#approvals.listOf(ids),
      this.#waitingFor(runs),
    ]);
    return runs.map(run =>
      presentRun(run, {
        phases: phases.get(run.id) ?? [],
        plan: plans.get(run.id),
        approvals: approvals.get(run.id) ?? [],
        queuedFor: waiting.get(run.id),
        deadlines: this.#deadlines,
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
    deadlines: Deadlines;
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
    forceCancelFrom: forceCancelFrom(run, parts.deadlines),
    forceCancelRequestedAt: run.forceCancelRequestedAt,
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
  if (queuedFor || !executing || !run.cancelRequestedAt) return queuedFor;
  return {
    reason: 'cancel',
    message: run.forceCancelRequestedAt
      ? 'Waiting for Terraform to be ended by force'
      : 'Waiting for Terraform to stop and save its state',
  };
}
