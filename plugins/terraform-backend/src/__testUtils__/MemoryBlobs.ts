import { TerraformBlobStore } from '@planroom/backstage-plugin-terraform-node';

/** A blob store that a test can look into, and that can be away. */
export class MemoryBlobs implements TerraformBlobStore {
  readonly kept = new Map<string, Buffer>();
  /** keys that were asked for */
  readonly asked: string[] = [];
  /** called once something is put, or before it is removed */
  onPut: () => Promise<void> = async () => {};
  onRemove: () => Promise<void> = async () => {};

  async put(key: string, content: Buffer): Promise<void> {
    this.kept.set(key, content);
    await this.onPut();
  }

  async get(key: string): Promise<Buffer | undefined> {
    this.asked.push(key);
    return this.kept.get(key);
  }

  async remove(key: string): Promise<void> {
    await this.onRemove();
    this.kept.delete(key);
  }
}
