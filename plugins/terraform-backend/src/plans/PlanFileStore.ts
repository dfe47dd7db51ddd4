import { randomBytes, randomUUID } from 'node:crypto';
import { TerraformBlobStore } from '@planroom/backstage-plugin-terraform-node';
import { SealedPlace, Sealer } from '../sealing/Sealer';

/** Stands in a column, sealed, for content that is kept elsewhere. */
const MARK = Buffer.from('planroom-blob:1:');

interface Pointer {
  key: string;
  /** of this blob alone, so that a change of sealing keys renews the pointer and need not touch the blob */
  secret: string;
}

/**
 * Where the large files of plans are: sealed in the database, or sealed in a blob store, with a pointer sealed in the database. Both look the
 * same to whoever stores or removes them: without its pointer nobody can find or open a blob, and the store's own retention removes it.
 */
export class PlanFileStore {
  readonly #sealer: Sealer;
  readonly #blobs?: TerraformBlobStore;

  constructor(sealer: Sealer, blobs?: TerraformBlobStore) {
    this.#sealer = sealer;
    this.#blobs = blobs;
  }

  /** Stores the content; answers what the column of that place takes. */
  async keep(
    runId: string,
    content: Buffer,
    place: SealedPlace,
  ): Promise<Buffer> {
    if (!this.#blobs) return this.#sealer.seal(content, place);
    const pointer: Pointer = {
      key: `${runId}/${place.column}-${randomUUID()}`,
      secret: randomBytes(32).toString('base64'),
    };
    const blob = blobSealer(pointer).seal(content, placeOf(pointer));
    await this.#blobs.put(pointer.key, blob);
    return this.#sealer.seal(
      Buffer.concat([MARK, Buffer.from(JSON.stringify(pointer))]),
      place,
    );
  }

  /**
   * @param column - what the column of that place holds
   * @returns undefined when the store has removed it
   * @throws Error when it does not open
   */
  async open(column: Buffer, place: SealedPlace): Promise<Buffer | undefined> {
    const content = this.#sealer.open(column, place);
    if (!content.subarray(0, MARK.length).equals(MARK)) return content;
    if (!this.#blobs) {
      throw new Error(
        'the plan file is kept in a blob store that is no longer configured; configure terraform.plans.store again, or plan again',
      );
    }
    const pointer: Pointer = JSON.parse(
      content.subarray(MARK.length).toString(),
    );
    const blob = await this.#blobs.get(pointer.key);
    return blob && blobSealer(pointer).open(blob, placeOf(pointer));
  }
}

function blobSealer({ secret }: Pointer): Sealer {
  return new Sealer([{ id: 'blob', key: Buffer.from(secret, 'base64') }]);
}

function placeOf({ key }: Pointer): SealedPlace {
  return { table: 'blobs', row: key, column: 'content' };
}
