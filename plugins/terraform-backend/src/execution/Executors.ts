import { TerraformExecutor } from '@planroom/backstage-plugin-terraform-node';
import { Environments } from '../workspaces/Environments';

/** The executors by name, and which environment uses which. */
export class Executors {
  readonly #byName: Map<string, TerraformExecutor>;
  readonly #environments: Environments;

  constructor(
    byName: Map<string, TerraformExecutor>,
    environments: Environments,
  ) {
    this.#byName = byName;
    this.#environments = environments;
  }

  /** @throws Error with what to configure when there is no such executor */
  get(name: string): TerraformExecutor {
    const executor = this.#byName.get(name);
    if (!executor) {
      throw new Error(
        `There is no executor named ${name}; configured are: ${
          [...this.#byName.keys()].join(', ') || 'none'
        }`,
      );
    }
    return executor;
  }

  /** Which executor carries out the environment's phases, and where. */
  placeFor(environment: string): { executor: string; place?: string } {
    const executor = this.nameFor(environment);
    return { executor, place: this.#byName.get(executor)?.place };
  }

  nameFor(environment: string): string {
    return this.#environments.find(environment)?.executor ?? 'local';
  }

  /** One place for an unknown executor, so that its runs start and fail with the reason instead of waiting for ever. */
  capacity(name: string): number {
    return this.#byName.get(name)?.capacity ?? 1;
  }

  entries(): Array<[string, TerraformExecutor]> {
    return [...this.#byName.entries()];
  }
}
