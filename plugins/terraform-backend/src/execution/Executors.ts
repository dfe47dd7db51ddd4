import {
  TerraformExecutor,
  TerraformExecutorHealth,
} from '@planroom/backstage-plugin-terraform-node';
import { Environments } from '../workspaces/Environments';
import { OfferedExecutor } from './Replicas';

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

  find(name: string): TerraformExecutor | undefined {
    return this.#byName.get(name);
  }

  /** Which executor carries out the environment's phases, and where. */
  placeFor(environment: string): { executor: string; place?: string } {
    const executor = this.nameFor(environment);
    return { executor, place: this.#byName.get(executor)?.place };
  }

  nameFor(environment: string): string {
    return this.#environments.find(environment)?.executor ?? 'local';
  }

  /**
   * What this replica offers. An executor that an environment names and nobody has configured has one place, so that its runs start and
   * fail with the reason instead of waiting for ever.
   */
  offers(): OfferedExecutor[] {
    const named = this.#environments.list().map(e => e.executor);
    const missing = named.filter(name => !this.#byName.has(name));
    return [
      ...this.entries().flatMap(([name, executor]) => offer(name, executor)),
      ...[...new Set(missing)].map(name => ({ name, capacity: 1 })),
    ];
  }

  /** Whether it can carry out phases; undefined when there is no such executor. */
  async health(name: string): Promise<TerraformExecutorHealth | undefined> {
    return this.#byName
      .get(name)
      ?.health()
      .catch((error: Error) => ({
        status: 'error' as const,
        message: error.message,
      }));
  }

  entries(): Array<[string, TerraformExecutor]> {
    return [...this.#byName.entries()];
  }
}

function offer(name: string, executor: TerraformExecutor): OfferedExecutor[] {
  const { place, capacity, capacityByPhase } = executor;
  return capacityByPhase
    ? (['plan', 'apply'] as const).map(phase => ({
        name,
        place,
        phase,
        capacity: capacityByPhase[phase],
      }))
    : [{ name, place, capacity }];
}
