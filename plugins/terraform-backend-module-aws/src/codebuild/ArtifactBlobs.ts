import { TerraformBlobStore } from '@planroom/backstage-plugin-terraform-node';
import { PhaseObjects } from './PhaseObjects';

/** Large things in the bucket of the artifacts, where builds cannot read them; the bucket's lifecycle removes all but logs. */
export class ArtifactBlobs implements TerraformBlobStore {
  readonly #objects: PhaseObjects;

  constructor(objects: PhaseObjects) {
    this.#objects = objects;
  }

  async put(key: string, content: Buffer): Promise<void> {
    await this.#objects.put(this.#objects.blobKey(key), content);
  }

  get(key: string): Promise<Buffer | undefined> {
    return this.#objects.get(this.#objects.blobKey(key));
  }

  remove(key: string): Promise<void> {
    return this.#objects.remove(this.#objects.blobKey(key));
  }
}
