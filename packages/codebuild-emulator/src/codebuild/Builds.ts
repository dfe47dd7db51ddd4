import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../AwsError';
import type { BuildPlace } from './BuildPlace';
import { BuildRun } from './BuildRun';
import { FunctionWork } from './FunctionWork';
import { checkTimeouts, type Project, type Projects } from './Projects';
import { ShellWork } from './ShellWork';
import type { EmulatedBuild, EnvironmentVariable } from './types';

/** What StartBuild is asked, in AWS's own words. */
export interface StartBuildInput {
  projectName: string;
  idempotencyToken?: string;
  environmentVariablesOverride?: EnvironmentVariable[];
  buildspecOverride?: string;
  imageOverride?: string;
  serviceRoleOverride?: string;
  sourceVersion?: string;
  sourceTypeOverride?: string;
  sourceLocationOverride?: string;
  timeoutInMinutesOverride?: number;
  queuedTimeoutInMinutesOverride?: number;
  logsConfigOverride?: Project['logsConfig'];
}

interface TokenUse {
  inputHash: string;
  buildId: string;
  at: number;
}

/** How long StartBuild remembers an idempotency token. */
const TOKEN_LIFE_MS = 5 * 60 * 1000;
const TOKEN_MAX_CHARACTERS = 64;

/** All builds, those that have ended included. */
export class Builds {
  readonly #projects: Projects;
  readonly #place: BuildPlace;
  readonly #runs = new Map<string, BuildRun>();
  readonly #inputs = new Map<string, StartBuildInput>();
  readonly #idsByProject = new Map<string, string[]>();
  readonly #active = new Map<string, number>();
  readonly #tokens = new Map<string, TokenUse>();

