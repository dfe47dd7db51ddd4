import { randomUUID } from 'node:crypto';
import { TerraformBlobStore } from '@planroom/backstage-plugin-terraform-node';
import { SealedBlobs, toPointer } from '../blobs/SealedBlobs';
import { SealedPlace, Sealer } from '../sealing/Sealer';

/**
 * Where the large files of plans are: sealed in the database, or sealed in a blob store, with a pointer sealed in the database. Both look the
 * same to whoever stores or removes them: without its pointer nobody can find or open a blob, and the store's own retention removes it.
 */
export class PlanFileStore {
  readonly #sealer: Sealer;
  readonly #blobs?: SealedBlobs;

  constructor(sealer: Sealer, store?: TerraformBlobStore) {
    this.#sealer = sealer;
    this.#blobs = store && new SealedBlobs(sealer, store);
  }

  /** Stores the content; answers what the column of that place takes. */
  async keep(
    runId: string,
    content: Buffer,
    place: SealedPlace,
  ): Promise<Buffer> {
    if (!this.#blobs) return this.#sealer.seal(content, place);
    const key = `${runId}/${place.column}-${randomUUID()}`;
    return this.#blobs.put(key, content, place);
  }

  /**
   * @param column - what the column of that place holds
   * @returns undefined when the store has removed it
   * @throws Error when it does not open
   */
  async open(column: Buffer, place: SealedPlace): Promise<Buffer | undefined> {
    const content = this.#sealer.open(column, place);
    const pointer = toPointer(content);
    if (!pointer) return content;
    if (!this.#blobs) {
      throw new Error(
        'the plan file is kept in a blob store that is no longer configured; configure terraform.plans.store again, or plan again',
      );
    }
    return this.#blobs.get(pointer);
  }
}
