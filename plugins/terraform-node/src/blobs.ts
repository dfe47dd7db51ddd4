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
   * @param key - `<run id>/<name>` for what a run needs while it is open, which the store may remove some time later;
   * `logs/<run id>/<name>` for what is kept until it is removed
   */
  put(key: string, content: Buffer): Promise<void>;
  /** What was kept; undefined when there is nothing, or not any more. */
  get(key: string): Promise<Buffer | undefined>;
  /** Removes what was kept; nothing happens when there is nothing. */
  remove(key: string): Promise<void>;
}
