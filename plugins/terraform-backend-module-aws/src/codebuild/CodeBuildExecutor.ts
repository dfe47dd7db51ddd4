import { createHash } from 'node:crypto';
import { Build, StopBuildCommand } from '@aws-sdk/client-codebuild';
import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  TerraformArtifact,
  TerraformExecutor,
  TerraformExecutorHealth,
  TerraformNoCapacityError,
  TerraformPhase,
  TerraformPhaseHandle,
  TerraformPhaseObservation,
  TerraformPhaseOutcome,
  TerraformPhaseReference,
  TerraformRemoteStates,
} from '@planroom/backstage-plugin-terraform-node';
import {
  CancelMode,
  OutputRecord,
  REMOTE_FILES,
  RemoteExit,
  RESULT_FILES,
  RunManifest,
} from '@planroom/terraform-runner';
import { BuildLog, LogStream } from './BuildLog';
import { BuildStarter } from './BuildStarter';
import { BuildWatch, SeenBuild } from './BuildWatch';
import { CodeBuildClients } from './clients';
import { chooseProject, CodeBuildConfig } from './config';
import { explainError, isThrottled, isTransient } from './errors';
import { explainEnd } from './explainEnd';
import { CodeBuildHealth } from './CodeBuildHealth';
import {
  formatCursor,
  LogCursor,
  parseCursor,
  recordsFrom,
} from './outputLines';
import { PhaseAddress, PhaseObjects } from './PhaseObjects';
import { RateLimit } from './RateLimit';
import { S3States } from './S3States';

/** An observation waits this long for something to happen. */
const PATIENCE_MS = 1_000;
/** How long a runner that was told to end by force has, before its build is stopped. */
const FORCE_GRACE_MS = 20_000;

/** Where a phase runs, as it is stored. */
interface Handle extends PhaseAddress {
  phaseId: string;
  /** `<project>:<uuid>` */
  buildId: string;
  buildArn: string;
  manifest?: string;
  manifestVersion?: string;
}

/** What is kept of a build while it is followed; can be lost without harm. */
interface Followed {
  log: BuildLog;
  manifestRemoved?: boolean;
  /** the build that has begun the phase, where a lost answer led to two */
  other?: Handle;
  stopping?: NodeJS.Timeout;
}

/**
 * Runs each phase as a build of AWS CodeBuild, by the runner in the image of the project. Manifest, input and results go through a bucket,
 * the log through CloudWatch Logs; any portal finds a build again by its id.
 */
export class CodeBuildExecutor implements TerraformExecutor {
  readonly capacity: number;
  readonly capacityByPhase: CodeBuildConfig['capacity'];
  readonly takesRoles = true;
  readonly states?: TerraformRemoteStates;
  readonly #config: CodeBuildConfig;
  readonly #clients: CodeBuildClients;
  readonly #objects: PhaseObjects;
  readonly #starter: BuildStarter;
  readonly #watch: BuildWatch;
  readonly #logLimit: RateLimit;
  readonly #health: CodeBuildHealth;
  readonly #logger: LoggerService;
  readonly #followed = new Map<string, Followed>();

  constructor(options: {
    config: CodeBuildConfig;
    clients: CodeBuildClients;
    watch: BuildWatch;
    logger: LoggerService;
  }) {
    const { config, clients } = options;
    this.#config = config;
    this.#clients = clients;
    this.#watch = options.watch;
    this.#logger = options.logger;
    this.capacityByPhase = config.capacity;
    this.capacity = config.capacity.plan + config.capacity.apply;
    this.#objects = new PhaseObjects(clients.s3, config.artifacts);
    this.#starter = new BuildStarter(clients.codebuild, this.#objects);
    this.#logLimit = new RateLimit(config.logs.requestsPerSecond);
    this.#health = new CodeBuildHealth({ config, clients });
    this.states =
      config.state &&
      new S3States({
        s3: clients.s3,
        config: config.state,
        assertUsable: () => this.#health.assertStateIsSafe(),
      });
  }

  async start(phase: TerraformPhase): Promise<TerraformPhaseHandle> {
    try {
      return await this.#start(phase);
    } catch (error) {
      if (error instanceof TerraformNoCapacityError) {
        this.#health.noteNoCapacity();
        throw error;
      }
      if (isTransient(error) || isThrottled(error)) {
        throw new TerraformNoCapacityError(
          `Waiting for AWS, which does not answer: ${(error as Error).message}`,
        );
      }
      throw error;
    }
  }

