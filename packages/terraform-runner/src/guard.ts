import { posix } from 'node:path';
import { STATE_PROFILE, type StateBackend } from './index';
import { asArray, asObject, isObject, type JsonObject } from './json';

export const ROOT_FILE = 'main.tf.json';

const OVERRIDE = /^(override|.*_override)\.(tf|tofu)(\.json)?$/;
const TOFU = /\.tofu(\.json)?$/;
const VALUES = /(^terraform\.tfvars|\.auto\.tfvars)(\.json)?$/;
const STATE = /\.tfstate(\..*)?$|^\.terraform\.tfstate\.lock\.info$/;
const BACKEND_BLOCK =
  /^\s*(backend\s+"|cloud\s*\{)|[{;]\s*(backend\s+"|cloud\s*\{)/m;

export interface GuardVerdict {
  /** A sentence for each thing that ends the phase. */
  refusals: string[];
  /** Paths to remove before Terraform sees the folder. */
  removals: string[];
}

/** Blocks of generated JSON may stand as one object or as a list of them. */
function blocks(value: unknown): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

/**
 * Looks at an unpacked checkout for what could be used against us: files that Terraform obeys without being told to, a foreign
 * backend, providers and states that were put in place beforehand. `read` answers the text of a file at the root.
 */
export function judgeCheckout(
  paths: string[],
  read: (path: string) => string,
  state: StateBackend,
): GuardVerdict {
  const known = new Set(paths);
  const refusals: string[] = [];
  const removals = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    const hidden = parts.indexOf('.terraform');
    if (hidden >= 0) {
      removals.add(parts.slice(0, hidden + 1).join('/'));
      continue;
    }
    const verdict = judgeFile(path, known);
    if (verdict === 'remove') {
      removals.add(path);
    } else if (verdict) {
      refusals.push(verdict);
    } else if (!path.includes('/')) {
      const refusal = judgeRootFile(path, read);
      if (refusal) {
        refusals.push(refusal);
      }
    }
  }
  const root = readRoot(known, read);
  if (typeof root === 'string') {
    return { refusals: [...refusals, root], removals: [] };
  }
  const backend = judgeBackend(root, state);
  return {
    refusals: backend ? [...refusals, backend] : refusals,
    removals: [...removals],
  };
}

function judgeFile(
  path: string,
  known: Set<string>,
): 'remove' | string | undefined {
  const name = posix.basename(path);
  const inRoot = !path.includes('/');
  if (path.split('/').includes('terraform.d')) {
    return `${path}: a terraform.d folder can replace providers; remove it from the source`;
  }
  if (OVERRIDE.test(name)) {
    return `${path}: override files can redirect the state and are not allowed; merge it into the file it overrides`;
  }
  if (TOFU.test(name)) {
    const shadowed = path.replace(/\.tofu(\.json)?$/, '.tf$1');
    if (inRoot || known.has(shadowed)) {
      return `${path}: a .tofu file takes the place of the .tf file of the same name; remove it from the source`;
    }
  }
  if (STATE.test(name)) {
    return 'remove';
  }
  if (VALUES.test(name)) {
    return inRoot
      ? `${path}: Terraform would read this file on its own; give these values as variables of the workspace`
      : 'remove';
  }
  return undefined;
}

function judgeRootFile(
  path: string,
  read: (path: string) => string,
): string | undefined {
  const refusal = `${path}: it has a backend or cloud block; Planroom keeps the state, so remove the block`;
  if (path.endsWith('.tf')) {
    return BACKEND_BLOCK.test(read(path)) ? refusal : undefined;
  }
  if (path.endsWith('.tf.json') && path !== ROOT_FILE) {
    try {
      const settings = blocks(asObject(JSON.parse(read(path))).terraform);
      return settings.some(block => 'backend' in block || 'cloud' in block)
        ? refusal
        : undefined;
    } catch {
      return `${path}: it is not valid JSON`;
    }
  }
  return undefined;
}

