import { createHash } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import { canonicalJson } from '@planroom/backstage-plugin-terraform-common';
import {
  TerraformArtifact,
  TerraformExecutor,
  TerraformExecutorHealth,
  TerraformNoCapacityError,
  TerraformPhase,
  TerraformPhaseHandle,
  TerraformPhaseObservation,
  TerraformPhaseReference,
} from '@planroom/backstage-plugin-terraform-node';
import type {
  CancelMode,
  OutputRecord,
  PhaseResult,
  PlanResult,
} from '@planroom/terraform-runner';

/** A phase in a {@link NoopWorld}. */
export interface NoopPhase {
  phaseId: string;
  runId: string;
  starts: number;
  released: boolean;
  cancels: CancelMode[];
  output: OutputRecord[];
  outcome?: TerraformPhaseObservation['outcome'];
}

/** What an executor works in: it outlives every process of the portal. */
export class NoopWorld {
  readonly phases = new Map<string, NoopPhase>();
  /** Whether a phase ends by itself, and how. */
  ends: (phase: NoopPhase) => 'succeeded' | 'failed' | 'canceled' | undefined =
    () => 'succeeded';
  /** called with each start, before the phase is known to the portal */
  onStart: (phase: NoopPhase) => void | Promise<void> = () => {};

  /** Why there is no place for another phase now, if there is none. */
  noPlace: () => string | undefined = () => undefined;

  get all(): NoopPhase[] {
    return [...this.phases.values()];
  }
}

const sha256 = (bytes: Buffer | string) =>
  createHash('sha256').update(bytes).digest('hex');

const CHANGES = Buffer.from(
  `${JSON.stringify({
    address: 'terraform_data.this',
    type: 'terraform_data',
    name: 'this',
    module: '',
    provider: 'terraform.io/builtin/terraform',
    mode: 'managed',
    action: 'create',
    actions: ['create'],
    before: null,
    after: { input: 'x' },
    replacePaths: [],
  })}\n`,
);
const PLAN = Buffer.from('a plan');
const ARCHIVE = Buffer.from('an archive');

function planResult(): PlanResult {
  const rest = {
    planSha256: sha256(PLAN),
    archiveSha256: sha256(ARCHIVE),
    providerLockSha256: sha256(''),
    terraformVersion: '1.11.4',
    applyable: true,
    complete: true,
    errored: false,
    counts: {
      add: 1,
      change: 0,
      destroy: 0,
      replace: 0,
      import: 0,
      forget: 0,
      move: 0,
    },
    outputs: [],
    provisioners: [],
    drift: [],
    checks: [],
  };
  return {
    ...rest,
    redactedModelSha256: sha256(
      Buffer.concat([CHANGES, Buffer.from(canonicalJson(rest))]),
    ),
  };
}

function resultOf(
  phase: NoopPhase,
  outcome: PhaseResult['outcome'],
): PhaseResult {
  const at = new Date().toISOString();
  const isPlan = phase.phaseId.endsWith('-plan');
  return {
    v: 1,
    phaseId: phase.phaseId,
    outcome,
    step: 'hand-over',
    ...(outcome !== 'succeeded' && { message: `It ${outcome}.` }),
    diagnostics: [],
    terraformVersion: '1.11.4',
    ...(isPlan && outcome === 'succeeded' && { plan: planResult() }),
    startedAt: at,
    finishedAt: at,
  };
}

/** Carries out phases that do nothing, in a world that all processes share. Plans have one resource to create. */
export class NoopExecutor implements TerraformExecutor {
  readonly capacity: number;
  readonly place?: string;
  readonly #world: NoopWorld;

  constructor(
    world: NoopWorld,
    options: { capacity?: number; place?: string } = {},
  ) {
    this.#world = world;
    this.capacity = options.capacity ?? 10;
    this.place = options.place;
  }

  async start({ spec, secrets }: TerraformPhase) {
    const known = await this.find(spec);
    if (known) return known;
    const noPlace = this.#world.noPlace();
    if (noPlace) throw new TerraformNoCapacityError(noPlace);
    await secrets();
    const phase: NoopPhase = {
      phaseId: spec.phaseId,
      runId: spec.runId,
      starts: 1,
      released: false,
      cancels: [],
      output: [
        {
          kind: 'log',
          at: new Date().toISOString(),
          level: 'info',
          text: `${spec.phaseId} begins`,
        },
      ],
    };
    const raced = this.#world.phases.get(spec.phaseId);
    if (raced) {
      raced.starts += 1;
      raced.released = false;
    } else {
      this.#world.phases.set(spec.phaseId, phase);
    }
    await this.#world.onStart(phase);
    return { id: spec.phaseId };
  }

  async find({
    phaseId,
  }: TerraformPhaseReference): Promise<TerraformPhaseHandle | undefined> {
    const phase = this.#world.phases.get(phaseId);
    return phase && !phase.released ? { id: phaseId } : undefined;
  }

  async observe(
    handle: TerraformPhaseHandle,
    cursor: string | undefined,
  ): Promise<TerraformPhaseObservation> {
    const phase = this.#phase(handle);
    const end = this.#world.ends(phase);
    if (!phase.outcome && end) {
      phase.outcome = { kind: 'ended', result: resultOf(phase, end) };
    }
    return {
      records: phase.output.slice(Number(cursor ?? 0)),
      cursor: String(phase.output.length),
      outcome: phase.outcome,
    };
  }

  async cancel(handle: TerraformPhaseHandle, mode: CancelMode): Promise<void> {
    this.#phase(handle).cancels.push(mode);
  }

  async readArtifact(
    handle: TerraformPhaseHandle,
    artifact: TerraformArtifact,
  ): Promise<Buffer> {
    this.#phase(handle);
    switch (artifact) {
      case 'plan':
        return PLAN;
      case 'archive':
        return ARCHIVE;
      case 'changes':
        return CHANGES;
      default:
        throw new NotFoundError(`The phase left no ${artifact}`);
    }
  }

  async release(handle: TerraformPhaseHandle): Promise<void> {
    this.#phase(handle).released = true;
  }

  async health(): Promise<TerraformExecutorHealth> {
    return { status: 'ok' };
  }

  #phase(handle: TerraformPhaseHandle): NoopPhase {
    const phase = this.#world.phases.get(String(handle.id));
    if (!phase) throw new NotFoundError(`There is no phase ${handle.id}`);
    return phase;
  }
}
