import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Finds the executable that an environment's `terraformVersion` means. */
export class TerraformBinaries {
  readonly #configured: Record<string, string>;
  readonly #versions = new Map<string, { mtimeMs: number; version: string }>();

  /** @param configured - executables by version, `terraform.binaries` */
  constructor(configured: Record<string, string>) {
    this.#configured = configured;
  }

  /**
   * @param version - key of `terraform.binaries`, or the beginning of the version of the one on the PATH, such as `1.11`
   * @throws Error with what to install or configure
   */
  async resolve(version: string | undefined): Promise<string> {
    if (version !== undefined && this.#configured[version]) {
      return this.#usable(this.#configured[version], version);
    }
    const found = await findOnPath(['terraform', 'tofu']);
    if (!found) {
      throw new Error(
        'Neither terraform nor tofu is on the PATH of the portal: install one of them, or name an executable under terraform.binaries, and start the portal again',
      );
    }
    if (version === undefined) return found;
    const actual = await this.#versionOf(found);
    if (actual !== version && !actual.startsWith(`${version}.`)) {
      throw new Error(
        `The environment wants Terraform ${version}, but ${found} is ${actual}: name an executable of that version under terraform.binaries."${version}"`,
      );
    }
    return found;
  }

  /** Remembered until the file changes: it is asked for at each phase and each look at the health. */
  async #versionOf(binary: string): Promise<string> {
    const { mtimeMs } = await stat(binary);
    const known = this.#versions.get(binary);
    if (known?.mtimeMs === mtimeMs) return known.version;
    const version = await versionOf(binary);
    this.#versions.set(binary, { mtimeMs, version });
    return version;
  }

  async #usable(file: string, version: string): Promise<string> {
    if (!(await isExecutable(file))) {
      throw new Error(
        `terraform.binaries."${version}" is ${file}, which does not exist or cannot be executed`,
      );
    }
    return file;
  }
}

async function findOnPath(names: string[]): Promise<string | undefined> {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      if (folder && (await isExecutable(join(folder, name)))) {
        return join(folder, name);
      }
    }
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function versionOf(binary: string): Promise<string> {
  const { stdout } = await run(binary, ['version', '-json'], {
    env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: '1' },
  });
  return JSON.parse(stdout).terraform_version;
}
