import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { replaceImagePaths } from './imagePaths';
import { phaseScript } from './phaseScript';
import { anyAlive, killAll, signalGroup } from './processes';

/** A command that did not exit with 0. */
export interface FailedCommand {
  command: string;
  /** `exit status 3` or `signal: SIGKILL` */
  reason: string;
}

export interface RunOptions {
  commands: string[];
  shell: 'sh' | 'bash';
  succeeding: boolean;
  exportedVariables: string[];
  onLine(line: string, timeToken: string): void;
}

export interface ContainerOptions {
  folder: string;
  /** The variable that marks every process of the build, e.g. `CODEBUILD_BUILD_ID=plan:0a1b`. */
  mark: string;
  imagePaths: Record<string, string>;
}

/** How long output is waited for after its shell has ended: what the shell left in the background holds it open. */
const DRAIN_MS = 200;
/** How long processes have after SIGTERM. */
const TERM_GRACE_MS = 30_000;
const TERM_POLL_MS = 50;

/**
 * What a build has in place of a container: a folder of its own, a clean environment, and processes that end with it. Nothing keeps its
 * commands from the rest of this machine.
 */
export class Container {
  readonly #options: ContainerOptions;
  readonly #groups: number[] = [];
  #env: Record<string, string> | undefined;
  #lists = 0;
  #ended = false;

  private constructor(options: ContainerOptions) {
    this.#options = options;
  }

  static async create(options: ContainerOptions): Promise<Container> {
    const container = new Container(options);
    for (const folder of ['src', 'home', 'tmp', 'control']) {
      await mkdir(join(options.folder, folder), { recursive: true });
    }
    return container;
  }

  get sourceFolder(): string {
    return join(this.#options.folder, 'src');
  }

  /** The variables with which the first shell starts; the others start with what it exported. */
  async prepare(env: Record<string, string>): Promise<void> {
    const { folder } = this.#options;
    this.#env = {
      HOME: join(folder, 'home'),
      TMPDIR: join(folder, 'tmp'),
      ...env,
      PATH: this.#replace(env.PATH ?? process.env.PATH ?? ''),
    };
    await writeFile(join(folder, 'control', 'cwd'), this.sourceFolder);
  }

  /**
   * Runs a list of commands in one shell, in a process group of its own.
   *
   * @returns the one that failed, if any
   */
  async run(options: RunOptions): Promise<FailedCommand | undefined> {
    const { commands } = options;
    const control = join(this.#options.folder, 'control');
    const timeToken = `time-${randomBytes(12).toString('hex')}`;
    for (const [index, command] of commands.entries()) {
      await writeFile(
        join(control, `command.${index}`),
        `${this.#replace(command)}\n`,
      );
    }
    this.#lists += 1;
    const script = join(control, `commands-${this.#lists}.sh`);
    await writeFile(
      script,
      phaseScript({ ...options, shown: commands, control, timeToken }),
    );
    const ended = await this.#spawn(script, timeToken, options);
    if (ended === undefined) return undefined;
    const index = Number(await readFile(join(control, 'command'), 'utf8'));
    return { command: commands[index], reason: ended };
  }

  /** The values of exported variables, as the last shell left them. */
  async exported(name: string): Promise<string> {
    const file = join(this.#options.folder, 'control', `exported.${name}`);
    return readFile(file, 'utf8').catch(() => '');
  }

  /** Ends all processes at once; no other starts. */
  kill(): void {
    this.#ended = true;
    killAll(this.#groups, this.#options.mark);
  }

  /** Sends SIGTERM to the running shell's group, waits for its end, and kills what does not end; no other starts. */
  async terminate(): Promise<void> {
    this.#ended = true;
    const { mark } = this.#options;
    const current = this.#groups[this.#groups.length - 1];
    if (current !== undefined) signalGroup(current, 'SIGTERM');
    for (let waited = 0; waited < TERM_GRACE_MS; waited += TERM_POLL_MS) {
      if (!anyAlive(this.#groups, mark)) return;
      await wait(TERM_POLL_MS);
    }
    this.kill();
  }

  async remove(): Promise<void> {
    await rm(this.#options.folder, {
      recursive: true,
      force: true,
      maxRetries: 5,
      retryDelay: 20,
    });
  }

  /** @returns why the shell did not succeed; undefined when it did */
  async #spawn(
    script: string,
    timeToken: string,
    { shell, onLine }: RunOptions,
  ): Promise<string | undefined> {
    if (this.#ended) return 'signal: SIGKILL';
    const first = this.#groups.length === 0;
    const child = spawn(
      shell,
      shell === 'bash' ? ['--noprofile', '--norc', script] : [script],
      {
        cwd: this.sourceFolder,
        env: first ? this.#env : { PATH: this.#env!.PATH },
        detached: true,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    if (child.pid !== undefined) this.#groups.push(child.pid);
    const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
    lines.on('line', line => onLine(line, timeToken));
    const drained = new Promise<void>(resolve => lines.once('close', resolve));
    const ended = await new Promise<string | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        if (code === 0) resolve(undefined);
        else resolve(signal ? `signal: ${signal}` : `exit status ${code}`);
      });
    });
    const patience = new AbortController();
    await Promise.race([
      drained,
      wait(DRAIN_MS, undefined, { signal: patience.signal }).catch(() => {}),
    ]);
    patience.abort();
    return ended;
  }

  #replace(text: string): string {
    const { imagePaths, folder } = this.#options;
    return replaceImagePaths(text, imagePaths, folder);
  }
}
