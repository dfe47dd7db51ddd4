import type {
  AccountStatus,
  ExecutorStatus,
  Health,
  HeldLock,
  Leases,
  ListQuery,
  Page,
  QueueEntry,
  ReleaseLockRequest,
  ResealReport,
  ResealRequest,
  RetentionReport,
  RetentionRequest,
  RetentionStatus,
  SealingStatus,
} from '../schemas';
import {
  listAll,
  path,
  type SendRequest,
  type TerraformRequestOptions,
} from './request';

/** How the engine does, and what needs a hand. @public */
export interface TerraformOperationsApi {
  /** The health of the plugin, which is answered also when it is bad; messages only with sign-in. */
  getHealth(options?: TerraformRequestOptions): Promise<Health>;
  /** Runs that wait for their turn or for a place, in the order in which they would start; `search` is ignored. */
  listQueue(
    query?: ListQuery,
    options?: TerraformRequestOptions,
  ): Promise<Page<QueueEntry>>;
  /** The replicas of the portal and the phases that run. */
  getLeases(options?: TerraformRequestOptions): Promise<Leases>;
  /** The executors with their capacity and last heartbeat. */
  listExecutors(options?: TerraformRequestOptions): Promise<ExecutorStatus[]>;
  /** The accounts with what their last tests and runs say about them. */
  listAccountStatuses(
    options?: TerraformRequestOptions,
  ): Promise<AccountStatus[]>;
  /** The locks that are held on states, oldest first. */
  listLocks(options?: TerraformRequestOptions): Promise<HeldLock[]>;
  /** Releases the lock of a workspace's state; 409 when another lock, or none, is held. */
  releaseLock(
    workspaceId: string,
    request: ReleaseLockRequest,
    options?: TerraformRequestOptions,
  ): Promise<void>;
  /** How long what is kept, and what the last round of retention removed. */
  getRetention(options?: TerraformRequestOptions): Promise<RetentionStatus>;
  /** Removes what is older than the environments keep, or only counts it. */
  runRetention(
    request: RetentionRequest,
    options?: TerraformRequestOptions,
  ): Promise<RetentionReport>;
  /** The sealing keys in their order, what each has sealed, and the rounds of sealing again. */
  getSealing(options?: TerraformRequestOptions): Promise<SealingStatus>;
  /** Has everything sealed again with the first key, in the background; answers at once, and 409 while that is being done. */
  reseal(
    request: ResealRequest,
    options?: TerraformRequestOptions,
  ): Promise<ResealReport>;
  /** Signs the tokens of phases with a new key from now on, whose id is answered; what the old one signed can be checked for a day. */
  rotateSigningKey(options?: TerraformRequestOptions): Promise<{ id: string }>;
}

export const operationCalls = (send: SendRequest): TerraformOperationsApi => ({
  getHealth: options => send('GET', '/health', { ...options, accept: [503] }),
  listQueue: (query, options) =>
    send('GET', '/operations/queue', { ...options, query }),
  getLeases: options => send('GET', '/operations/leases', options),
  listExecutors: options => listAll(send, '/operations/executors', options),
  listAccountStatuses: options =>
    listAll(send, '/operations/accounts', options),
  listLocks: options => listAll(send, '/operations/locks', options),
  releaseLock: (workspaceId, request, options) =>
    send('POST', path`/operations/locks/${workspaceId}/release`, {
      ...options,
      body: request,
    }),
  getRetention: options => send('GET', '/operations/retention', options),
  runRetention: (request, options) =>
    send('POST', '/operations/retention', { ...options, body: request }),
  getSealing: options => send('GET', '/operations/sealing', options),
  reseal: (request, options) =>
    send('POST', '/operations/sealing/reseal', { ...options, body: request }),
  rotateSigningKey: options =>
    send('POST', '/operations/signing-key', { ...options, body: {} }),
});
