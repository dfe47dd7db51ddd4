import {
  chmod,
  chown,
  lstat,
  mkdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { REMOTE_FILES } from '../index';
import { PhaseFailure } from '../phase';
import type { Build } from './build';
import type { User } from './terraformUser';

/** The same on every machine: what a plan says about its work folder must hold for the apply. */
const BASE = '/tmp/planroom';

const OTHERS_MAY_PASS = 0o711;

/**
 * The folders of a phase on a machine of its own:
 *
 * ```
 * /tmp/planroom/<run>/work             Terraform's working folder, and work.run beside it: the runner's
 * /tmp/planroom/<run>/control-<phase>  the runner's control folder
 * /tmp/planroom/<run>/access           credentials for the state: root's, readable for Terraform's user
 * /tmp/planroom/<run>/input.*          what was downloaded
 * /tmp/planroom/<run>/output.ndjson    what is handed over as output
 * ```
 */
export class Places {
  readonly base: string;
  readonly work: string;
  readonly control: string;
  readonly access: string;
  readonly input: string;
  readonly plan: string;
  readonly output: string;

  constructor(build: Pick<Build, 'runId' | 'phase'>) {
    this.base = join(BASE, build.runId);
    this.work = join(this.base, 'work');
    this.control = join(this.base, `control-${build.phase}`);
    this.access = join(this.base, 'access');
    this.input = join(this.base, REMOTE_FILES.input);
    this.plan = join(this.base, REMOTE_FILES.plan);
    this.output = join(this.base, REMOTE_FILES.output);
  }

  /** Makes the folders anew: what an earlier build of this run has left here is of no use. */
  async make(): Promise<void> {
    await mkdir(BASE, { recursive: true, mode: OTHERS_MAY_PASS });
    const stats = await lstat(BASE);
    if (!stats.isDirectory() || stats.uid !== process.getuid?.()) {
      throw new PhaseFailure(
        `${BASE} is not a folder of the build's own user, so somebody else has been here; start the build on a fresh machine.`,
      );
    }
    await chmod(BASE, OTHERS_MAY_PASS);
    await rm(this.base, { recursive: true, force: true });
    await mkdir(this.base);
    await chmod(this.base, OTHERS_MAY_PASS);
    await mkdir(this.control);
    await mkdir(join(this.control, 'result'));
    await mkdir(this.access);
    await writeFile(join(this.control, 'output.ndjson'), '', { mode: 0o600 });
  }

  /** Lets Terraform's user read what lies in the access folder, and nobody else. */
  async shareAccess(user: User | undefined): Promise<void> {
    if (user) {
      await chown(this.access, process.getuid?.() ?? 0, user.gid);
      await chmod(this.access, 0o710);
    }
  }

  async remove(): Promise<void> {
    await rm(this.base, { recursive: true, force: true });
  }
}

/** Where Terraform itself would look for providers, unless the image names a folder. */
export async function providerMirrors(
  env: Record<string, string | undefined>,
): Promise<string[]> {
  const candidates = env.TF_PLUGIN_MIRROR_DIR
    ? [env.TF_PLUGIN_MIRROR_DIR]
    : [
        '/usr/local/share/terraform/plugins',
        '/usr/share/terraform/plugins',
        ...(env.HOME ? [join(env.HOME, '.terraform.d/plugins')] : []),
      ];
  const found = await Promise.all(
    candidates.map(path =>
      stat(path).then(
        stats => stats.isDirectory(),
        () => false,
      ),
    ),
  );
  return candidates.filter((_, index) => found[index]);
}
