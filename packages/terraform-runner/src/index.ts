/**
 * The contract between an executor and the runner, and nothing else: shapes of the files that pass between them.
 *
 * A phase lives in a control folder that only the executor and the runner may read:
 *
 * ```
 * <control>/phase.json        PhaseSpec, written by the executor; holds no secret
 * <control>/started           made exclusively by the runner's first act: the proof that the phase was begun
 * <control>/pid               RunnerProcess of the runner
 * <control>/terraform.pid     RunnerProcess of the running Terraform command; removed when it ends
 * <control>/heartbeat         touched every HEARTBEAT_INTERVAL_MS
 * <control>/cancel            written by the executor: a CancelMode; the runner polls it
 * <control>/output.ndjson     one OutputRecord a line, redacted, append-only
 * <control>/result/           what the phase hands over, see PhaseResult
 * <control>/exit              PhaseResult, written last and atomically: the proof that the phase was seen to end
 * ```
 *
 * Secrets arrive as one JSON document (PhaseSecrets) on file descriptor SECRETS_FD, which is read to its end and closed.
 */

export * from './manifest';

export const SECRETS_FD = 3;
export const HEARTBEAT_INTERVAL_MS = 5_000;

/** The runner's exit code when the phase was begun already; it has then touched nothing. */
export const ALREADY_STARTED_EXIT_CODE = 3;

/**
 * Beside the work folder stands `<workFolder><RUN_FOLDER_SUFFIX>` (home, temporary files, var file, CLI configuration, plan file). The
 * runner removes both; after the death of a runner the executor does, once no Terraform runs in them and errored.tfstate was looked for.
 */
export const RUN_FOLDER_SUFFIX = '.run';

/**
 * Names of Terraform's own output in a control folder while a command runs: not redacted, for nobody's eyes. The runner removes them;
 * after the death of a runner the executor does, once no Terraform writes to them.
 */
export const RAW_OUTPUT_FILES = {
  stdout: 'terraform.stdout',
  stderr: 'terraform.stderr',
} as const;

/** Names of the files in a control folder. */
export const CONTROL_FILES = {
  spec: 'phase.json',
  started: 'started',
  pid: 'pid',
  terraformPid: 'terraform.pid',
  heartbeat: 'heartbeat',
  cancel: 'cancel',
  output: 'output.ndjson',
  exit: 'exit',
} as const;

/** Names of the files in `<control>/result`. */
export const RESULT_FILES = {
  /** plan: Terraform's plan file */
  plan: 'tfplan',
  /** plan: the work folder after init, without providers (tar.gz); what apply unpacks */
  archive: 'archive.tar.gz',
  /** plan: the dependency lock file after init; absent when no provider was installed */
  lockFile: 'terraform.lock.hcl',
  /** plan: one RedactedChange a line, in the order of Terraform's resource_changes */
  changes: 'changes.ndjson',
  /** apply: the state that Terraform could not save */
  erroredState: 'errored.tfstate',
} as const;

export type PhaseName = 'plan' | 'apply';
export type RunKind =
  | 'plan_and_apply'
  | 'plan_only'
  | 'destroy'
  | 'refresh_only';
export type CancelMode = 'graceful' | 'force';

export interface PhaseSpec {
  v: 1;
  /** Unique per run and phase; the idempotency key of a start. */
  phaseId: string;
  runId: string;
  workspaceId: string;
  phase: PhaseName;
  kind: RunKind;
  /** Absolute path, the same for plan and apply; must not exist or be empty when the phase begins; removed at its end. */
  workFolder: string;
  /** Absolute path of the tar.gz to unpack: the bundle for plan, the plan's archive for apply. */
  inputArchive: string;
  /** apply: absolute path of the plan file; the runner removes it when it has read it into the work folder. */
  planFile?: string;
  /** apply: lower-case hex sha256 of both, checked before anything is unpacked. */
  expected?: { planSha256: string; archiveSha256: string };
  /** Absolute path of the terraform or tofu executable. */
  binary: string;
  /** The backend that the configuration must end up with; checked after init. */
  state: StateBackend;
  /** Folders laid out as `<host>/<namespace>/<type>/<version>/<os_arch>`; the first that has a provider serves it. */
  providerMirrors: string[];
  /** Folder shared by all runs on this machine, in the same layout; the runner adds to it by atomic rename, never in place. */
  providerCache?: string;
  /** Non-secret environment for Terraform (region and the like). */
  env: Record<string, string>;
  /** Run Terraform as this user; needs the right to switch user. */
  runAs?: { uid: number; gid: number };
  /** Seconds until the runner interrupts Terraform by itself. */
  deadlineSeconds?: number;
  /** Says, when that happens, why and what to do; a sentence. Without it the runner has one of its own. */
  deadlineReason?: string;
}

/**
 * Where the state is: with the portal's own http backend, or in S3 with native lock files. The generated root must have exactly this
 * backend; in S3 that is `{bucket, key, region, use_lockfile: true, profile: STATE_PROFILE}`, with a key also
 * `{encrypt: true, kms_key_id}`, since Terraform passes over the key without `encrypt`.
 */
