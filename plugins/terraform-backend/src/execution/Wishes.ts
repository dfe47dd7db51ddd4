import { performance } from 'node:perf_hooks';
import {
  TerraformExecutor,
  TerraformPhaseHandle,
} from '@planroom/backstage-plugin-terraform-node';
import { PhaseRecord } from '../runs/types';
import type { Drive } from './PhaseDriver';

/**
 * Passes on what people want of a phase: to stop, once, and to be ended by force, once. A plan that does not heed the first is ended by
 * force after a while, because it changes nothing.
 */
export class Wishes {
  readonly #executor: TerraformExecutor;
  readonly #handle: TerraformPhaseHandle;
  readonly #graceMs: number;
  #sentAt?: number;
  #forced = false;

  constructor(
    executor: TerraformExecutor,
    handle: TerraformPhaseHandle,
    graceMs: number,
  ) {
    this.#executor = executor;
    this.#handle = handle;
    this.#graceMs = graceMs;
  }

  /** True when the phase was asked to stop now for the first time. */
  async passOn(phase: PhaseRecord, drive: Drive): Promise<boolean> {
    if (!drive.cancelRequested || this.#forced) return false;
    if (drive.forceCancelRequested || this.#isPlanDeaf(phase)) {
      await this.#executor.cancel(this.#handle, 'force');
      this.#forced = true;
      return false;
    }
    if (this.#sentAt !== undefined) return false;
    this.#sentAt = performance.now();
    if (phase.cancelSentAt) return false;
    await this.#executor.cancel(this.#handle, 'graceful');
    return true;
  }

  #isPlanDeaf(phase: PhaseRecord): boolean {
    return (
      phase.phase === 'plan' &&
      this.#sentAt !== undefined &&
      performance.now() - this.#sentAt > this.#graceMs
    );
  }
}
