import { createHash } from 'node:crypto';
import { Header, Pack, ReadEntry } from 'tar';
import { buildRoot, type BuildRootOptions } from './buildRoot';
import {
  digestOfFiles,
  LOCK_FILE,
  readModuleFiles,
  type ModuleFile,
} from './moduleFiles';

export interface Bundle {
  /** A tar.gz: the same input gives the same bytes. */
  archive: Buffer;
  /** Hex, of the archive. */
  sha256: string;
}

const FIXED_TIME = new Date(0);

/**
 * Packs what a phase needs: the module's files under `module/`, a generated
 * root beside them and the module's lock file, if it ships one. Values of
 * variables are not in it; they travel in a file of their own.
 */
export async function buildBundle(options: BuildRootOptions): Promise<Bundle> {
  const { module } = options;
  const files = await readModuleFiles(module.folder);
  if (digestOfFiles(files) !== module.digest) {
    throw new Error(
      `The files of module ${module.name} changed since it was loaded; reload the modules and try again`,
    );
  }

  const root = `${JSON.stringify(buildRoot(options), undefined, 2)}\n`;
  const archive = await pack([
    ...files.filter(file => file.path === LOCK_FILE),
    { path: 'main.tf.json', content: Buffer.from(root, 'utf8') },
    ...files
      .filter(file => file.path !== LOCK_FILE)
      .map(({ path, content }) => ({ path: `module/${path}`, content })),
  ]);
  return {
    archive,
    sha256: createHash('sha256').update(archive).digest('hex'),
  };
}

/** Neither owner, time, mode nor file system of this machine reach the archive. */
async function pack(files: ModuleFile[]): Promise<Buffer> {
  const archive = new Pack({
    // It lives for one phase: fast matters more than small.
    gzip: { level: 1 },
    portable: true,
    mtime: FIXED_TIME,
  });
  for (const { path, content } of files) {
    const entry = new ReadEntry(
      new Header({
        path,
        type: 'File',
        mode: 0o644,
        size: content.byteLength,
        mtime: FIXED_TIME,
      }),
    );
    archive.add(entry);
    entry.end(content);
  }
  archive.end();
  return archive.concat();
}