export type StateBackend =
  | { address: string; lockAddress: string; unlockAddress: string }
  | {
      type: 's3';
      bucket: string;
      key: string;
      region: string;
      kmsKeyId?: string;
    };

/** The AWS profile that an S3 backend uses: the machine's own role, whatever role Terraform's providers have. */
export const STATE_PROFILE = 'planroom-state';

/** Never written to disk as a whole, never in an environment but that of the Terraform command that needs it. */
export interface PhaseSecrets {
  stateUsername: string;
  statePassword: string;
  /** plan: all declared values, sensitive ones too; written to a 0600 var file outside the work folder, removed after plan. */
  variables: Record<string, unknown>;
  /** Values of ephemeral variables, as TF_VAR_ in plan and apply. */
  ephemeralVariables: Record<string, string>;
  /** Cloud credentials of this phase: environment of `plan` or `apply` only, not of init, validate, show. */
  credentials: Record<string, string>;
  /**
   * Files that the credentials refer to, by name: written for Terraform's user only, removed with the work folder. `{{credentials}}` in a
   * value of `credentials` or in the content of a file stands for their folder.
   */
  credentialFiles?: Record<string, string>;
  /** Environment of the commands that read or write a state in S3: how its backend finds STATE_PROFILE. */
  stateCredentials?: Record<string, string>;
  /** Values that must appear in no output. */
  redact: string[];
}

/** A process that can be told apart from a later one with the same number. */
export interface RunnerProcess {
  pid: number;
  /** Start time in clock ticks since boot (field 22 of /proc/<pid>/stat), absent where there is no /proc. */
  startTicks?: string;
  /** /proc/sys/kernel/random/boot_id */
  bootId?: string;
  /** inode of /proc/self/ns/pid */
  pidNamespace?: string;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type OutputRecord =
  | { kind: 'log'; at: string; level: LogLevel; text: string; type?: string }
  | {
      kind: 'progress';
      at: string;
      address: string;
      action: string;
      state: 'waiting' | 'running' | 'done' | 'failed';
      /** seconds */
      elapsed?: number;
    };

/** Terraform's own diagnostic, redacted. */
export interface Diagnostic {
  severity: 'error' | 'warning';
  summary: string;
  detail?: string;
  address?: string;
  filename?: string;
  line?: number;
  column?: number;
  /** The source line(s) Terraform points at. */
  code?: string;
}

export type ChangeAction =
  | 'create'
  | 'update'
  | 'replace'
  | 'delete'
  | 'read'
  | 'no-op'
  | 'move'
  | 'import'
  | 'forget';

/**
 * One entry of `resource_changes`. In `before` and `after` a sensitive value is `{"$sensitive": "changed" | "unchanged"}` and a value
 * known after apply is `{"$unknown": true}`; no other trace of a sensitive value exists here.
 */
export interface RedactedChange {
  address: string;
  type: string;
  name: string;
  /** Module address, '' for the root module. */
  module: string;
  provider: string;
  mode: 'managed' | 'data';
  action: ChangeAction;
  /** Terraform's own actions array, for replace: which comes first. */
  actions: string[];
  reason?: string;
  previousAddress?: string;
  importId?: string;
  deposed?: string;
  replacePaths?: unknown[];
  /** Only if the whole object exists before / after. */
  before?: unknown;
  after?: unknown;
}

export interface PlanCounts {
  /** to create, also those a replace creates is NOT counted here */
  add: number;
  change: number;
  destroy: number;
  replace: number;
  import: number;
  forget: number;
  move: number;
}

export interface PlanResult {
  planSha256: string;
  archiveSha256: string;
  /** sha256 of the dependency lock file after init, or of the empty string */
  providerLockSha256: string;
  /** sha256 of changes.ndjson followed by the canonical JSON of this object without this field */
  redactedModelSha256: string;
  terraformVersion: string;
  applyable: boolean;
  complete: boolean;
  errored: boolean;
  counts: PlanCounts;
  outputs: Array<{
    name: string;
    action: string;
    sensitive: boolean;
    before?: unknown;
    after?: unknown;
  }>;
  /** Addresses of resources with provisioners and the provisioners' types. */
  provisioners: Array<{ address: string; type: string }>;
  /** Resources that changed outside Terraform. */
  drift: Array<{ address: string; action: string }>;
  checks: Array<{ address: string; status: string }>;
}

export type PhaseStep =
  | 'start'
  | 'verify'
  | 'unpack'
  | 'guard'
  | 'init'
  | 'validate'
  | 'plan'
  | 'show'
  | 'redact'
  | 'apply'
  | 'hand-over';

export interface PhaseResult {
  v: 1;
  phaseId: string;
  outcome: 'succeeded' | 'failed' | 'canceled';
  /** The step that ended the phase. */
  step: PhaseStep;
  /** A sentence a person can act on; present unless succeeded. */
  message?: string;
  diagnostics: Diagnostic[];
  terraformVersion?: string;
  plan?: PlanResult;
  /** apply: Terraform could not save the state; it is in result/errored.tfstate. */
  erroredState?: boolean;
  /** Terraform was started in the step that changes things (apply). */
  applyStarted?: boolean;
  startedAt: string;
  finishedAt: string;
}
