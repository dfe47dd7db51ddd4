import { randomBytes, randomUUID } from 'node:crypto';
import type { Account } from '../Account';

/** A symmetric key that never leaves the emulator, and ends with it. */
export interface Key {
  id: string;
  arn: string;
  material: Buffer;
  alias?: string;
  createdAt: number;
}

/** The keys of the account. */
export class Keys {
  readonly #account: Account;
  readonly #keys = new Map<string, Key>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** @param alias - another name for it, e.g. `alias/planroom` */
  create(options: { alias?: string; at: number }): Key {
    const id = randomUUID();
    const key: Key = {
      id,
      arn: this.#account.arn('kms', `key/${id}`),
      material: randomBytes(32),
      alias: options.alias,
      createdAt: options.at,
    };
    this.#keys.set(id, key);
    return key;
  }

  /** Finds a key by its id, ARN, alias or alias ARN. */
  find(name: string): Key | undefined {
    const resource = name.startsWith('arn:')
      ? name.split(':').slice(5).join(':')
      : name;
    return resource.startsWith('alias/')
      ? [...this.#keys.values()].find(({ alias }) => alias === resource)
      : this.#keys.get(resource.replace(/^key\//, ''));
  }
}
