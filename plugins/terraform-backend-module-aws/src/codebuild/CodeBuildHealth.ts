import { performance } from 'node:perf_hooks';
import { ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild';
import {
  GetBucketVersioningCommand,
  HeadBucketCommand,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { TerraformExecutorHealth } from '@planroom/backstage-plugin-terraform-node';
import { CodeBuildClients } from './clients';
import { CodeBuildConfig } from './config';
import { explainError } from './errors';

/** AWS is not asked more often: people may look at the health again and again. */
const KEEP_MS = 30_000;
/** For how long a refusal is worth telling. */
const NO_CAPACITY_MS = 60 * 60_000;

/** Whether builds can be started and followed: projects, buckets and queue are there for the portal. */
export class CodeBuildHealth {
  readonly #config: CodeBuildConfig;
  readonly #clients: CodeBuildClients;
  #kept?: { at: number; health: Promise<TerraformExecutorHealth> };
  #keptState?: { at: number; problem: Promise<Problem | undefined> };
  #noCapacityAt: number[] = [];

  constructor(options: { config: CodeBuildConfig; clients: CodeBuildClients }) {
    this.#config = options.config;
    this.#clients = options.clients;
  }

  /** CodeBuild had no place for a build. */
  noteNoCapacity(): void {
    const now = performance.now();
    this.#noCapacityAt = [
      ...this.#noCapacityAt.filter(at => now - at < NO_CAPACITY_MS),
      now,
    ];
  }

  async check(): Promise<TerraformExecutorHealth> {
    const now = performance.now();
    if (!this.#kept || now - this.#kept.at > KEEP_MS) {
      this.#kept = { at: now, health: this.#ask() };
    }
    const health = await this.#kept.health;
    const refused = this.#noCapacityAt.filter(
      at => now - at < NO_CAPACITY_MS,
    ).length;
    if (health.status !== 'ok' || refused === 0) return health;
    return {
      status: 'degraded',
      message: `CodeBuild had no place for a build ${refused} ${
        refused === 1 ? 'time' : 'times'
      } within the last hour, so that runs waited: raise the quota of concurrent builds in Service Quotas and the concurrency in the module codebuild-runner, or lower terraform.executors.codebuild.capacity`,
    };
  }

  /**
   * @throws Error when states would not be safe in their bucket
   */
  async assertStateIsSafe(): Promise<void> {
    const now = performance.now();
    if (!this.#keptState || now - this.#keptState.at > KEEP_MS) {
      this.#keptState = { at: now, problem: this.#askState() };
    }
    const problem = await this.#keptState.problem;
    if (problem?.fatal) throw new Error(problem.message);
  }

  async #ask(): Promise<TerraformExecutorHealth> {
    const problems = (
      await Promise.all([
        ...this.#projects().map(name => this.#askProject(name)),
        this.#askArtifacts(),
        this.#askState(),
        this.#askQueue(),
      ])
    ).flatMap(problem => problem ?? []);
    if (problems.length === 0) return { status: 'ok' };
    return {
      status: problems.some(({ fatal }) => fatal) ? 'error' : 'degraded',
      message: problems.map(({ message }) => message).join('. '),
    };
  }

  #projects(): string[] {
    const { plan, apply } = this.#config.projects;
    return [...new Set([...Object.values(plan), ...Object.values(apply)])];
  }

  async #askProject(projectName: string): Promise<Problem | undefined> {
    return tryOut(`see the CodeBuild project ${projectName}`, true, () =>
      this.#clients.codebuild.send(
        new ListBuildsForProjectCommand({ projectName }),
      ),
    );
  }

  async #askArtifacts(): Promise<Problem | undefined> {
    const { bucket } = this.#config.artifacts;
    return tryOut(`use the bucket ${bucket}`, true, () =>
      this.#clients.s3.send(new HeadBucketCommand({ Bucket: bucket })),
    );
  }

  /** Versions are the only way back from a state that was written over. */
  async #askState(): Promise<Problem | undefined> {
    const { state } = this.#config;
    if (!state) return undefined;
    let status: string | undefined;
    const problem = await tryOut(
      `see whether the bucket ${state.bucket} keeps versions`,
      false,
      async () => {
        ({ Status: status } = await this.#clients.s3.send(
          new GetBucketVersioningCommand({ Bucket: state.bucket }),
        ));
      },
    );
    if (problem || status === 'Enabled') return problem;
    return {
      fatal: true,
      message: `The bucket ${state.bucket} does not keep versions, so that a state that is written over would be lost: switch versioning on (the module codebuild-runner does); until then no run with its state there is started`,
    };
  }

  async #askQueue(): Promise<Problem | undefined> {
    const { queueUrl } = this.#config;
    if (!queueUrl) return undefined;
    return tryOut(
      'read the queue of terraform.executors.codebuild.events.queueUrl (without it the ends of builds are seen a few seconds later)',
      false,
      () =>
        this.#clients.sqs.send(
          new GetQueueAttributesCommand({
            QueueUrl: queueUrl,
            AttributeNames: ['QueueArn'],
          }),
        ),
    );
  }
}

interface Problem {
  /** no build can run */
  fatal: boolean;
  message: string;
}

async function tryOut(
  doing: string,
  fatal: boolean,
  ask: () => Promise<unknown>,
): Promise<Problem | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    return { fatal, message: explainError(error, doing) };
  }
}
