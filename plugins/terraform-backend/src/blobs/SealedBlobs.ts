import { randomBytes } from 'node:crypto';
import { TerraformBlobStore } from '@planroom/backstage-plugin-terraform-node';
import { SealedPlace, Sealer } from '../sealing/Sealer';

/** Stands in a column, sealed, for content that is kept elsewhere. */
const MARK = Buffer.from('planroom-blob:1:');

/** Where a blob is and what opens it; sealed in the database and nowhere else. */
export interface BlobPointer {
  key: string;
  /** of this blob alone, so that a change of sealing keys renews the pointer and need not touch the blob */
  secret: string;
}

/** What is kept in a blob store: sealed there, found and opened by a pointer that is sealed in the database. */
export class SealedBlobs {
  readonly #sealer: Sealer;
  readonly #store: TerraformBlobStore;

  constructor(sealer: Sealer, store: TerraformBlobStore) {
    this.#sealer = sealer;
    this.#store = store;
  }

  /** Stores the content; answers what the column of that place takes. */
  async put(key: string, content: Buffer, place: SealedPlace): Promise<Buffer> {
    const pointer: BlobPointer = {
      key,
      secret: randomBytes(32).toString('base64'),
    };
    const blob = blobSealer(pointer).seal(content, placeOf(pointer));
    await this.#store.put(key, blob);
    return this.#sealer.seal(
      Buffer.concat([MARK, Buffer.from(JSON.stringify(pointer))]),
      place,
    );
  }

  /**
   * @returns undefined when the store has removed it
   * @throws Error when it does not open
   */
  async get(pointer: BlobPointer): Promise<Buffer | undefined> {
    const blob = await this.#store.get(pointer.key);
    return blob && blobSealer(pointer).open(blob, placeOf(pointer));
  }

  async remove({ key }: BlobPointer): Promise<void> {
    await this.#store.remove(key);
  }
}

/** What an opened column points to; undefined when it holds the content itself. */
export function toPointer(content: Buffer): BlobPointer | undefined {
  if (!content.subarray(0, MARK.length).equals(MARK)) return undefined;
  return JSON.parse(content.subarray(MARK.length).toString());
}

function blobSealer({ secret }: BlobPointer): Sealer {
  return new Sealer([{ id: 'blob', key: Buffer.from(secret, 'base64') }]);
}

function placeOf({ key }: BlobPointer): SealedPlace {
  return { table: 'blobs', row: key, column: 'content' };
}
