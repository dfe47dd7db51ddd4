import { createHash, randomBytes } from 'node:crypto';
import {
  Build,
  CodeBuildClient,
  StartBuildCommand,
} from '@aws-sdk/client-codebuild';
import { TerraformNoCapacityError } from '@planroom/backstage-plugin-terraform-node';
import { explainError, isNoCapacity, isTransient } from './errors';
import { findBuild } from './findBuild';
import { PhaseAddress, PhaseObjects } from './PhaseObjects';

/** CodeBuild knows a token for five minutes; a minute is left for clocks that differ. */
const TOKEN_KNOWN_MS = 4 * 60_000;

/** What a phase was ordered with: the same for every attempt, so that CodeBuild sees the same request. */
interface Order {
  manifest: string;
  at: string;
}

/**
 * Starts at most one build for a phase. Every attempt makes the same request with the same token, which CodeBuild answers with the same
 * build for five minutes; after them, a build that was started and whose answer was lost is looked for by its one variable.
 */
export class BuildStarter {
  readonly #codebuild: CodeBuildClient;
  readonly #objects: PhaseObjects;

  constructor(codebuild: CodeBuildClient, objects: PhaseObjects) {
    this.#codebuild = codebuild;
    this.#objects = objects;
  }

  /** The key of the manifest of a phase, and since when it is ordered. Its name is random, since builds can read what they can name. */
  async order(address: PhaseAddress): Promise<Order> {
    const key = this.#objects.orderKey(address);
    const order: Order = {
      manifest: this.#objects.key(address, randomBytes(24).toString('hex')),
      at: new Date().toISOString(),
    };
    if (await this.#objects.putNew(key, JSON.stringify(order))) return order;
    const earlier = await this.#objects.get(key);
    if (!earlier) {
      throw new Error(
        `The order of the phase has disappeared from ${this.#objects.uri(key)}`,
      );
    }
    return JSON.parse(earlier.toString());
  }

  /**
   * @throws TerraformNoCapacityError when CodeBuild has no place for it now
   * @throws Error with a sentence for people
   */
  async start(project: string, order: Order, phaseId: string): Promise<Build> {
    const variable = this.#objects.uri(order.manifest);
    const isOld = Date.now() - Date.parse(order.at) > TOKEN_KNOWN_MS;
    const earlier = isOld
      ? await findBuild(this.#codebuild, {
          projectName: project,
          variable: { name: 'RUN_MANIFEST', value: variable },
          since: order.at,
        })
      : undefined;
    if (earlier) return earlier;
    try {
      const { build } = await this.#codebuild.send(
        new StartBuildCommand({
          projectName: project,
          idempotencyToken: createHash('sha256').update(phaseId).digest('hex'),
          environmentVariablesOverride: [
            { name: 'RUN_MANIFEST', type: 'PLAINTEXT', value: variable },
          ],
        }),
      );
      if (!build?.id) throw new Error('CodeBuild answered without a build');
      return build;
    } catch (error) {
      if (isNoCapacity(error)) {
        throw new TerraformNoCapacityError(
          `Waiting for CodeBuild: it has no place for another build of ${project} now (${
            (error as Error).name
          })`,
        );
      }
      // With a 5xx or a broken connection the build may have started all the same: the next attempt gets the same one.
      if (isTransient(error)) throw error;
      throw new Error(explainError(error, `start a build of ${project}`), {
        cause: error,
      });
    }
  }
}
