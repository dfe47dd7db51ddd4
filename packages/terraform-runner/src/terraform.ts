import { spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from './cancellation';
import type { ControlFolder } from './control';
import {
  terraformEnvironment,
  withCredentialsFolder,
  type Knowledge,
} from './environment';
import type { RunFolders } from './folders';
import type { CancelMode, PhaseSecrets, PhaseSpec } from './index';
import { LineReader, type Line } from './lineReader';
import { PhaseCanceled, PhaseFailure } from './phase';
import { processIdentity } from './processIdentity';

const TAIL_INTERVAL_MS = 50;
const SECOND_INTERRUPT_MS = 1_000;
const KILL_AFTER_MS = 5_000;

export interface TerraformEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface TerraformCommand {
  args: string[];
  knows: Knowledge;
  onStdout?(lines: Line[]): void;
  onStderr(lines: Line[]): void;
  /** Reads the whole stdout file, for the commands that answer one document. Called before the file is removed. */
  onStdoutFile?(path: string): void | Promise<void>;
  onStart?(): void;
}

/**
 * Starts Terraform commands, one at a time.
 *
 * A command is a session of its own and writes to files, not to pipes: whoever dies above it, it goes on and saves its state. The
 * files are read here as they grow.
 */
export class Terraform {
  readonly #spec: PhaseSpec;
  readonly #secrets: PhaseSecrets;
  readonly #folders: RunFolders;
  readonly #control: ControlFolder;
  readonly #cancellation: Cancellation;

  constructor(options: {
    spec: PhaseSpec;
    secrets: PhaseSecrets;
    folders: RunFolders;
    control: ControlFolder;
    cancellation: Cancellation;
  }) {
    this.#spec = options.spec;
    this.#secrets = options.secrets;
    this.#folders = options.folders;
    this.#control = options.control;
    this.#cancellation = options.cancellation;
  }

  async run(command: TerraformCommand): Promise<TerraformEnd> {
    if (this.#cancellation.signal.aborted) {
      throw new PhaseCanceled();
    }
    const stdout = this.#control.raw('stdout');
    const stderr = this.#control.raw('stderr');
    try {
      if (command.knows.credentials) {
        await this.#writeCredentialFiles();
      }
      const end = await this.#follow(command, stdout, stderr);
      await command.onStdoutFile?.(stdout);
      return end;
    } finally {
      await this.#removeCredentialFiles();
      rmSync(stdout, { force: true });
      rmSync(stderr, { force: true });
    }
  }

  async #writeCredentialFiles(): Promise<void> {
    const { credentials } = this.#folders;
    for (const [path, content] of this.#credentialFiles()) {
      await writeFile(path, withCredentialsFolder(content, credentials), {
        mode: 0o600,
        flag: 'wx',
      });
      await this.#folders.give(path);
    }
  }

  async #removeCredentialFiles(): Promise<void> {
    for (const [path] of this.#credentialFiles()) {
      await rm(path, { force: true });
    }
  }

  #credentialFiles(): Array<[path: string, content: string]> {
    return Object.entries(this.#secrets.credentialFiles ?? {}).map(
      ([name, content]) => [join(this.#folders.credentials, name), content],
    );
  }

  async #follow(
    command: TerraformCommand,
    stdout: string,
    stderr: string,
  ): Promise<TerraformEnd> {
    const fds = [stdout, stderr].map(path => openSync(path, 'w', 0o600));
    let child;
    try {
      child = spawn(this.#spec.binary, command.args, {
        cwd: this.#folders.work,
        env: terraformEnvironment(
          this.#spec,
          this.#secrets,
          {
            path: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
            home: this.#folders.home,
            tmp: this.#folders.tmp,
            cliConfig: this.#folders.cliConfig,
            credentials: this.#folders.credentials,
          },
          command.knows,
        ),
        stdio: ['ignore', ...fds],
        detached: true,
        ...this.#spec.runAs,
      });
    } finally {
      fds.forEach(fd => closeSync(fd));
    }
    const ended = new Promise<TerraformEnd>((resolve, reject) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', error =>
        reject(new PhaseFailure(explainSpawnError(error, this.#spec))),
      );
    });
    if (child.pid === undefined) {
      return ended;
    }
    // From here on Terraform runs, and nothing that goes wrong on our side may make us look away before it ends.
    const { pid } = child;
    command.onStart?.();
    attempt(() => this.#control.writeTerraformProcess(processIdentity(pid)));
    const release = this.#passOnInterrupts(pid);
    const tails = [
      tailFile(stderr, command.onStderr),
      ...(command.onStdout ? [tailFile(stdout, command.onStdout)] : []),
    ];
    const end = await ended;
    killGroup(pid);
    release();
    tails.forEach(stop => stop());
    attempt(() => this.#control.removeTerraformProcess());
    return end;
  }

  /** Graceful: one SIGINT, to Terraform alone. Force: another one, and SIGKILL for the whole group if that does not help. */
  #passOnInterrupts(pid: number): () => void {
    const timers: NodeJS.Timeout[] = [];
    let interrupted = false;
    const interrupt = (mode: CancelMode) => {
      const first = !interrupted;
      interrupted = true;
      signalProcess(pid, 'SIGINT');
      if (mode === 'force') {
        if (first) {
          timers.push(
            setTimeout(() => signalProcess(pid, 'SIGINT'), SECOND_INTERRUPT_MS),
          );
        }
        timers.push(setTimeout(() => killGroup(pid), KILL_AFTER_MS));
      }
    };
    const unsubscribe = this.#cancellation.onRequest(interrupt);
    return () => {
      unsubscribe();
      timers.forEach(timer => clearTimeout(timer));
    };
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // A full disk, most likely: what is lost is a piece of the log.
  }
}

/** Follows a growing file; answers the function that takes the rest and ends it. */
function tailFile(path: string, take: (lines: Line[]) => void): () => void {
  const reader = new LineReader(path);
  const timer = setInterval(
    () => attempt(() => take(reader.next())),
    TAIL_INTERVAL_MS,
  );
  return () => {
    clearInterval(timer);
    attempt(() => take(reader.end()));
  };
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** Ends what a command left behind in its session, such as the children of a killed Terraform. */
function killGroup(pid: number): void {
  signalProcess(-pid, 'SIGKILL');
}

function explainSpawnError(error: Error, spec: PhaseSpec): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return `terraform was not found at ${spec.binary}; correct the path of this version in the configuration (or ${spec.workFolder} is gone)`;
  }
  if (code === 'EACCES') {
    return `terraform at ${spec.binary} or the work folder ${spec.workFolder} may not be used by the user that Terraform runs as; correct the rights of the path`;
  }
  if (code === 'EPERM' && spec.runAs) {
    return `The runner may not switch to user ${spec.runAs.uid}; start the portal with that right or change the isolation of the executor`;
  }
  return `terraform at ${spec.binary} could not be started: ${error.message}`;
}
