import { Knex } from 'knex';
import { ModuleCatalogue } from '../modules';
import { Sealer } from '../sealing/Sealer';
import { readInputs } from '../workspaces/WorkspaceStore';
import {
  openRunVariables,
  openWorkspaceVariables,
  sealVariables,
} from './sealedVariables';
import { RunRecord } from './types';
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
   * Puts what the run asked for over the values that are in force now: an earlier run may have been applied while it waited. Part of the
   * transition that lets it through.
   */
  async refresh(trx: Knex.Transaction, run: RunRecord): Promise<void> {
    const module = this.#modules.get(run.module);
    // Preparing the plan says that the module is gone.
    if (!module) return;
    const variables = putOver(
      module,
      openWorkspaceVariables(
        this.#sealer,
        await readInputs(trx, run.workspaceId),
      ),
      openRunVariables(this.#sealer, run),
    );
    await trx('runs')
      .where({ id: run.id })
      .update({
        variables_sealed: sealVariables(
          this.#sealer,
          'runs',
          run.id,
          variables,
        ),
        variables_public: JSON.stringify(maskVariables(variables)),
      });
  }
}
