import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  mkdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  CONTROL_FILES,
  RAW_OUTPUT_FILES,
  RESULT_FILES,
  type CancelMode,
  type PhaseResult,
  type RunnerProcess,
} from './index';

/** The files between an executor and this process. Small and rare, hence written synchronously. */
export class ControlFolder {
  constructor(readonly path: string) {}

  file(name: keyof typeof CONTROL_FILES): string {
    return join(this.path, CONTROL_FILES[name]);
  }

  result(name: keyof typeof RESULT_FILES): string {
    return join(this.path, 'result', RESULT_FILES[name]);
  }

  /** Where Terraform writes; what stands there is not redacted. */
  raw(name: keyof typeof RAW_OUTPUT_FILES): string {
    return join(this.path, RAW_OUTPUT_FILES[name]);
  }

  /** Makes the mark that this phase was begun; false if it stands already. */
  claim(): boolean {
    try {
      closeSync(openSync(this.file('started'), 'wx', 0o600));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        return false;
      }
      throw error;
    }
  }

  /** Closes the folder to other users and makes what every phase needs in it. */
  prepare(self: RunnerProcess): void {
    chmodSync(this.path, 0o700);
    mkdirSync(join(this.path, 'result'), { recursive: true, mode: 0o700 });
    this.#replace(this.file('pid'), JSON.stringify(self));
    writeFileSync(this.file('heartbeat'), '');
  }

  /** Does not throw: a missed beat must not end what it is the beat of. */
  beat(): void {
    const now = new Date();
    try {
      utimesSync(this.file('heartbeat'), now, now);
    } catch {
      // The next one may do.
    }
  }

  readSpec(): string {
    return readFileSync(this.file('spec'), 'utf8');
  }

  readCancel(): CancelMode | undefined {
    try {
      const text = readFileSync(this.file('cancel'), 'utf8');
      return text.includes('force') ? 'force' : 'graceful';
    } catch {
      return undefined;
    }
  }

  writeTerraformProcess(identity: RunnerProcess): void {
    this.#replace(this.file('terraformPid'), JSON.stringify(identity));
  }

  removeTerraformProcess(): void {
    rmSync(this.file('terraformPid'), { force: true });
  }

  removeResults(): void {
    for (const name of Object.keys(RESULT_FILES)) {
      rmSync(this.result(name as keyof typeof RESULT_FILES), { force: true });
    }
  }

  writeExit(result: PhaseResult): void {
    this.#replace(this.file('exit'), JSON.stringify(result));
  }

  #replace(path: string, text: string): void {
    const next = `${path}.next`;
    const fd = openSync(next, 'w', 0o600);
    try {
      writeSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(next, path);
  }
}
