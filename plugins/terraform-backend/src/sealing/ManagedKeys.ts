import {
  TerraformKeyManagement,
  TerraformManagedSealingKey,
} from '@planroom/backstage-plugin-terraform-node';
import { Knex } from 'knex';
import { ManagedKeyConfig } from './readSealingKeys';
import { SealedRecords } from './SealedRecords';
import { SealingKey } from './Sealer';

const KEY_BYTES = 32;

/** Sealing keys that a key management has wrapped: in the configuration, else in the database, where the first start puts them. */
export class ManagedKeys {
  readonly #knex: Knex;
  readonly #records: SealedRecords;
  readonly #managements: ReadonlyMap<string, TerraformKeyManagement>;

  /** @param managements - by name */
  constructor(
    knex: Knex,
    managements: ReadonlyMap<string, TerraformKeyManagement>,
  ) {
    this.#knex = knex;
    this.#records = new SealedRecords(knex);
    this.#managements = managements;
  }

  /** @throws Error with what to do when the key cannot be had */
  async read(id: string, config: ManagedKeyConfig): Promise<SealingKey> {
    const { provider, keyId, region } = config;
    const management = this.#managements.get(provider);
    if (!management) {
      throw new Error(
        `The sealing key ${id} is kept by ${provider}, for which the portal has no module; add one to the backend (for aws @planroom/backstage-plugin-terraform-backend-module-aws), or correct kms.provider`,
      );
    }
    const managed = { id, keyId, ...(region && { region }) };
    const wrapped =
      config.ciphertext ??
      (await this.#stored(id, provider)) ??
      (await this.#makeFirst(managed, provider, management));
    const key = await management.unwrap(managed, wrapped);
    if (key.length !== KEY_BYTES) {
      throw new Error(
        `The wrapped sealing key ${id} holds ${key.length} bytes instead of ${KEY_BYTES}; it must be an AES-256 key, as GenerateDataKey makes it`,
      );
    }
    return { id, key };
  }

  async #stored(id: string, provider: string): Promise<Buffer | undefined> {
    const [row] = await this.#knex('sealing_keys').where({ id });
    if (row && row.provider !== provider) {
      throw new Error(
        `The sealing key ${id} was wrapped by ${row.provider}, and its kms.provider is ${provider}; set that back, and give a key of ${provider} an id of its own`,
      );
    }
    return row?.wrapped;
  }

  /** It is unwrapped like any other afterwards, so that nothing is sealed with a key that the portal may make but not open. */
  async #makeFirst(
    managed: TerraformManagedSealingKey,
    provider: string,
    management: TerraformKeyManagement,
  ): Promise<Buffer> {
    const { id } = managed;
    if (await this.#records.hasAnyOf(id)) {
      throw new Error(
        `The wrapped sealing key ${id} is not in the table sealing_keys, but records are sealed with a key of that id, which a new one would not open. Restore the row from a backup or set kms.ciphertext. If ${id} was a secret or a file before, give the new key another id and keep the old one after it.`,
      );
    }
    const wrapped = await management.generate(managed);
    // Of replicas that start at the same time the first one decides.
    await this.#knex('sealing_keys')
      .insert({ id, provider, wrapped, created_at: new Date().toISOString() })
      .onConflict('id')
      .ignore();
    const kept = await this.#stored(id, provider);
    if (!kept) {
      throw new Error(
        `The wrapped sealing key ${id} was removed from the table sealing_keys while the portal started; start it again`,
      );
    }
    return kept;
  }
}
