import { isDeepStrictEqual } from 'node:util';
import { Knex } from 'knex';
import { ModuleCatalogue } from '../modules';
import { Sealer } from '../sealing/Sealer';
import { readInputs } from '../workspaces/WorkspaceStore';
import {
  openRunVariables,
  openWorkspaceVariables,
  sealVariables,
} from './sealedVariables';
import { RunRecord, SealedVariables } from './types';
import { maskVariables, putOver } from './variables';

/** What a run is to be planned with. */
export class RunInputs {
  readonly #modules: ModuleCatalogue;
  readonly #sealer: Sealer;

  constructor(options: { modules: ModuleCatalogue; sealer: Sealer }) {
    this.#modules = options.modules;
    this.#sealer = options.sealer;
  }

  /**
   * Puts what the runs asked for over the values that are in force now: earlier runs may have been applied while they waited. Part of the
   * transaction that begins their plans; from when it is their turn nothing else changes the values.
   *
   * @returns the runs with what they are planned with
   */
  async refresh(
    trx: Knex.Transaction,
    runs: RunRecord[],
  ): Promise<RunRecord[]> {
    const inForce = await readInputs(
      trx,
      runs.map(run => run.workspaceId),
    );
    const refreshed: RunRecord[] = [];
    for (const run of runs) {
      const variables = this.#combine(run, inForce.get(run.workspaceId));
      if (!variables) {
        refreshed.push(run);
        continue;
      }
      const variablesSealed = sealVariables(
        this.#sealer,
        'runs',
        run.id,
        variables,
      );
      await trx('runs')
        .where({ id: run.id })
        .update({
          variables_sealed: variablesSealed,
          variables_public: JSON.stringify(maskVariables(variables)),
        });
      refreshed.push({ ...run, variablesSealed });
    }
    return refreshed;
  }

  /** Undefined when nothing changes, or when a value cannot be had: preparing the plan says why, and one run must not hold up others. */
  #combine(
    run: RunRecord,
    workspace: Parameters<typeof openWorkspaceVariables>[1] | undefined,
  ): SealedVariables | undefined {
    const module = this.#modules.get(run.module);
    if (!module || !workspace) return undefined;
    try {
      const asked = openRunVariables(this.#sealer, run);
      const variables = putOver(
        module,
        openWorkspaceVariables(this.#sealer, workspace),
        asked,
      );
      return isDeepStrictEqual(variables, asked) ? undefined : variables;
    } catch {
      return undefined;
    }
  }
}
