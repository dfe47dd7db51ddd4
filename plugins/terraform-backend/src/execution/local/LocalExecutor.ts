import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  chmod,
  link,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotFoundError } from '@backstage/errors';
import {
  TerraformArtifact,
  TerraformExecutor,
  TerraformExecutorHealth,
  TerraformPhase,
  TerraformPhaseHandle,
  TerraformPhaseObservation,
  TerraformPhaseReference,
} from '@planroom/backstage-plugin-terraform-node';
import {
  CancelMode,
  CONTROL_FILES,
  PhaseSpec,
  RESULT_FILES,
  RUN_FOLDER_SUFFIX,
  SECRETS_FD,
} from '@planroom/terraform-runner';
import { RunnerWatch } from '../processes';
import { TerraformBinaries } from './TerraformBinaries';
import { Isolation, uidOfRun } from './isolation';
import { readOutput } from './readOutput';

const START_TIMEOUT_MS = 20_000;

export interface LocalExecutorOptions {
  /** Folder of all runs; each has `<runId>/work`, `<runId>/plan`, `<runId>/apply`. */
  runsFolder: string;
  /** Folder with providers that runs have downloaded. */
  providerCache: string;
  providerMirrors: string[];
  runnerFile: string;
  binaries: TerraformBinaries;
  /** the versions that environments ask for, undefined for the one on the PATH */
  versions: Array<string | undefined>;
  isolation: Isolation;
  capacity: number;
}

/**
 * Runs phases as processes on this machine. Each phase is a detached process that keeps everything in files of its control folder, so
 * that neither a deploy nor a crash of the portal ends it, and any later portal on this machine finds it again.
 */
export class LocalExecutor implements TerraformExecutor {
  readonly capacity: number;
  readonly place: string;
  readonly #options: LocalExecutorOptions;
  readonly #watch = new RunnerWatch();

  static async create(options: LocalExecutorOptions): Promise<LocalExecutor> {
    await mkdir(options.runsFolder, { recursive: true });
    await mkdir(options.providerCache, { recursive: true });
    // Others may pass through to a folder they know the name of, but not look around.
    await chmod(options.runsFolder, 0o711);
    await chmod(options.providerCache, 0o755);
    return new LocalExecutor(options, await identify(options.runsFolder));
  }

  private constructor(options: LocalExecutorOptions, place: string) {
    this.#options = options;
    this.place = place;
    this.capacity = options.capacity;
  }

  async start(phase: TerraformPhase): Promise<TerraformPhaseHandle> {
    const found = await this.find(phase.spec);
    return found ?? this.#begin(phase).catch(this.#explain);
  }

