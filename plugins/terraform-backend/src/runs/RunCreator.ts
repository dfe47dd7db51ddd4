import { randomUUID } from 'node:crypto';
import { CreateRunRequest } from '@planroom/backstage-plugin-terraform-common';
import { Knex } from 'knex';
import { Accounts } from '../accounts/Accounts';
import { givePermissionsBoundary } from '../accounts/givePermissionsBoundary';
import { ModuleCatalogue } from '../modules';
import { Caller } from '../permissions/Authorizer';
import { Sealer } from '../sealing/Sealer';
import { SecretStore } from '../secrets/SecretStore';
import { Environments, rulesOf } from '../workspaces/Environments';
import { findModule } from '../workspaces/WorkspaceService';
import { WorkspaceRecord } from '../workspaces/WorkspaceStore';
import { RunStore } from './RunStore';
import {
  openRunVariables,
  openWorkspaceVariables,
  sealVariables,
} from './sealedVariables';
import { RunRecord } from './types';
import {
  assertVariables,
  declaredValues,
  maskVariables,
  putOver,
  resolveGiven,
} from './variables';

/** Makes runs out of what was asked for; who may ask is not decided here. */
export class RunCreator {
  readonly #runs: RunStore;
  readonly #secrets: SecretStore;
  readonly #sealer: Sealer;
  readonly #modules: ModuleCatalogue;
  readonly #environments: Environments;
  readonly #accounts: Accounts;

  constructor(options: {
    runs: RunStore;
    secrets: SecretStore;
    sealer: Sealer;
    modules: ModuleCatalogue;
    environments: Environments;
    accounts: Accounts;
  }) {
    this.#runs = options.runs;
    this.#secrets = options.secrets;
    this.#sealer = options.sealer;
    this.#modules = options.modules;
    this.#environments = options.environments;
    this.#accounts = options.accounts;
  }

  /**
   * Checks what is asked for, and answers how to write the run down as part of a transaction, which answers its id.
   *
   * @param retryOf - ask for the same again
   * @throws InputError when the module does not take the variables or is not offered in that version
   * @throws ConflictError while it is written, when the account of the workspace is gone or no longer allowed
   */
  prepare(
    workspace: WorkspaceRecord,
    caller: Caller,
    input: CreateRunRequest,
    retryOf?: RunRecord,
  ): (trx: Knex.Transaction) => Promise<string> {
    const environment = this.#environments.get(workspace.environment);
    const module = findModule(this.#modules, workspace.module, input.version);
    const given = input.variables ?? {};
    const inForce = openWorkspaceVariables(this.#sealer, workspace);
    const again = retryOf && openRunVariables(this.#sealer, retryOf);
    assertVariables(module, {
      ...declaredValues(module, inForce),
      ...declaredValues(module, again),
      ...given,
    });
    return async trx => {
      const id = randomUUID();
      const createdAt = new Date();
      const asked =
        again ??
        (await resolveGiven(given, (ref, name) =>
          this.#secrets.take(trx, ref, caller.ref, name),
        ));
      const account = await this.#accounts.forRun(workspace, asked, trx);
      const variables = putOver(
        module,
        inForce,
        givePermissionsBoundary(module, account, asked),
      );
      await this.#runs.create(
        {
          id,
          workspaceId: workspace.id,
          kind: input.kind,
          environment: environment.name,
          owner: workspace.owner,
          module: module.name,
          moduleVersion: module.version,
          message: input.message,
          requestedBy: caller.ref,
          actor: caller.actor,
          createdAt: createdAt.toISOString(),
          expiresAt: new Date(
            createdAt.getTime() + environment.expiry.pendingMs,
          ).toISOString(),
          retryOf: retryOf?.id,
          variablesSealed: sealVariables(this.#sealer, 'runs', id, variables),
          variablesPublic: maskVariables(variables),
          rules: rulesOf(environment),
          requesters: [
            ...new Set([
              caller.ref,
              ...workspace.inputAuthors,
              ...(retryOf?.requesters ?? []),
            ]),
          ],
        },
        trx,
      );
      return id;
    };
  }
}
