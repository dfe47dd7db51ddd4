import { randomUUID } from 'node:crypto';
import { PhaseName } from '@planroom/backstage-plugin-terraform-common';
import { TerraformBlobStore } from '@planroom/backstage-plugin-terraform-node';
import { SealedBlobs, toPointer } from '../blobs/SealedBlobs';
import { SealedPlace, Sealer } from '../sealing/Sealer';
import { LogBlob, LogChunk, packLog } from './LogBlob';

/** Whoever pages through a log comes back soon; so many of them are kept in memory, up to so many bytes. */
const LOGS_OPEN = 8;
const LOGS_OPEN_BYTES = 64 * 1024 * 1024;

/** A log in the blob store: `sealed` is what the column `log_sealed` of its phase holds. */
export interface LogPointer {
  phaseId: string;
  sealed: Buffer;
}

interface OpenLog {
  log: Promise<LogBlob | undefined>;
  /** 0 until it is there */
  size: number;
}

/** Logs of phases in a blob store. */
export class LogBlobs {
  readonly #sealer: Sealer;
  readonly #blobs: SealedBlobs;
  /** by phase, the last used one at the end: a pointer never changes to another blob */
  readonly #open = new Map<string, OpenLog>();

  constructor(sealer: Sealer, store: TerraformBlobStore) {
    this.#sealer = sealer;
    this.#blobs = new SealedBlobs(sealer, store);
  }

  /** Puts a log there, which nobody finds until the pointer is in its column. */
  async put(
    phase: { runId: string; phase: PhaseName; phaseId: string },
    chunks: AsyncIterable<LogChunk>,
  ): Promise<LogPointer> {
    const { runId, phaseId } = phase;
    const sealed = await this.#blobs.put(
      `logs/${runId}/${phase.phase}-${randomUUID()}`,
      await packLog(chunks),
      placeOf(phaseId),
    );
    return { phaseId, sealed };
  }

  /**
   * @returns undefined when the store has removed it
   * @throws Error when it cannot be had, or does not open
   */
  async read(pointer: LogPointer): Promise<LogBlob | undefined> {
    const { phaseId } = pointer;
    const known = this.#open.get(phaseId);
    const opened = known ?? { log: this.#fetch(pointer), size: 0 };
    this.#open.delete(phaseId);
    this.#open.set(phaseId, opened);
    try {
      const log = await opened.log;
      opened.size = log?.size ?? 0;
      if (!log) this.#forget(phaseId, opened);
      this.#trim();
      return log;
    } catch (error) {
      this.#forget(phaseId, opened);
      throw error;
    }
  }

  /** Removes the blob; one whose pointer does not open is nobody's any more, and cannot be found. */
  async remove({ phaseId, sealed }: LogPointer): Promise<void> {
    const opened = this.#open.get(phaseId);
    if (opened) this.#forget(phaseId, opened);
    let content: Buffer;
    try {
      content = this.#sealer.open(sealed, placeOf(phaseId));
    } catch {
      return;
    }
    const pointer = toPointer(content);
    if (pointer) await this.#blobs.remove(pointer);
  }

  async #fetch({ phaseId, sealed }: LogPointer): Promise<LogBlob | undefined> {
    const pointer = toPointer(this.#sealer.open(sealed, placeOf(phaseId)));
    const packed = pointer && (await this.#blobs.get(pointer));
    return packed && LogBlob.open(packed);
  }

  #forget(phaseId: string, opened: OpenLog): void {
    if (this.#open.get(phaseId) === opened) this.#open.delete(phaseId);
  }

  /** Keeps the last one in any case, however large it is. */
  #trim(): void {
    let bytes = 0;
    for (const { size } of this.#open.values()) bytes += size;
    for (const [phaseId, { size }] of this.#open) {
      const { size: count } = this.#open;
      if (count === 1 || (count <= LOGS_OPEN && bytes <= LOGS_OPEN_BYTES)) {
        return;
      }
      this.#open.delete(phaseId);
      bytes -= size;
    }
  }
}

function placeOf(phaseId: string): SealedPlace {
  return { table: 'phases', row: phaseId, column: 'log_sealed' };
}