  constructor(projects: Projects, place: BuildPlace) {
    this.#projects = projects;
    this.#place = {
      ...place,
      changed: build => {
        if (build.complete) this.#count(build.project, -1);
        place.changed(build);
      },
    };
  }

  /** Oldest first. */
  all(): EmulatedBuild[] {
    return [...this.#runs.values()].map(({ build }) => build);
  }

  /** @param idOrArn - `<project>:<uuid>`, or the ARN with that at its end */
  find(idOrArn: string): EmulatedBuild | undefined {
    return this.#runs.get(idOf(idOrArn))?.build;
  }

  /** The ids of a project's builds, oldest first. */
  idsOf(project: string): readonly string[] {
    return this.#idsByProject.get(project) ?? [];
  }

  /** @throws AwsError `ResourceNotFoundException`, `InvalidInputException`, `AccountLimitExceededException` */
  start(input: StartBuildInput, initiator: string): EmulatedBuild {
    const project = this.#projects.get(input.projectName);
    const known = this.#findByToken(project, input);
    if (known) return known;
    checkTimeouts(
      input.timeoutInMinutesOverride,
      input.queuedTimeoutInMinutesOverride,
    );
    this.#checkLimit(project);
    const ids = this.#idsByProject.get(project.name) ?? [];
    const build = newBuild(project, input, {
      place: this.#place,
      initiator,
      number: ids.length + 1,
    });
    this.#idsByProject.set(project.name, ids);
    ids.push(build.id);
    const run = new BuildRun(
      build,
      this.#place,
      project.run ? new FunctionWork(project.run) : new ShellWork(),
    );
    this.#runs.set(build.id, run);
    this.#inputs.set(build.id, input);
    this.#remember(project, input, build);
    this.#count(project.name, 1);
    run.start();
    return build;
  }

  /** @throws AwsError `ResourceNotFoundException` */
  stop(idOrArn: string): EmulatedBuild {
    const run = this.#get(idOrArn);
    run.stop();
    return run.build;
  }

  /** Starts another build with the same input. */
  retry(
    idOrArn: string,
    token: string | undefined,
    initiator: string,
  ): EmulatedBuild {
    const { id } = this.#get(idOrArn).build;
    return this.start(
      { ...this.#inputs.get(id)!, idempotencyToken: token },
      initiator,
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(run => run.close()));
  }

  #get(idOrArn: string): BuildRun {
    const run = this.#runs.get(idOf(idOrArn));
    if (!run) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Build cannot be found: ${idOrArn}`,
      );
    }
    return run;
  }

  #findByToken(
    project: Project,
    input: StartBuildInput,
  ): EmulatedBuild | undefined {
    const token = input.idempotencyToken;
    if (token === undefined) return undefined;
    if (token.length > TOKEN_MAX_CHARACTERS) {
      throw invalid(
        `Idempotency token cannot be longer than ${TOKEN_MAX_CHARACTERS} characters`,
      );
    }
    const use = this.#tokens.get(`${project.name} ${token}`);
    if (!use || this.#place.clock.now() - use.at >= TOKEN_LIFE_MS) {
      return undefined;
    }
    if (use.inputHash !== hashOf(input)) {
      throw invalid(
        'The idempotency token was used for a build with other input within the last 5 minutes',
      );
    }
    return this.find(use.buildId);
  }

  #remember(
    project: Project,
    input: StartBuildInput,
    build: EmulatedBuild,
  ): void {
    if (input.idempotencyToken === undefined) return;
    this.#tokens.set(`${project.name} ${input.idempotencyToken}`, {
      inputHash: hashOf(input),
      buildId: build.id,
      at: this.#place.clock.now(),
    });
  }

  #checkLimit({ name, concurrentBuildLimit: limit }: Project): void {
    if (limit !== undefined && (this.#active.get(name) ?? 0) >= limit) {
      throw new AwsError(
        'AccountLimitExceededException',
        `Cannot have more than ${limit} builds in queue for the project`,
      );
    }
  }

  #count(project: string, change: 1 | -1): void {
    this.#active.set(project, (this.#active.get(project) ?? 0) + change);
  }
}

function newBuild(
  project: Project,
  input: StartBuildInput,
  options: { place: BuildPlace; initiator: string; number: number },
): EmulatedBuild {
  const { account, clock } = options.place;
  const uuid = randomUUID();
  const id = `${project.name}:${uuid}`;
  const logs = (input.logsConfigOverride ?? project.logsConfig)?.cloudWatchLogs;
  const environmentVariables = mergeVariables(
    project.environment.environmentVariables ?? [],
    input.environmentVariablesOverride ?? [],
  );
  return {
    id,
    uuid,
    arn: account.arn('codebuild', `build/${id}`),
    number: options.number,
    project: project.name,
    status: 'IN_PROGRESS',
    complete: false,
    currentPhase: 'SUBMITTED',
    phases: [],
    startedAt: clock.now(),
    initiator: options.initiator,
    image: input.imageOverride ?? project.environment.image,
    serviceRole: input.serviceRoleOverride ?? project.serviceRole,
    source: {
      type: input.sourceTypeOverride ?? project.source.type,
      location: input.sourceLocationOverride ?? project.source.location,
      buildspec: input.buildspecOverride ?? project.source.buildspec,
    },
    sourceVersion: input.sourceVersion ?? project.sourceVersion,
    environmentVariables,
    env: Object.fromEntries(
      environmentVariables.map(({ name, value }) => [name, value]),
    ),
    timeoutInMinutes:
      input.timeoutInMinutesOverride ?? project.timeoutInMinutes,
    queuedTimeoutInMinutes:
      input.queuedTimeoutInMinutesOverride ?? project.queuedTimeoutInMinutes,
    logGroup: logs?.groupName ?? `/aws/codebuild/${project.name}`,
    logStream: logs?.streamName ? `${logs.streamName}/${uuid}` : uuid,
    exportedEnvironmentVariables: [],
  };
}

/** Those of the build go before those of the project. */
function mergeVariables(
  project: EnvironmentVariable[],
  build: EnvironmentVariable[],
): EnvironmentVariable[] {
  const byName = new Map(
    [...project, ...build].map(variable => [variable.name, variable]),
  );
  return [...byName.values()].map(variable => ({
    type: 'PLAINTEXT',
    ...variable,
  }));
}

function idOf(idOrArn: string): string {
  return idOrArn.startsWith('arn:')
    ? idOrArn.slice(idOrArn.indexOf(':build/') + ':build/'.length)
    : idOrArn;
}

function hashOf(input: StartBuildInput): string {
  const sorted = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}
