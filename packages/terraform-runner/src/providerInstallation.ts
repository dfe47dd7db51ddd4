import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyRegularFile } from './safeFiles';

const ARCHITECTURES: Record<string, string> = {
  x64: 'amd64',
  ia32: '386',
};

/** Terraform's name for this machine, such as linux_amd64. */
export const PLATFORM = `${process.platform}_${
  ARCHITECTURES[process.arch] ?? process.arch
}`;

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function servesPlatform(folder: string): Promise<boolean> {
  for (const name of await names(folder)) {
    if (
      name.endsWith(`_${PLATFORM}.zip`) ||
      (await isFolder(join(folder, name, PLATFORM)))
    ) {
      return true;
    }
  }
  return false;
}

/** `<host>/<namespace>/<type>` of the providers that a mirror has for this machine. */
export async function providersIn(mirror: string): Promise<string[]> {
  const providers: string[] = [];
  for (const host of await names(mirror)) {
    for (const namespace of await names(join(mirror, host))) {
      for (const type of await names(join(mirror, host, namespace))) {
        const source = `${host}/${namespace}/${type}`;
        if (await servesPlatform(join(mirror, source))) {
          providers.push(source);
        }
      }
    }
  }
  return providers.sort();
}

/** Versions by provider, from the text of a dependency lock file. */
export function lockedVersions(lockFile: string): Map<string, string> {
  const entries = lockFile.matchAll(
    /^provider\s+"([^"]+)"\s*\{[^}]*?^\s*version\s*=\s*"([^"]+)"/gm,
  );
  return new Map([...entries].map(([, source, version]) => [source, version]));
}

export interface InstallationSource {
  path: string;
  include: string[];
}

/** Terraform's CLI configuration: where providers come from, without leaving anything to what lies about. */
export function cliConfiguration(
  mirrors: InstallationSource[],
  notDirect: string[],
): string {
  const list = (items: string[]) =>
    `[${items.map(item => JSON.stringify(item)).join(', ')}]`;
  const blocks = mirrors.map(
    ({ path, include }) => `  filesystem_mirror {
    path    = ${JSON.stringify(path)}
    include = ${list(include)}
  }
`,
  );
  const direct = notDirect.length
    ? `  direct {
    exclude = ${list(notDirect)}
  }
`
    : '  direct {}\n';
  return `disable_checkpoint = true
provider_installation {
${blocks.join('')}${direct}}
`;
}

/**
 * Decides who serves which provider: the first mirror that has it; else the cache together with the registry, and the cache alone if
 * it has the very version that is locked, which then needs no network.
 */
export async function planInstallation(options: {
  mirrors: string[];
  cache?: string;
  lockFile: string;
}): Promise<{ configuration: string; mirrored: string[] }> {
  const sources: InstallationSource[] = [];
  const served = new Set<string>();
  for (const path of options.mirrors) {
    const include = (await providersIn(path)).filter(
      source => !served.has(source),
    );
    include.forEach(source => served.add(source));
    if (include.length > 0) {
      sources.push({ path, include });
    }
  }
  const mirrored = [...served];
  if (options.cache) {
    const { cache } = options;
    const include = (await providersIn(cache)).filter(
      source => !served.has(source),
    );
    if (include.length > 0) {
      sources.push({ path: cache, include });
    }
    const locked = lockedVersions(options.lockFile);
    for (const source of include) {
      const version = locked.get(source);
      if (version && (await isFolder(join(cache, source, version, PLATFORM)))) {
        served.add(source);
      }
    }
  }
  return {
    configuration: cliConfiguration(sources, [...served].sort()),
    mirrored,
  };
}

/** Packages that init put into the work folder itself; what a mirror serves unpacked is only linked there. */
async function installedPackages(providers: string): Promise<string[]> {
  let packages = [''];
  for (let depth = 0; depth < 5; depth++) {
    const next: string[] = [];
    for (const parent of packages) {
      const entries = await readdir(join(providers, parent), {
        withFileTypes: true,
      }).catch(() => []);
      next.push(
        ...entries
          .filter(entry => entry.isDirectory())
          .map(entry => join(parent, entry.name)),
      );
    }
    packages = next;
  }
  return packages;
}

async function copyPackage(
  from: string,
  to: string,
  owner?: number,
): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      await copyPackage(source, target, owner);
    } else {
      await copyRegularFile(source, target, { owner });
      const executable = ((await stat(source)).mode & 0o100) !== 0;
      await chmod(target, executable ? 0o755 : 0o644);
    }
  }
}

async function makeReadable(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let path = folder; path.length >= root.length; path = dirname(path)) {
    await chmod(path, 0o755);
  }
}

/** Keeps newly downloaded providers, not those of a mirror, for later runs. Each appears whole, by one rename, and is never changed again. */
export async function keepProviders(
  providers: string,
  cache: string,
  options: { mirrored?: string[]; owner?: number } = {},
): Promise<string[]> {
  const kept: string[] = [];
  for (const path of await installedPackages(providers)) {
    const target = join(cache, path);
    const source = path.split('/').slice(0, 3).join('/');
    if (options.mirrored?.includes(source) || (await isFolder(target))) {
      continue;
    }
    await makeReadable(cache, dirname(target));
    const incoming = await mkdtemp(join(cache, '.incoming-'));
    try {
      await copyPackage(
        join(providers, path),
        join(incoming, 'p'),
        options.owner,
      );
      await rename(join(incoming, 'p'), target);
      kept.push(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') {
        throw error;
      }
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
  }
  return kept;
}
