import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PhaseFailure } from '../phase';

const run = promisify(execFile);

/** Where the image keeps versions, as `terraform/<version>/terraform`. */
const VERSIONS_FOLDER = '/usr/local/lib/planroom';
const VERSION_TIMEOUT_MS = 30_000;

const PROGRAMS = ['terraform', 'tofu'] as const;

export interface Binary {
  path: string;
  version?: string;
}

/** `tofu-1.10.6` names the program as well; otherwise either may serve. */
export function parseWanted(wanted: string | undefined): {
  programs: readonly string[];
  version?: string;
} {
  const [, program, version] =
    /^(?:(terraform|tofu)-)?(.+)$/.exec(wanted ?? '') ?? [];
  return { programs: program ? [program] : PROGRAMS, version };
}

/** Whether a version is the one that is wanted, or one of that line: 1.11.4 is of 1.11, and 1.110.0 is not. */
export function isOfVersion(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(path, ['version', '-json'], {
      cwd: '/',
      env: { CHECKPOINT_DISABLE: '1' },
      timeout: VERSION_TIMEOUT_MS,
    });
    return String(JSON.parse(stdout).terraform_version);
  } catch {
    return undefined;
  }
}

/** The program for a phase: the image's copy of the version, else the first on the PATH that is of it; any, if none is wanted. */
export async function findBinary(
  wanted: string | undefined,
  places: { path: string; versionsFolder?: string },
): Promise<Binary> {
  const { programs, version } = parseWanted(wanted);
  const folder = places.versionsFolder ?? VERSIONS_FOLDER;
  const seen: string[] = [];
  for (const program of version ? programs : []) {
    const path = join(folder, program, version ?? '', program);
    if (await isExecutable(path)) {
      return { path, version };
    }
  }
  for (const program of programs) {
    for (const part of places.path.split(':').filter(Boolean)) {
      const path = join(part, program);
      if (!(await isExecutable(path))) {
        continue;
      }
      const found = await versionOf(path);
      if (found && (!version || isOfVersion(found, version))) {
        return { path, version: found };
      }
      seen.push(`${path} is ${found ?? 'of no known version'}`);
    }
  }
  throw new PhaseFailure(
    `The image has no ${programs.join(' or ')}${
      version ? ` ${version}` : ''
    }, neither below ${folder} nor on the PATH${
      seen.length ? ` (${seen.join(', ')})` : ''
    }; build the image with that version (TERRAFORM_VERSIONS, TOFU_VERSIONS) or correct the project's RUN_TERRAFORM_VERSION.`,
  );
}