  /** A full disk is the operator's to mend: the sentence says where. */
  #explain = (error: NodeJS.ErrnoException): never => {
    if (error.code !== 'ENOSPC') throw error;
    throw new Error(
      `there is no space left in ${
        this.#options.runsFolder
      }; make room there, or move terraform.dataDirectory, then plan again`,
    );
  };

  async #begin(phase: TerraformPhase): Promise<TerraformPhaseHandle> {
    const control = this.#controlFolder(phase.spec);
    const binary = await this.#options.binaries.resolve(phase.terraformVersion);
    const runFolder = join(this.#options.runsFolder, phase.spec.runId);
    await mkdir(runFolder, { recursive: true });
    await chmod(runFolder, 0o711);
    // Nothing is removed: a runner that another portal has started here may be about to make its mark, and only one of them will.
    await mkdir(control, { recursive: true, mode: 0o700 });
    const write = (name: string, content: Buffer | string) =>
      replaceFile(join(control, name), content);
    const spec: PhaseSpec = {
      v: 1,
      ...phase.spec,
      workFolder: join(runFolder, 'work'),
      inputArchive: join(control, 'input.tar.gz'),
      ...(phase.planFile && { planFile: join(control, 'input.tfplan') }),
      binary,
      providerMirrors: this.#options.providerMirrors,
      providerCache: this.#options.providerCache,
      ...(this.#options.isolation.kind === 'uid' && {
        runAs: uidOfRun(this.#options.isolation, phase.spec.runId),
      }),
    };
    await write('input.tar.gz', await phase.input());
    if (phase.planFile) await write('input.tfplan', phase.planFile);
    await write(CONTROL_FILES.spec, JSON.stringify(spec));
    const messages = await open(join(control, 'runner.log'), 'a', 0o600);
    try {
      const secrets = JSON.stringify(await phase.secrets());
      await this.#spawnRunner(control, messages.fd, secrets);
    } finally {
      await messages.close();
    }
    const handle = await this.find(phase.spec);
    if (!handle) {
      const said = await readFile(join(control, 'runner.log'), 'utf8');
      throw new Error(
        `The runner did not start${
          said ? `: ${said.trim().slice(0, 500)}` : ''
        }`,
      );
    }
    return handle;
  }

  async find(
    reference: TerraformPhaseReference,
  ): Promise<TerraformPhaseHandle | undefined> {
    const control = this.#controlFolder(reference);
    if (!(await exists(join(control, CONTROL_FILES.started)))) return undefined;
    return { control };
  }

  async observe(
    handle: TerraformPhaseHandle,
    cursor: string | undefined,
  ): Promise<TerraformPhaseObservation> {
    const control = String(handle.control);
    // Looked at before the output is read: what was written before the end is read before the end is told.
    const exit = await readJson(join(control, CONTROL_FILES.exit));
    // A runner that ended normally between the two looks has left its end behind: the next observation tells it.
    const dead =
      exit === undefined &&
      (await this.#watch.isProvablyDead(control)) &&
      !(await exists(join(control, CONTROL_FILES.exit)));
    const output = await readOutput(
      join(control, CONTROL_FILES.output),
      Number(cursor ?? 0),
    );
    const observation = {
      records: output.records,
      cursor: String(output.nextOffset),
      more: !output.atEnd,
    };
    if (!output.atEnd) return observation;
    if (exit) {
      return { ...observation, outcome: { kind: 'ended', result: exit } };
    }
    if (dead) {
      return {
        ...observation,
        outcome: {
          kind: 'lost',
          reason:
            'The process that ran Terraform was ended from outside (out of memory, killed, or the machine restarted) before it could say how it ended',
        },
      };
    }
    return observation;
  }

  async cancel(handle: TerraformPhaseHandle, mode: CancelMode): Promise<void> {
    await replaceFile(join(String(handle.control), CONTROL_FILES.cancel), mode);
  }

  async readArtifact(
    handle: TerraformPhaseHandle,
    artifact: TerraformArtifact,
  ): Promise<Buffer> {
    const control = String(handle.control);
    const handedOver = join(control, 'result', RESULT_FILES[artifact]);
    // A runner that was killed hands nothing over; Terraform leaves the state it could not save in its work folder.
    const leftBehind = join(
      dirname(control),
      'work',
      RESULT_FILES.erroredState,
    );
    const content =
      (await readRegularFile(handedOver)) ??
      (artifact === 'erroredState'
        ? await readRegularFile(leftBehind)
        : undefined);
    if (!content) throw new NotFoundError(`The phase left no ${artifact}`);
    return content;
  }

  async release(handle: TerraformPhaseHandle): Promise<void> {
    const control = String(handle.control);
    this.#watch.forget(control);
    const runFolder = dirname(control);
    const workFolder = join(runFolder, 'work');
    for (const folder of [
      workFolder,
      `${workFolder}${RUN_FOLDER_SUFFIX}`,
      control,
    ]) {
      await rm(folder, { recursive: true, force: true });
    }
    // Fails while the run's other phase is still there, which is right.
    await rmdir(runFolder).catch(() => {});
  }

  async health(): Promise<TerraformExecutorHealth> {
    try {
      for (const version of this.#options.versions) {
        await this.#options.binaries.resolve(version);
      }
    } catch (error) {
      return { status: 'degraded', message: (error as Error).message };
    }
    return this.#options.isolation.health;
  }

  #controlFolder({ runId, phase }: { runId: string; phase: string }): string {
    return join(this.#options.runsFolder, runId, phase);
  }

  /** Answers when the runner has made its mark or has ended without. */
  async #spawnRunner(
    control: string,
    messagesFd: number,
    secrets: string,
  ): Promise<void> {
    const child = spawn(process.execPath, [this.#options.runnerFile, control], {
      cwd: '/',
      detached: true,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
      stdio: ['ignore', messagesFd, messagesFd, 'pipe'],
    });
    let ended = false;
    child.once('exit', () => {
      ended = true;
    });
    child.once('error', () => {
      ended = true;
    });
    const pipe = child.stdio[SECRETS_FD] as NodeJS.WritableStream;
    pipe.on('error', () => {});
    pipe.end(secrets);
    child.unref();
    const deadline = Date.now() + START_TIMEOUT_MS;
    const mark = join(control, CONTROL_FILES.started);
    while (!ended && Date.now() < deadline && !(await exists(mark))) {
      await sleep(5);
    }
  }
}

/** Names the folder: who has it can say what became of the phases in it. */
async function identify(runsFolder: string): Promise<string> {
  const file = join(dirname(runsFolder), 'place');
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, randomUUID(), { mode: 0o644 });
  // Whoever comes first names it, also when several portals start at once.
  await link(own, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(own);
  return readFile(file, 'utf8');
}

/** Nobody ever sees half of the file. */
async function replaceFile(
  file: string,
  content: Buffer | string,
): Promise<void> {
  const next = `${file}.${randomUUID()}`;
  await writeFile(next, content, { mode: 0o600 });
  await rename(next, file);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function readJson(file: string) {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  return content === undefined ? undefined : JSON.parse(content);
}

/** Terraform's user may have put a link in the place of a file: it is not followed. */
async function readRegularFile(file: string): Promise<Buffer | undefined> {
  const handle = await open(
    file,
    // eslint-disable-next-line no-bitwise
    constants.O_RDONLY | constants.O_NOFOLLOW,
  ).catch(() => undefined);
  if (!handle) return undefined;
  try {
    return (await handle.stat()).isFile() ? await handle.readFile() : undefined;
  } finally {
    await handle.close();
  }
}
