/**
 * Keeps large things outside the database. What is put is encrypted before: a store sees neither content nor key, and what nobody has the
 * key of any more may lie there until the store's own retention removes it.
 *
 * @public
 */
export interface TerraformBlobStore {
  /**
   * Keeps the content.
   *
   * @param key - `<run id>/<name>`
   */
  put(key: string, content: Buffer): Promise<void>;
  /** What was kept; undefined when there is nothing, or not any more. */
  get(key: string): Promise<Buffer | undefined>;
}
