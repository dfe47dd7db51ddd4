import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from './Clock';
import type { Delays } from './codebuild/BuildPlace';
import type { EmulatedBuild, EmulatedProject } from './codebuild/types';
import { createCore, queueUrl, type Core } from './createCore';
import type { EmulatorOptions } from './EmulatorOptions';
import type { Faults } from './Faults';
import type { EmulatedRole } from './iam/Roles';
import type { Journal } from './Journal';
import type { Session } from './sts/Identities';

/**
 * The parts of AWS that Planroom uses, on one loopback port, for as long as this object lives. Nothing is kept.
 *
 * @public
 */
export class AwsEmulator {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
  /** Settable while it runs, for what begins from then on. */
  readonly delays: Delays;
  readonly #core: Core;

  private constructor(core: Core, endpoint: string) {
    this.#core = core;
    this.endpoint = endpoint;
    this.region = core.account.region;
    this.accountId = core.account.id;
    this.clock = core.clock;
    this.faults = core.faults;
    this.journal = core.journal;
    this.delays = core.delays;
  }

  static async start(options: EmulatorOptions = {}): Promise<AwsEmulator> {
    const folder =
      options.folder ?? (await mkdtemp(join(tmpdir(), 'codebuild-emulator-')));
    const core = createCore(options, folder);
    const endpoint = await core.server.listen(options.port ?? 0);
    core.address.endpoint = endpoint;
    return new AwsEmulator(core, endpoint);
  }

  /** Variables for SDKs and Terraform, with the keys of a user. */
  get env(): Record<string, string> {
    const { accessKeyId, secretAccessKey } = this.#core.identities.root;
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: this.region,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** The same for the constructor of an SDK client. */
  get clientConfig(): {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  } {
    return {
      endpoint: this.endpoint,
      region: this.region,
      credentials: { ...this.#core.identities.root },
    };
  }

  /** @throws Error when there is one of the name */
  createBucket(name: string, options: { versioning?: boolean } = {}): void {
    const bucket = this.#core.buckets.create(name);
    if (options.versioning ?? true) bucket.versioning = 'Enabled';
  }

  /** Makes a CodeBuild project, or puts it in place of the one of that name. */
  putProject(project: EmulatedProject): void {
    this.#core.projects.put(project);
  }

  /** Makes a role, in any account, or puts it in place of the one of that ARN. */
  putRole(role: EmulatedRole): void {
    this.#core.roles.put(role);
  }

  /** Makes a KMS key. */
  createKey(options: { alias?: string } = {}): { id: string; arn: string } {
    const { id, arn } = this.#core.keys.create({
      alias: options.alias,
      at: this.clock.now(),
    });
    return { id, arn };
  }

  /** Makes a queue that is the target of a rule for `CodeBuild Build State Change`. Queues made by SDKs get no such messages. */
  createQueue(name: string): { url: string; arn: string } {
    this.#core.queues.ensure(name);
    this.#core.eventQueues.add(name);
    return {
      url: queueUrl(this.#core.account, this.endpoint, name),
      arn: this.#core.queues.arn(name),
    };
  }

  /**
   * Puts a message into a queue, whoever it may seem to be from.
   *
   * @param queue - its name or URL
   * @throws Error when there is no such queue
   */
  sendMessage(queue: string, body: string): void {
    const found = this.#core.queues.get(queue);
    if (!found) throw new Error(`There is no queue ${queue}: create it first.`);
    found.send(body);
  }

  /** All builds, oldest first. */
  builds(): EmulatedBuild[] {
    return this.#core.builds.all();
  }

  /** All temporary credentials that were handed out, oldest first. */
  sessions(): Session[] {
    return this.#core.identities.sessions();
  }

  /** Ends all builds with their processes, and removes their folders. */
  async close(): Promise<void> {
    await this.#core.builds.close();
    this.clock.stop();
    await this.#core.server.close();
    if (this.#core.ownsFolder) {
      await rm(this.#core.folder, { recursive: true, force: true });
    }
  }
}
