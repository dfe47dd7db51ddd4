/** A key of `terraform.sealing.keys` that a key management keeps. @public */
export interface TerraformManagedSealingKey {
  /** The id that stands beside each sealed record; the wrapping is bound to it. */
  id: string;
  /** How the key management names the key that wraps. */
  keyId: string;
  /** Where that key is, for a key management with regions. */
  region?: string;
}

/** Wraps and unwraps sealing keys. It never sees anything else: what is sealed stays in the portal. @public */
export interface TerraformKeyManagement {
  /**
   * Makes a new sealing key of 32 random bytes.
   *
   * @returns the key, wrapped; the portal unwraps it like any other
   * @throws Error with a sentence that names the key and says what to mend
   */
  generate(key: TerraformManagedSealingKey): Promise<Buffer>;

  /**
   * Opens what {@link TerraformKeyManagement.generate} has wrapped under the same id.
   *
   * @returns 32 bytes
   * @throws Error with a sentence that names the key and says what to mend
   */
  unwrap(key: TerraformManagedSealingKey, wrapped: Buffer): Promise<Buffer>;
}
