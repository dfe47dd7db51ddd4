import type {
  Account,
  AccountTest,
  CreateAccountRequest,
  DeleteAccountRequest,
  SetCredentialRequest,
  UpdateAccountRequest,
} from '../schemas';
import {
  listAll,
  path,
  type SendRequest,
  type TerraformCreateOptions,
  type TerraformRequestOptions,
} from './request';

/**
 * Cloud accounts. Roles, external id, boundary, credential and last test are answered only to who may manage accounts; what stands in the
 * configuration is changed there and refused here.
 *
 * @public
 */
export interface TerraformAccountsApi {
  /** All accounts. */
  listAccounts(options?: TerraformRequestOptions): Promise<Account[]>;
  /** One account; 404 when there is none. */
  getAccount(name: string, options?: TerraformRequestOptions): Promise<Account>;
  /** Adds an account; 409 when the name is taken, 400 for environments that do not exist. */
  createAccount(
    request: CreateAccountRequest,
    options?: TerraformCreateOptions,
  ): Promise<Account>;
  /** Replaces everything about an account but its name, cloud and account id. */
  updateAccount(
    name: string,
    request: UpdateAccountRequest,
    options?: TerraformRequestOptions,
  ): Promise<Account>;
  /** Removes an account and discards the waiting runs of its workspaces; 409 while a phase of one of them runs. */
  deleteAccount(
    name: string,
    request: DeleteAccountRequest,
    options?: TerraformRequestOptions,
  ): Promise<void>;
  /** Seals a credential in place of the one before; 400 when its kind or values do not fit the account. */
  setAccountCredential(
    name: string,
    request: SetCredentialRequest,
    options?: TerraformRequestOptions,
  ): Promise<void>;
  /** Forgets the sealed credential. */
  removeAccountCredential(
    name: string,
    options?: TerraformRequestOptions,
  ): Promise<void>;
  /** Tries to get into the account; a bad result is an answer too. */
  testAccount(
    name: string,
    options?: TerraformRequestOptions,
  ): Promise<AccountTest>;
}

export const accountCalls = (send: SendRequest): TerraformAccountsApi => ({
  listAccounts: options => listAll(send, '/accounts', options),
  getAccount: (name, options) => send('GET', path`/accounts/${name}`, options),
  createAccount: (request, options) =>
    send('POST', '/accounts', { ...options, body: request }),
  updateAccount: (name, request, options) =>
    send('PUT', path`/accounts/${name}`, { ...options, body: request }),
  deleteAccount: (name, request, options) =>
    send('DELETE', path`/accounts/${name}`, { ...options, body: request }),
  setAccountCredential: (name, request, options) =>
    send('PUT', path`/accounts/${name}/credential`, {
      ...options,
      body: request,
    }),
  removeAccountCredential: (name, options) =>
    send('DELETE', path`/accounts/${name}/credential`, options),
  testAccount: (name, options) =>
    send('POST', path`/accounts/${name}/test`, { ...options, body: {} }),
});
