import { BuildLog } from './BuildLog';
import type { BuildPlace } from './BuildPlace';
import type { BuildWork } from './BuildWork';
import { messageOf, PhaseFailure } from './PhaseFailure';
import type {
  BuildPhase,
  BuildStatus,
  EmulatedBuild,
  PhaseType,
} from './types';

type FinalStatus = Exclude<BuildStatus, 'IN_PROGRESS'>;

const MINUTE_MS = 60_000;

/** The build has ended while a phase was at work. */
class Ended extends Error {}

/**
 * The life of one build, from the queue to its end: https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 *
 * StopBuild and timeouts come in between at any time and end the build at once; what is still at work then finds it ended.
 */
export class BuildRun {
  readonly build: EmulatedBuild;
  readonly #place: BuildPlace;
  readonly #work: BuildWork;
  readonly #ended = new AbortController();
  #cancelTimeout = () => {};
  #log: BuildLog | undefined;
  #failed = false;
  #stopping: Promise<void> | undefined;
  #cleanup: Promise<void> | undefined;
  #life: Promise<void> | undefined;

  constructor(build: EmulatedBuild, place: BuildPlace, work: BuildWork) {
    this.build = build;
    this.#place = place;
    this.#work = work;
  }

  start(): void {
    this.#begin('SUBMITTED');
    this.#finish('SUCCEEDED');
    this.#begin('QUEUED');
    this.#place.changed(this.build);
    this.#life = this.#live().catch(error => {
      if (!(error instanceof Ended)) this.#fault(error);
    });
  }

  /** Ends the build as StopBuild does; one that has ended stays as it is. */
  stop(): void {
    if (this.build.complete || this.#stopping) return;
    if (this.#place.stopMode === 'kill' || !this.#log) {
      this.#end('STOPPED');
      return;
    }
    this.#stopping = this.#work.terminate().then(() => this.#end('STOPPED'));
  }

  /** Ends the build if need be, and waits until nothing of it is left. */
  async close(): Promise<void> {
    this.#end('STOPPED');
    await this.#life;
    await this.#cleanup;
  }

  async #live(): Promise<void> {
    const { build } = this;
    const { clock, delays } = this.#place;
    this.#endAfter(build.queuedTimeoutInMinutes);
    await this.#sleep(delays.queued);
    this.#finish('SUCCEEDED');
    this.#endAfter(build.timeoutInMinutes);
    const provisioned = await this.#phase('PROVISIONING', () =>
      this.#provision(),
    );
    if (!provisioned) {
      this.#end(build.phases[build.phases.length - 1].status!);
      return;
    }
    const log = new BuildLog({
      store: this.#place.logs,
      group: build.logGroup,
      stream: build.logStream,
      clock,
      delayMs: () => delays.logs,
    });
    this.#log = log;
    log.note('Waiting for agent ping');
    log.note('Waiting for DOWNLOAD_SOURCE');
    await this.#work.run({
      build,
      place: this.#place,
      log,
      signal: this.#ended.signal,
      phase: (type, work) => this.#phase(type, work),
      isSucceeding: () => !this.#failed,
      checkEnded: async () => {
        await this.#stopping;
        this.#checkEnded();
      },
    });
    await this.#phase('FINALIZING', () => this.#sleep(delays.finalizing));
    this.#end(this.#failed ? 'FAILED' : 'SUCCEEDED');
  }

  async #provision(): Promise<void> {
    await this.#sleep(this.#place.delays.provisioning);
    const fault = this.#place.faults.takeProvisioningFault(this.build.project);
    if (fault) {
      throw new PhaseFailure(fault.statusCode, fault.message, fault.status);
    }
  }

  /**
   * Goes through one phase.
   *
   * @returns whether it succeeded
   * @throws Ended when the build has ended meanwhile
   */
  async #phase(type: PhaseType, work: () => Promise<void>): Promise<boolean> {
    await this.#stopping;
    this.#checkEnded();
    this.#begin(type);
    this.#log?.note(`Entering phase ${type}`);
    let failure: PhaseFailure | undefined;
    try {
      await work();
    } catch (error) {
      if (error instanceof Ended) throw error;
      failure =
        error instanceof PhaseFailure
          ? error
          : new PhaseFailure('INTERNAL_ERROR', messageOf(error));
    }
    await this.#stopping;
    this.#checkEnded();
    this.#finish(failure?.status ?? 'SUCCEEDED', failure);
    this.#log?.note(
      `Phase complete: ${type} State: ${failure?.status ?? 'SUCCEEDED'}`,
    );
    this.#log?.note(
      `Phase context status code: ${failure?.statusCode ?? ''} Message: ${
        failure?.message ?? ''
      }`,
    );
    this.#failed ||= failure !== undefined;
    return failure === undefined;
  }

  #begin(type: PhaseType): void {
    this.build.currentPhase = type;
    this.build.phases.push({
      type,
      startedAt: this.#place.clock.now(),
      contexts: [],
    });
  }

  #finish(status: FinalStatus, failure?: PhaseFailure): void {
    const phase = this.build.phases[this.build.phases.length - 1];
    phase.status = status;
    phase.endedAt = this.#place.clock.now();
    phase.contexts = contextsOf(status, failure);
  }

  /** Ends the build once, in one step; its processes and folder are gone a little later. */
  #end(status: FinalStatus): void {
    const { build } = this;
    if (build.complete) return;
    this.#cancelTimeout();
    const last = build.phases[build.phases.length - 1];
    if (!last.status) this.#finish(status);
    build.status = status;
    build.complete = true;
    build.endedAt = this.#place.clock.now();
    this.#begin('COMPLETED');
    this.#ended.abort();
    this.#work.kill();
    this.#place.changed(build);
    this.#cleanup = this.#life?.then(() => this.#work.remove());
  }

  /** Something that only a mistake in the emulator explains. */
  #fault(error: unknown): void {
    this.#log?.note(`The emulator failed: ${error}`);
    this.#end('FAULT');
  }

  #endAfter(minutes: number): void {
    const { clock } = this.#place;
    this.#cancelTimeout();
    this.#cancelTimeout = clock.at(clock.now() + minutes * MINUTE_MS, () =>
      this.#end('TIMED_OUT'),
    );
  }

  async #sleep(ms: number): Promise<void> {
    await this.#place.clock.sleep(ms, this.#ended.signal);
    this.#checkEnded();
  }

  /** @throws Ended when the build has ended */
  #checkEnded(): void {
    if (this.build.complete) throw new Ended();
  }
}

function contextsOf(
  status: FinalStatus,
  failure: PhaseFailure | undefined,
): BuildPhase['contexts'] {
  if (failure) {
    return [{ statusCode: failure.statusCode, message: failure.message }];
  }
  return status === 'TIMED_OUT'
    ? [{ statusCode: 'BUILD_TIMED_OUT', message: 'Build has timed out. ' }]
    : [];
}
