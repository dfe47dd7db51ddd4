import { spawn } from 'node:child_process';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  rmdir,
} from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RUN_FOLDER_SUFFIX, type PhaseSpec } from './index';
import { PhaseFailure } from './phase';

/** Providers put sockets into TMPDIR, whose paths may have no more than 107 bytes. */
const LONGEST_TMP_BYTES = 80;

/**
 * The places of one phase that are not its control folder. Beside the work folder stands the run folder with what must not lie
 * among a checkout's files:
 *
 * ```
 * <work>            the configuration; Terraform's working folder
 * <work>.run/home   HOME        <work>.run/vars   the var file, while plan runs
 * <work>.run/tmp    TMPDIR, elsewhere if that path is too long for sockets
 * <work>.run/out    where plan puts its plan file
 * <work>.run/credentials        files that the credentials refer to, while plan or apply runs
 * <work>.run/terraform.rc       <work>.run/tfplan the plan file that apply reads
 * ```
 *
 * With `runAs` these folders and the work folder belong to that user; the run folder and its files do not.
 */
export class RunFolders {
  readonly work: string;
  readonly run: string;
  readonly home: string;
  tmp: string;
  readonly vars: string;
  readonly out: string;
  readonly credentials: string;
  readonly cliConfig: string;
  /** The plan file that apply reads; only readable for Terraform's user. */
  readonly approvedPlan: string;
  readonly #user?: { uid: number; gid: number };
  #made = false;
  #keepsWork = false;

  constructor(spec: Pick<PhaseSpec, 'workFolder' | 'runAs'>) {
    this.work = spec.workFolder;
    this.run = `${spec.workFolder}${RUN_FOLDER_SUFFIX}`;
    this.home = join(this.run, 'home');
    this.tmp = join(this.run, 'tmp');
    this.vars = join(this.run, 'vars');
    this.out = join(this.run, 'out');
    this.credentials = join(this.run, 'credentials');
    this.cliConfig = join(this.run, 'terraform.rc');
    this.approvedPlan = join(this.run, 'tfplan');
    this.#user = spec.runAs;
  }

  /** The user whose files may be read back; undefined when Terraform runs as ourselves. */
  get owner(): number | undefined {
    return this.#user?.uid;
  }

  async make(): Promise<void> {
    await makeParents(dirname(this.work));
    await mkdir(this.work, { recursive: true, mode: 0o700 });
    if ((await readdir(this.work)).length > 0) {
      throw new PhaseFailure(
        `The work folder ${this.work} is not empty: another phase of this run may still be at work there, or was killed. Remove it once no Terraform runs in it.`,
      );
    }
    this.#made = true;
    await chmod(this.work, 0o700);
    await rm(this.run, { recursive: true, force: true });
    await mkdir(this.run, { mode: 0o700 });
    await chmod(this.run, this.#user ? 0o711 : 0o700);
    for (const folder of [this.home, this.vars, this.out, this.credentials]) {
      await mkdir(folder, { mode: 0o700 });
      await this.give(folder);
    }
    if (Buffer.byteLength(this.tmp) <= LONGEST_TMP_BYTES) {
      await mkdir(this.tmp, { mode: 0o700 });
    } else {
      this.tmp = await mkdtemp(join(tmpdir(), 'planroom-'));
    }
    await this.give(this.tmp);
  }

  /** Makes something Terraform's, if that is another user. */
  async give(path: string): Promise<void> {
    if (this.#user) {
      await chown(path, this.#user.uid, this.#user.gid);
    }
  }

  /** Lets Terraform's user read a file that stays ours. */
  async show(path: string): Promise<void> {
    if (this.#user) {
      await chown(path, process.getuid?.() ?? 0, this.#user.gid);
      await chmod(path, 0o440);
    }
  }

  /** Leaves the work folder where it is, because something in it would be lost. */
  keepWork(): void {
    this.#keepsWork = true;
  }

  /** Removes what make() made; nothing, if that refused. */
  async remove(): Promise<void> {
    if (!this.#made) {
      return;
    }
    const work = this.#keepsWork ? [] : [this.work];
    const folders = [
      ...work,
      this.home,
      this.tmp,
      this.vars,
      this.out,
      this.credentials,
    ];
    for (const folder of folders) {
      await this.#removeFolder(folder);
    }
    await rm(this.run, { recursive: true, force: true });
  }

  async #removeFolder(folder: string): Promise<void> {
    const user = this.#user;
    const stats = await lstat(folder).catch(() => undefined);
    if (user && stats?.uid === user.uid) {
      // As that user: were we to walk its folders with our rights, a link put there meanwhile could lead us elsewhere.
      await removeAs(user, folder);
      await rmdir(folder).catch(error => {
        if (error.code !== 'ENOENT') {
          throw error;
        }
      });
    } else {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Makes missing parents so that Terraform's user can pass through them. */
async function makeParents(folder: string): Promise<void> {
  const parent = dirname(folder);
  try {
    await mkdir(folder, { mode: 0o711 });
    await chmod(folder, 0o711);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && parent !== folder) {
      await makeParents(parent);
      await makeParents(folder);
    } else if (code !== 'EEXIST') {
      throw error;
    }
  }
}

async function removeAs(
  user: { uid: number; gid: number },
  folder: string,
): Promise<void> {
  const remove = spawn('/bin/rm', ['-rf', '--', folder], {
    ...user,
    cwd: '/',
    env: {},
    stdio: 'ignore',
  });
  await once(remove, 'exit'); // fails on the folder itself, which lies in one of ours
}
