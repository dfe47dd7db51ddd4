import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { readDocument } from './schema';

export interface WriteMirrorOptions {
  /** Schema documents, one for each provider to stand in for. */
  documents: string[];
  /** The folder to fill; it is made if it is not there. */
  target: string;
  /** Mirrors with real providers, which are offered as well. */
  bases?: string[];
}

export interface WrittenDouble {
  /** Such as `registry.terraform.io/hashicorp/google`. */
  address: string;
  /** The version that it stands in for. */
  version: string;
}

/**
 * Writes a filesystem mirror of doubles, unpacked, for `provider_installation { filesystem_mirror }` or TF_PLUGIN_MIRROR_DIR. Each is a
 * folder of its own with all it needs: the program in one file, the schema document and a start line with the path of this Node.
 */
export async function writeMirror(
  options: WriteMirrorOptions,
): Promise<WrittenDouble[]> {
  const target = resolve(options.target);
  await mkdir(target, { recursive: true });
  for (const base of options.bases ?? []) {
    await linkProviders(resolve(base), target);
  }
  const program = options.documents.length > 0 ? await buildProgram() : '';
  const written: WrittenDouble[] = [];
  for (const path of options.documents) {
    const { address, version } = readDocument(await readFile(path, 'utf8'));
    const folder = join(target, address, version, platform());
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'provider.cjs'), program);
    await copyFile(path, join(folder, 'schema.json'));
    const type = address.split('/').at(-1);
    const start = join(folder, `terraform-provider-${type}_v${version}`);
    await writeFile(start, startLine());
    await chmod(start, 0o755);
    written.push({ address, version });
  }
  return written;
}

/** Levels of a mirror: host, namespace, type, version, platform. */
const PLATFORM_LEVEL = 5;

/** Terraform follows links to the packages themselves, not to folders above them. */
async function linkProviders(
  base: string,
  target: string,
  level = 1,
): Promise<void> {
  for (const entry of await readdir(base, { withFileTypes: true })) {
    const from = join(base, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory() && level < PLATFORM_LEVEL) {
      await mkdir(to, { recursive: true });
      await linkProviders(from, to, level + 1);
    } else {
      await symlink(from, to).catch(ignoreExisting);
    }
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') {
    throw error;
  }
}

async function buildProgram(): Promise<string> {
  const { outputFiles } = await build({
    // This package is used from its sources only.
    // eslint-disable-next-line no-restricted-syntax
    absWorkingDir: __dirname,
    entryPoints: ['main.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

/** Providers get the environment of Terraform, in which there need be no PATH. */
function startLine(): string {
  const program = '"${0%/*}/provider.cjs" "$@"'; // eslint-disable-line no-template-curly-in-string
  return `#!/bin/sh\nexec '${process.execPath}' ${program}\n`;
}

function platform(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const architecture = { x64: 'amd64', ia32: '386' }[process.arch as string];
  return `${os}_${architecture ?? process.arch}`;
}
