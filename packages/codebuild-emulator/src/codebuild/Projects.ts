import type { Account } from '../Account';
import { AwsError } from '../AwsError';
import type { Clock } from '../Clock';
import type {
  BuildSource,
  EmulatedProject,
  EnvironmentVariable,
} from './types';

/** The part of a project that CreateProject and UpdateProject give, in AWS's own words. */
export interface ProjectInput {
  name: string;
  description?: string;
  source: BuildSource;
  sourceVersion?: string;
  artifacts?: object;
  environment: {
    type?: string;
    image: string;
    computeType?: string;
    environmentVariables?: EnvironmentVariable[];
  };
  serviceRole: string;
  timeoutInMinutes?: number;
  queuedTimeoutInMinutes?: number;
  concurrentBuildLimit?: number;
  logsConfig?: {
    cloudWatchLogs?: {
      status?: string;
      groupName?: string;
      streamName?: string;
    };
  };
  encryptionKey?: string;
  tags?: object[];
}

/** A project as BatchGetProjects answers it; times are milliseconds since the epoch. */
export interface Project extends ProjectInput {
  arn: string;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  created: number;
  lastModified: number;
  run?: EmulatedProject['run'];
}

/** The limits of minutes that AWS has, ends included. */
const TIMEOUT_MINUTES: [number, number] = [5, 2160];
const QUEUED_TIMEOUT_MINUTES: [number, number] = [5, 480];
const TIMEOUT_DEFAULT = 60;
const QUEUED_TIMEOUT_DEFAULT = 480;

/** The projects of the account. */
export class Projects {
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #projects = new Map<string, Project>();

  constructor(account: Account, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** @throws AwsError `InvalidInputException`, `ResourceAlreadyExistsException` */
  create(input: ProjectInput): Project {
    checkInput(input);
    if (this.#projects.has(input.name)) {
      throw new AwsError(
        'ResourceAlreadyExistsException',
        `Project already exists: ${this.#arn(input.name)}`,
      );
    }
    return this.#set(input);
  }

  /** Changes what is given. */
  update(input: Partial<ProjectInput> & { name: string }): Project {
    const before = this.get(input.name);
    const changed = { ...before, ...input, name: before.name };
    checkInput(changed);
    return this.#set(changed, before.created);
  }

  delete(nameOrArn: string): void {
    this.#projects.delete(nameOf(nameOrArn));
  }

  /** Sets up a project from a test, without AWS's limits. */
  put(project: EmulatedProject): Project {
    return this.#set({
      name: project.name,
      source: {
        ...(project.source ?? { type: 'NO_SOURCE' }),
        buildspec: project.buildspec,
      },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: project.image ?? 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        environmentVariables: Object.entries(
          project.environmentVariables ?? {},
        ).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' as const })),
      },
      serviceRole: project.serviceRole,
      timeoutInMinutes: project.timeoutInMinutes,
      queuedTimeoutInMinutes: project.queuedTimeoutInMinutes,
      concurrentBuildLimit: project.concurrentBuildLimit,
      logsConfig: project.logGroup
        ? {
            cloudWatchLogs: { status: 'ENABLED', groupName: project.logGroup },
          }
        : undefined,
      run: project.run,
    } as ProjectInput);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  get(nameOrArn: string): Project {
    const project = this.find(nameOrArn);
    if (!project) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Project cannot be found: ${this.#arn(nameOf(nameOrArn))}`,
      );
    }
    return project;
  }

  find(nameOrArn: string): Project | undefined {
    return this.#projects.get(nameOf(nameOrArn));
  }

  names(): string[] {
    return [...this.#projects.keys()].sort();
  }

  #set(input: ProjectInput, created = this.#clock.now()): Project {
    const project: Project = {
      ...input,
      arn: this.#arn(input.name),
      timeoutInMinutes: input.timeoutInMinutes ?? TIMEOUT_DEFAULT,
      queuedTimeoutInMinutes:
        input.queuedTimeoutInMinutes ?? QUEUED_TIMEOUT_DEFAULT,
      created,
      lastModified: this.#clock.now(),
    };
    this.#projects.set(project.name, project);
    return project;
  }

  #arn(name: string): string {
    return this.#account.arn('codebuild', `project/${name}`);
  }
}

/** @throws AwsError `InvalidInputException` for minutes outside of what AWS takes */
export function checkTimeouts(
  timeout: number | undefined,
  queuedTimeout: number | undefined,
): void {
  checkMinutes('timeoutInMinutes', timeout, TIMEOUT_MINUTES);
  checkMinutes('queuedTimeoutInMinutes', queuedTimeout, QUEUED_TIMEOUT_MINUTES);
}

/** What everyone may call a project: its name, or its ARN. */
function nameOf(nameOrArn: string): string {
  return nameOrArn.split('/').pop()!;
}

function checkInput(input: ProjectInput): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(input.name ?? '')) {
    throw invalid(`Project name ${input.name} is not valid`);
  }
  if (!input.source?.type) throw invalid('Project source is required');
  if (!input.environment?.image) {
    throw invalid('Project environment with an image is required');
  }
  if (!input.serviceRole) throw invalid('Service role is required');
  checkTimeouts(input.timeoutInMinutes, input.queuedTimeoutInMinutes);
}

function checkMinutes(
  name: string,
  minutes: number | undefined,
  [min, max]: [number, number],
): void {
  if (minutes === undefined) return;
  if (!Number.isInteger(minutes) || minutes < min || minutes > max) {
    throw invalid(
      `Invalid ${name}: it must be a whole number between ${min} and ${max}`,
    );
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}