  async #start(phase: TerraformPhase): Promise<TerraformPhaseHandle> {
    const { spec } = phase;
    const project = chooseProject(
      this.#config.projects[spec.phase],
      phase.terraformVersion,
    );
    const found = await this.find(spec);
    if (found) return found;
    const order = await this.#starter.order(spec);
    const input = await phase.input();
    const manifest: RunManifest = {
      v: 1,
      spec,
      secrets: await phase.secrets(),
      inputSha256: sha256(input),
      ...(phase.planFile && { planSha256: sha256(phase.planFile) }),
      ...(this.#config.artifacts.kmsKeyArn && {
        kmsKeyId: this.#config.artifacts.kmsKeyArn,
      }),
      role: phase.role && { region: this.#config.region, ...phase.role },
    };
    await this.#objects.put(this.#objects.key(spec, REMOTE_FILES.input), input);
    if (phase.planFile) {
      await this.#objects.put(
        this.#objects.key(spec, REMOTE_FILES.plan),
        phase.planFile,
      );
    }
    const manifestVersion = await this.#objects.put(
      order.manifest,
      JSON.stringify(manifest),
    );
    const build = await this.#starter.start(project, order, spec.phaseId);
    const handle = toHandle(spec, build, {
      manifest: order.manifest,
      manifestVersion,
    });
    this.#watch.get(handle.buildId);
    this.#watch.note(handle.buildId, build);
    return { ...handle };
  }

  async find(
    reference: TerraformPhaseReference,
  ): Promise<TerraformPhaseHandle | undefined> {
    if (reference.handle) return reference.handle;
    const mark = await this.#objects.get(
      this.#objects.key(reference, REMOTE_FILES.started),
    );
    if (!mark) return undefined;
    const buildArn = mark.toString();
    const { phaseId, runId, phase } = reference;
    return { phaseId, runId, phase, buildArn, buildId: idOf(buildArn) };
  }

  async observe(
    stored: TerraformPhaseHandle,
    cursor: string | undefined,
  ): Promise<TerraformPhaseObservation> {
    const started = readHandle(stored);
    const handle = this.#follow(started).other ?? started;
    const followed = this.#follow(handle);
    const read = parseCursor(cursor);
    const build = this.#watch.get(handle.buildId);
    if (build === undefined) {
      await this.#watch.changed(handle.buildId, PATIENCE_MS);
      return { records: [], cursor: formatCursor(read) };
    }
    if (build === 'unknown' || build.buildComplete) {
      return this.#observeEnd(handle, build, read);
    }
    const stream = streamOf(build);
    if (!stream || followed.log.pauseMs > 0) {
      const waitMs = stream ? followed.log.pauseMs : PATIENCE_MS;
      await this.#watch.changed(handle.buildId, Math.min(waitMs, PATIENCE_MS));
      return { records: [], cursor: formatCursor(read) };
    }
    const page = await followed.log.read(stream, read);
    if (page.tellsEnd) this.#watch.expectEnd(handle.buildId);
    if (page.cursor.record > 0) await this.#removeManifest(handle, followed);
    return {
      records: page.records,
      cursor: formatCursor(page.cursor),
      more: page.more && page.records.length > 0,
    };
  }

  /** The result, and what is missing of the output: from the runner's own copy, which is complete before the result is written. */
  async #observeEnd(
    handle: Handle,
    build: SeenBuild,
    read: LogCursor,
  ): Promise<TerraformPhaseObservation> {
    const exit = await this.#readResult(handle, REMOTE_FILES.exit);
    if (exit) {
      const { result, records }: RemoteExit = JSON.parse(exit.toString());
      const missing =
        read.record < records
          ? await this.#readResult(handle, REMOTE_FILES.output)
          : undefined;
      return {
        records: missing ? recordsFrom(missing.toString(), read.record) : [],
        cursor: formatCursor({ ...read, record: records }),
        outcome: { kind: 'ended', result },
      };
    }
    const known = build === 'unknown' ? undefined : build;
    const rest = known ? await this.#readRest(handle, known, read) : undefined;
    return {
      records: rest?.records ?? [],
      cursor: formatCursor(rest?.cursor ?? read),
      outcome: await this.#explainEnd(handle, known),
    };
  }

  async #readRest(
    handle: Handle,
    build: Build,
    read: LogCursor,
  ): Promise<{ records: OutputRecord[]; cursor: LogCursor } | undefined> {
    const stream = streamOf(build);
    if (!stream) return undefined;
    const { log } = this.#follow(handle);
    const records: OutputRecord[] = [];
    let cursor = read;
    for (let more = true; more; ) {
      const page = await log.read(stream, cursor);
      records.push(...page.records);
      ({ cursor, more } = page);
    }
    return { records, cursor };
  }

  /** Why there is no result; undefined when another build has begun the phase, which is followed from now on. */
  async #explainEnd(
    handle: Handle,
    build: Build | undefined,
  ): Promise<TerraformPhaseOutcome | undefined> {
    const [mark, cancel] = await Promise.all(
      [REMOTE_FILES.started, REMOTE_FILES.cancel].map(name =>
        this.#objects.get(this.#objects.key(handle, name)),
      ),
    );
    const begunBy = mark?.toString();
    if (begunBy && begunBy !== handle.buildArn) {
      this.#follow(handle).other = {
        ...handle,
        buildArn: begunBy,
        buildId: idOf(begunBy),
      };
      return undefined;
    }
    return explainEnd({
      phaseId: handle.phaseId,
      build,
      begun: begunBy !== undefined,
      canceled: cancel !== undefined,
    });
  }

  async cancel(stored: TerraformPhaseHandle, mode: CancelMode): Promise<void> {
    const handle = readHandle(stored);
    const followed = this.#follow(handle);
    await this.#objects.put(
      this.#objects.key(handle, REMOTE_FILES.cancel),
      mode,
    );
    if (!(await this.#isBegun(handle))) {
      // There is no Terraform to interrupt.
      await this.#stop(handle);
    } else if (mode === 'force') {
      // The runner ends Terraform within seconds and can still tell what was left; a build that is stopped cannot.
      followed.stopping ??= setTimeout(
        () => this.#stop(handle).catch(error => this.#warn(error)),
        FORCE_GRACE_MS,
      ).unref();
    }
  }

  async readArtifact(
    stored: TerraformPhaseHandle,
    artifact: TerraformArtifact,
  ): Promise<Buffer> {
    const content = await this.#readResult(
      readHandle(stored),
      RESULT_FILES[artifact],
    );
    if (!content) throw new NotFoundError(`The phase left no ${artifact}`);
    return content;
  }

  async release(stored: TerraformPhaseHandle): Promise<void> {
    const handle = readHandle(stored);
    const followed = this.#follow(handle);
    clearTimeout(followed.stopping);
    this.#followed.delete(handle.buildId);
    this.#watch.forget(handle.buildId);
    await this.#removeManifest(handle, followed);
    // Mark and order stay until the bucket's lifecycle removes them: the phase is never begun again.
    const { input, plan, cancel, output, exit } = REMOTE_FILES;
    await this.#objects.removeAll([
      ...[input, plan, cancel].map(name => this.#objects.key(handle, name)),
      ...[...Object.values(RESULT_FILES), output, exit].map(name =>
        this.#resultKey(handle, name),
      ),
    ]);
  }

  health(): Promise<TerraformExecutorHealth> {
    return this.#health.check();
  }

  #follow(handle: Handle): Followed {
    let followed = this.#followed.get(handle.buildId);
    if (!followed) {
      this.#forgetUnwatched();
      followed = { log: new BuildLog(this.#clients.logs, this.#logLimit) };
      this.#followed.set(handle.buildId, followed);
    }
    return followed;
  }

  /** Another replica follows them now. */
  #forgetUnwatched(): void {
    for (const id of this.#followed.keys()) {
      if (!this.#watch.isWatched(id)) this.#followed.delete(id);
    }
  }

  /** The secrets are gone as soon as the runner has them. */
  async #removeManifest(handle: Handle, followed: Followed): Promise<void> {
    if (followed.manifestRemoved || !handle.manifest) return;
    followed.manifestRemoved = true;
    try {
      await this.#objects.remove(handle.manifest, handle.manifestVersion);
    } catch (error) {
      this.#logger.warn(
        explainError(
          error,
          `remove the manifest of run ${handle.runId}, which holds secrets`,
        ),
      );
    }
  }

  async #isBegun(handle: Handle): Promise<boolean> {
    const mark = await this.#objects.get(
      this.#objects.key(handle, REMOTE_FILES.started),
    );
    return mark !== undefined;
  }

  async #stop({ buildId }: Handle): Promise<void> {
    const { build } = await this.#clients.codebuild.send(
      new StopBuildCommand({ id: buildId }),
    );
    if (build) this.#watch.note(buildId, build);
    this.#watch.expectEnd(buildId);
  }

  #warn(error: unknown): void {
    this.#logger.warn(explainError(error, 'stop a build'));
  }

  #resultKey(handle: Handle, name: string): string {
    return this.#objects.key(handle, `${handle.buildArn}/${name}`);
  }

  #readResult(handle: Handle, name: string): Promise<Buffer | undefined> {
    return this.#objects.get(this.#resultKey(handle, name));
  }
}

function toHandle(
  { phaseId, runId, phase }: TerraformPhaseReference,
  build: Build,
  order: { manifest: string; manifestVersion?: string },
): Handle {
  const { id, arn } = build;
  if (!id || !arn) throw new Error('CodeBuild answered a build without its id');
  return {
    phaseId,
    runId,
    phase,
    buildId: id,
    buildArn: arn,
    manifest: order.manifest,
    ...(order.manifestVersion && { manifestVersion: order.manifestVersion }),
  };
}

function readHandle(stored: TerraformPhaseHandle): Handle {
  return stored as unknown as Handle;
}

/** `arn:aws:codebuild:<region>:<account>:build/<project>:<uuid>` */
function idOf(buildArn: string): string {
  return buildArn.slice(buildArn.indexOf('/') + 1);
}

function streamOf({ logs }: Build): LogStream | undefined {
  return logs?.groupName && logs.streamName
    ? { groupName: logs.groupName, streamName: logs.streamName }
    : undefined;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
