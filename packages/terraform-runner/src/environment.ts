import type { PhaseSecrets, PhaseSpec } from './index';
import { PhaseFailure } from './phase';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What would change which code runs, or what Terraform does, rather than tell a provider something. */
const RESERVED = [
  /^TF_/,
  /^(PATH|HOME|TMPDIR|TMP|TEMP|LANG|SHELL|IFS|ENV|BASH_ENV|CDPATH|USER|LOGNAME|PWD)$/,
  /^(LD|DYLD|NODE|NPM|BASH_FUNC|GIT|SSH|XDG|LC)_/,
  /^(PYTHON|PERL|RUBY)/,
  /^(GODEBUG|GOTRACEBACK|GOMAXPROCS|JAVA_TOOL_OPTIONS|CHECKPOINT_DISABLE|GLIBC_TUNABLES)$/,
  /^(PAGER|EDITOR|VISUAL|PROMPT_COMMAND|PS4)$/,
];

/** Says why these names cannot be given to Terraform, or nothing. */
export function refuseEnvironment(
  env: Record<string, string>,
  source: string,
): string | undefined {
  for (const [name, value] of Object.entries(env)) {
    if (!NAME.test(name) || value.includes('\0')) {
      return `${source} has the environment variable ${JSON.stringify(
        name,
      )}, which is not a valid name or value; correct it`;
    }
    if (RESERVED.some(pattern => pattern.test(name))) {
      return `${source} sets the environment variable ${name}, which Planroom keeps for itself; remove it`;
    }
  }
  return undefined;
}

/** What a command may know beyond the bare environment. */
export interface Knowledge {
  /** The command reads or writes the state. */
  state?: boolean;
  /** The command evaluates the configuration: ephemeral variables and cloud credentials. */
  credentials?: boolean;
}

export interface EnvironmentPlaces {
  path: string;
  home: string;
  tmp: string;
  cliConfig: string;
  credentials: string;
}

/** Stands for the folder of the credential files. */
const CREDENTIALS_FOLDER = '{{credentials}}';

/** Says in a value, or in a file's content, where the credential files are. */
export function withCredentialsFolder(text: string, folder: string): string {
  return text.replaceAll(CREDENTIALS_FOLDER, folder);
}

function stateEnvironment(
  { state }: PhaseSpec,
  secrets: PhaseSecrets,
): Record<string, string> {
  return 'type' in state
    ? { ...secrets.stateCredentials }
    : {
        TF_HTTP_USERNAME: secrets.stateUsername,
        TF_HTTP_PASSWORD: secrets.statePassword,
        TF_HTTP_RETRY_MAX: '10',
        TF_HTTP_RETRY_WAIT_MAX: '30',
      };
}

/** What the state needs wins over the credential, so a credential that would lose something is refused. */
function refuseClash(
  spec: PhaseSpec,
  secrets: PhaseSecrets,
): string | undefined {
  const taken = stateEnvironment(spec, secrets);
  const clash = Object.keys({ ...spec.env, ...secrets.credentials }).find(
    name => name in taken,
  );
  return clash
    ? `The environment or the credential sets ${clash}, which the state in S3 needs for itself; give the credential as a role or as keys instead`
    : undefined;
}

/** The whole environment of a Terraform command, from nothing. */
export function terraformEnvironment(
  spec: PhaseSpec,
  secrets: PhaseSecrets,
  places: EnvironmentPlaces,
  knowledge: Knowledge,
): Record<string, string> {
  const refusal =
    refuseEnvironment(spec.env, 'The environment') ??
    refuseEnvironment(secrets.credentials, 'The credential') ??
    refuseClash(spec, secrets);
  if (refusal) {
    throw new PhaseFailure(refusal);
  }
  return {
    ...spec.env,
    ...(knowledge.credentials
      ? Object.fromEntries(
          Object.entries(secrets.credentials).map(([name, value]) => [
            name,
            withCredentialsFolder(value, places.credentials),
          ]),
        )
      : {}),
    ...(knowledge.credentials
      ? Object.fromEntries(
          Object.entries(secrets.ephemeralVariables).map(([name, value]) => [
            `TF_VAR_${name}`,
            value,
          ]),
        )
      : {}),
    ...(knowledge.state ? stateEnvironment(spec, secrets) : {}),
    PATH: places.path,
    HOME: places.home,
    TMPDIR: places.tmp,
    LANG: 'C.UTF-8',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: places.cliConfig,
  };
}
