import { createHash } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import { canonicalJson } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { isUniqueViolation } from './isUniqueViolation';

/** One request that may be repeated: who asked, with which key, for what. */
export interface IdempotentRequest {
  caller: string;
  key: string;
  /** route and body */
  request: unknown;
}

/** Remembers what a request with an `Idempotency-Key` created. */
export class IdempotencyStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * The id of what an earlier request with this key created.
   *
   * @throws ConflictError when the earlier request asked for something else
   */
  async find(request: IdempotentRequest): Promise<string | undefined> {
    const [row] = await this.#knex('idempotency_keys').where({
      caller: request.caller,
      key: request.key,
    });
    if (row && row.request_hash !== hash(request)) {
      throw new ConflictError(
        `The Idempotency-Key ${request.key} was used for another request; use a new key`,
      );
    }
    return row?.created_id;
  }

  /**
   * The id of what the request created before, else of what it creates now.
   *
   * @param create - has to call `remember` in the transaction that creates
   */
  async once(
    request: IdempotentRequest | undefined,
    create: () => Promise<string>,
  ): Promise<string> {
    if (!request) return create();
    const earlier = await this.find(request);
    if (earlier) return earlier;
    try {
      return await create();
    } catch (error) {
      // The same request may have come twice at the same moment, and the other one was faster.
      const faster = await this.find(request);
      if (faster) return faster;
      throw error;
    }
  }

  /** Part of the transaction that creates. */
  async remember(
    trx: Knex.Transaction,
    request: IdempotentRequest,
    createdId: string,
  ): Promise<void> {
    try {
      await trx('idempotency_keys').insert({
        caller: request.caller,
        key: request.key,
        request_hash: hash(request),
        created_id: createdId,
        created_at: new Date().toISOString(),
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ConflictError(
        `A request with the Idempotency-Key ${request.key} is being carried out right now; repeat it in a moment`,
      );
    }
  }
}

/** Hashed with the caller and key, so that the hash of a small secret in a body cannot be looked up. */
function hash(request: IdempotentRequest): string {
  return createHash('sha256').update(canonicalJson(request)).digest('hex');
}