function readRoot(
  known: Set<string>,
  read: (path: string) => string,
): JsonObject | string {
  if (!known.has(ROOT_FILE)) {
    return `The archive has no ${ROOT_FILE} at its root, which names the module and the state; it was not made by Planroom`;
  }
  try {
    const root: unknown = JSON.parse(read(ROOT_FILE));
    return isObject(root) ? root : `${ROOT_FILE}: it is not an object`;
  } catch {
    return `${ROOT_FILE}: it is not valid JSON`;
  }
}

function judgeBackend(
  root: JsonObject,
  state: StateBackend,
): string | undefined {
  const settings = blocks(root.terraform);
  const backends = settings.flatMap(block => blocks(block.backend));
  const type = backendType(state);
  const config = blocks(backends[0]?.[type])[0];
  if (
    settings.some(block => 'cloud' in block) ||
    backends.length !== 1 ||
    Object.keys(backends[0]).some(name => name !== type) ||
    !sameState(asObject(config), state)
  ) {
    return `${ROOT_FILE}: its backend is not the state of this workspace`;
  }
  return undefined;
}

/** Names of the variables that a generated root marks as sensitive. */
export function sensitiveVariables(rootFile: string): string[] {
  let root: unknown;
  try {
    root = JSON.parse(rootFile);
  } catch {
    return [];
  }
  return blocks(asObject(root).variable)
    .flatMap(block => Object.entries(block))
    .filter(([, declaration]) =>
      [declaration, ...asArray(declaration)].some(
        item => asObject(item).sensitive === true,
      ),
    )
    .map(([name]) => name);
}

function backendType(state: StateBackend): 'http' | 's3' {
  return 'type' in state ? 's3' : 'http';
}

/** All that an S3 backend may say: endpoints, roles, other credentials or another way to lock would lead elsewhere. */
function s3Config(
  state: Extract<StateBackend, { type: 's3' }>,
): Record<string, unknown> {
  return {
    bucket: state.bucket,
    key: state.key,
    region: state.region,
    use_lockfile: true,
    profile: STATE_PROFILE,
    ...(state.kmsKeyId ? { encrypt: true, kms_key_id: state.kmsKeyId } : {}),
  };
}

function sameState(config: JsonObject, state: StateBackend): boolean {
  if ('type' in state) {
    const expected = s3Config(state);
    // After init every setting is there; those that were not given are null.
    const given = Object.keys(config).filter(name => config[name] !== null);
    return [...given, ...Object.keys(expected)].every(
      name => config[name] === expected[name],
    );
  }
  return (
    config.address === state.address &&
    config.lock_address === state.lockAddress &&
    config.unlock_address === state.unlockAddress
  );
}

/** Looks at what init made of the backend (`.terraform/terraform.tfstate`); says what is wrong with it, or nothing. */
export function judgeInitializedBackend(
  pointer: string | undefined,
  state: StateBackend,
): string | undefined {
  if (pointer === undefined) {
    return 'Terraform was initialized without a backend; the state of this workspace would not be used';
  }
  const backend = asObject(asObject(JSON.parse(pointer)).backend);
  if (
    backend.type !== backendType(state) ||
    !sameState(asObject(backend.config), state)
  ) {
    return `Terraform was initialized with a backend that is not the state of this workspace (${String(
      backend.type,
    )}); remove backend and cloud blocks and override files from the source`;
  }
  return undefined;
}

/** Looks at where init found the modules (`.terraform/modules/modules.json`); says what is wrong, or nothing. */
export function judgeInstalledModules(
  manifest: string | undefined,
): string | undefined {
  if (manifest === undefined) {
    return undefined;
  }
  for (const item of asArray(asObject(JSON.parse(manifest)).Modules)) {
    const { Key: key, Dir: dir } = asObject(item);
    const path = posix.normalize(String(dir));
    if (path.startsWith('/') || path.split('/')[0] === '..') {
      return `The module ${key} lies at ${dir}, outside of the source; use a path inside of it or a module of the registry`;
    }
  }
  return undefined;
}
