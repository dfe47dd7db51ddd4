/** @public */
export type BuildStatus =
  | 'IN_PROGRESS'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'FAULT'
  | 'TIMED_OUT'
  | 'STOPPED';

/** @public */
export type PhaseType =
  | 'SUBMITTED'
  | 'QUEUED'
  | 'PROVISIONING'
  | 'DOWNLOAD_SOURCE'
  | 'INSTALL'
  | 'PRE_BUILD'
  | 'BUILD'
  | 'POST_BUILD'
  | 'UPLOAD_ARTIFACTS'
  | 'FINALIZING'
  | 'COMPLETED';

/** @public */
export interface PhaseContext {
  statusCode: string;
  message: string;
}

/**
 * A phase of a build; times are milliseconds since the epoch. COMPLETED has neither status nor end.
 *
 * @public
 */
export interface BuildPhase {
  type: PhaseType;
  status?: Exclude<BuildStatus, 'IN_PROGRESS'>;
  startedAt: number;
  endedAt?: number;
  contexts: PhaseContext[];
}

/** @public */
export interface EnvironmentVariable {
  name: string;
  value: string;
  type?: 'PLAINTEXT' | 'PARAMETER_STORE' | 'SECRETS_MANAGER';
}

/** @public */
export interface BuildSource {
  type: string;
  /** Of type S3: `bucket/path/to.zip`. */
  location?: string;
  /** The text of a buildspec, or a path in the source; default `buildspec.yml`. */
  buildspec?: string;
}

/**
 * A build as the emulator knows it; times are milliseconds since the epoch.
 *
 * @public
 */
export interface EmulatedBuild {
  /** `<project>:<uuid>` */
  id: string;
  uuid: string;
  arn: string;
  number: number;
  project: string;
  status: BuildStatus;
  complete: boolean;
  currentPhase: PhaseType;
  phases: BuildPhase[];
  startedAt: number;
  endedAt?: number;
  initiator: string;
  image: string;
  serviceRole: string;
  source: BuildSource;
  /** Of an S3 source the version id of the object. */
  sourceVersion?: string;
  /** What project and StartBuild set, without what the buildspec and the image add. */
  environmentVariables: EnvironmentVariable[];
  /** The same by name, for plain texts. */
  env: Record<string, string>;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  logGroup: string;
  logStream: string;
  exportedEnvironmentVariables: { name: string; value: string }[];
}

/**
 * What a build that runs inside the emulator's own process can do.
 *
 * @public
 */
export interface RunContext {
  /** Writes a line to the build's log stream. */
  log(line: string): void;
  /** @throws Error when there is no such bucket */
  putObject(bucket: string, key: string, body: Buffer | string): void;
  /** @throws Error when there is no such bucket or object */
  getObject(bucket: string, key: string): Buffer;
  /** Aborted when the build is stopped or its time is over. */
  signal: AbortSignal;
}

/** @public */
export interface EmulatedProject {
  name: string;
  /** The text of a buildspec, or a path in the source. */
  buildspec?: string;
  environmentVariables?: Record<string, string>;
  /** The ARN of the role that builds have. It need not be one of `putRole`. */
  serviceRole: string;
  /** Default 60. Unlike AWS, fractions are allowed here. */
  timeoutInMinutes?: number;
  /** Default 480. Unlike AWS, fractions are allowed here. */
  queuedTimeoutInMinutes?: number;
  /** How many builds may be under way; StartBuild refuses more. */
  concurrentBuildLimit?: number;
  /** Default `/aws/codebuild/<name>`. */
  logGroup?: string;
  image?: string;
  /** Default `NO_SOURCE`. */
  source?: { type: 'NO_SOURCE' | 'S3'; location?: string };
  /** Replaces the buildspec by a function of this process, for tests with hundreds of builds. */
  run?(
    build: EmulatedBuild,
    context: RunContext,
  ): Promise<'SUCCEEDED' | 'FAILED'>;
}
