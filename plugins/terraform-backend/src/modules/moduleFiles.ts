import { createHash } from 'node:crypto';
import { lstat, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface ModuleFile {
  /** Relative to the module, with slashes. */
  path: string;
  content: Buffer;
}

export const LOCK_FILE = '.terraform.lock.hcl';

const TERRAFORM_FILE_MAX_BYTES = 1024 * 1024;
const MODULE_MAX_BYTES = 32 * 1024 * 1024;

/**
 * Reads the files of a module that a bundle carries, sorted by path, and
 * refuses what could change a run without being seen in its inputs.
 */
export async function readModuleFiles(folder: string): Promise<ModuleFile[]> {
  const files: ModuleFile[] = [];
  let total = 0;

  const visit = async (relative: string): Promise<void> => {
    const names = await readdir(join(folder, relative));
    for (const name of names) {
      const path = relative ? `${relative}/${name}` : name;
      if (isLeftOut(path, name)) {
        continue;
      }
      const absolute = join(folder, path);
      const stats = await lstat(absolute);
      if (stats.isDirectory()) {
        if (name === 'terraform.d') {
          throw new Error(
            `${absolute} could replace providers; remove it from the module`,
          );
        }
        await visit(path);
        continue;
      }
      if (!stats.isFile()) {
        throw new Error(
          `${absolute} is a link or a special file; a module consists of plain files only`,
        );
      }
      refuseByName(absolute, name);
      if (isTerraformFile(name) && stats.size > TERRAFORM_FILE_MAX_BYTES) {
        throw new Error(
          `${absolute} is larger than 1 MiB; split it into smaller files`,
        );
      }
      total += stats.size;
      if (total > MODULE_MAX_BYTES) {
        throw new Error(
          `${folder} holds more than 32 MiB; keep large files out of the module`,
        );
      }
      files.push({ path, content: await readFile(absolute) });
    }
  };
  await visit('');

  return files.sort((a, b) => comparePaths(a.path, b.path));
}

/** Covers every path and every content, so that no two sets of files share a digest. */
export function digestOfFiles(files: ModuleFile[]): string {
  const hash = createHash('sha256');
  for (const { path, content } of files) {
    hash.update(
      `${Buffer.byteLength(path)}:${path}\n${content.byteLength}:`,
      'utf8',
    );
    hash.update(content);
  }
  return `sha256:${hash.digest('hex')}`;
}

export function isTerraformFile(name: string): boolean {
  return name.endsWith('.tf') || name.endsWith('.tf.json');
}

function isLeftOut(path: string, name: string): boolean {
  if (path === LOCK_FILE) {
    return false;
  }
  return (
    path === 'examples' ||
    path === 'tests' ||
    name === '.git' ||
    name.startsWith('.terraform') ||
    name.includes('.tfstate')
  );
}

function refuseByName(absolute: string, name: string): void {
  if (/(^|_)override\.tf(\.json)?$/.test(name)) {
    throw new Error(
      `${absolute} is an override file; write its content into the file that it overrides`,
    );
  }
  if (/\.tofu(\.json)?$/.test(name)) {
    throw new Error(
      `${absolute} takes the place of a .tf file under OpenTofu only; keep to .tf files`,
    );
  }
  if (/\.tfvars(\.json)?$/.test(name)) {
    throw new Error(
      `${absolute} sets variables behind the requester's back; use defaults in variables.tf instead`,
    );
  }
}

// Not localeCompare: the order must be the same on every machine.
function comparePaths(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
