import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { create } from '../tar';
import {
  SECRETS_FD,
  type CancelMode,
  type OutputRecord,
  type PhaseResult,
  type PhaseSecrets,
  type PhaseSpec,
  type RunKind,
  type RunnerProcess,
} from '../index';
import type { StateServer } from './stateServer';

// eslint-disable-next-line no-restricted-syntax
export const PACKAGE_ROOT = resolve(__dirname, '../..');

export function findTerraform(): string | undefined {
  return (process.env.PATH ?? '')
    .split(':')
    .map(folder => join(folder, 'terraform'))
    .find(existsSync);
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** One start of the runner on one control folder. */
export class StartedPhase {
  readonly exited: Promise<number | null>;

  constructor(readonly control: string, readonly process: ChildProcess) {
    this.exited = new Promise(done => process.once('exit', done));
  }

  file(path: string): string {
    return join(this.control, path);
  }

  json<T>(path: string): T {
    return JSON.parse(readFileSync(this.file(path), 'utf8')) as T;
  }

  get output(): OutputRecord[] {
    return existsSync(this.file('output.ndjson'))
      ? readFileSync(this.file('output.ndjson'), 'utf8')
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line) as OutputRecord)
      : [];
  }

  get log(): string {
    return this.output
      .map(record => (record.kind === 'log' ? record.text : ''))
      .join('\n');
  }

  progress(address: string): string[] {
    return this.output.flatMap(record =>
      record.kind === 'progress' && record.address === address
        ? [record.state]
        : [],
    );
  }

  cancel(mode: CancelMode): void {
    writeFileSync(this.file('cancel'), mode);
  }

  async result(): Promise<PhaseResult> {
    await this.exited;
    return this.json<PhaseResult>('exit');
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    for (let waited = 0; waited < 30_000; waited += 25) {
      if (condition()) {
        return;
      }
      await sleep(25);
    }
    throw new Error(`Waited in vain for ${what}\n${this.log}`);
  }

  terraformPid(): number | undefined {
    try {
      return this.json<RunnerProcess>('terraform.pid').pid;
    } catch {
      return undefined;
    }
  }
}

/** Builds the bundle and starts phases with it, as an executor would. */
export class PhaseHarness {
  readonly root: string;
  readonly terraform: string;
  #bundle: string;
  #started: StartedPhase[] = [];

  constructor(terraform: string) {
    this.terraform = terraform;
    this.root = mkdtempSync(join(tmpdir(), 'runner-test-'));
    chmodSync(this.root, 0o711);
    execFileSync(process.execPath, ['build.mjs', join(this.root, 'dist')], {
      cwd: PACKAGE_ROOT,
      stdio: 'pipe',
    });
    this.#bundle = join(this.root, 'dist/runner.cjs');
  }

  /** The program that takes its phase from a bucket. */
  get runPhase(): string {
    return join(this.root, 'dist/run-phase.js');
  }

  dispose(): void {
    for (const phase of this.#started) {
      phase.process.kill('SIGKILL');
    }
    rmSync(this.root, { recursive: true, force: true });
  }

  /** A tar.gz of these files. */
  archive(files: Record<string, string>): string {
    const folder = mkdtempSync(join(this.root, 'bundle-'));
    const archive = `${folder}.tar.gz`;
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    create({ file: archive, gzip: true, cwd: folder, sync: true }, ['.']);
    return archive;
  }

  /** A terraform that heeds no interrupt when it applies. */
  stubborn(): string {
    const path = join(this.root, 'stubborn');
    writeFileSync(
      path,
      `#!/bin/sh
[ "$1" = apply ] || exec ${this.terraform} "$@"
trap '' INT
echo stubborn
while :; do sleep 0.1; done
`,
    );
    chmodSync(path, 0o755);
    return path;
  }

  secrets(secrets: Partial<PhaseSecrets> = {}): PhaseSecrets {
    return {
      stateUsername: 'run-1',
      statePassword: 'state-password-canary',
      variables: {},
      ephemeralVariables: {},
      credentials: {},
      redact: [],
      ...secrets,
    };
  }

  /** Where phases of one run work. */
  workFolder(): string {
    return join(this.root, 'work', randomUUID());
  }

  planSpec(
    server: StateServer,
    inputArchive: string,
    overrides: Partial<PhaseSpec> = {},
  ): PhaseSpec {
    return {
      v: 1,
      phaseId: randomUUID(),
      runId: 'run-1',
      workspaceId: 'workspace-1',
      phase: 'plan',
      kind: 'plan_and_apply' as RunKind,
      workFolder: this.workFolder(),
      inputArchive,
      binary: this.terraform,
      state: {
        address: server.address,
        lockAddress: server.address,
        unlockAddress: server.address,
      },
      providerMirrors: [],
      env: {},
      ...overrides,
    };
  }

  /** The apply of what a plan handed over. */
  applySpec(
    planned: StartedPhase,
    overrides: Partial<PhaseSpec> = {},
  ): PhaseSpec {
    const spec = planned.json<PhaseSpec>('phase.json');
    const { plan } = planned.json<PhaseResult>('exit');
    const store = mkdtempSync(join(this.root, 'store-'));
    for (const file of ['tfplan', 'archive.tar.gz']) {
      copyFileSync(planned.file(`result/${file}`), join(store, file));
    }
    return {
      ...spec,
      phaseId: randomUUID(),
      phase: 'apply',
      inputArchive: join(store, 'archive.tar.gz'),
      planFile: join(store, 'tfplan'),
      expected: {
        planSha256: plan?.planSha256 ?? '',
        archiveSha256: plan?.archiveSha256 ?? '',
      },
      ...overrides,
    };
  }

  start(
    spec: PhaseSpec,
    secrets: PhaseSecrets,
    control?: string,
  ): StartedPhase {
    const folder = control ?? mkdtempSync(join(this.root, 'control-'));
    writeFileSync(join(folder, 'phase.json'), JSON.stringify(spec));
    const stdio: Array<'ignore' | 'pipe' | 'inherit'> = [
      'ignore',
      'inherit',
      'inherit',
    ];
    stdio[SECRETS_FD] = 'pipe';
    const child = spawn(process.execPath, [this.#bundle, folder], {
      env: { PATH: process.env.PATH },
      stdio,
    });
    const pipe = child.stdio[SECRETS_FD] as NodeJS.WritableStream;
    pipe.on('error', () => undefined); // a refused start does not read them
    pipe.end(JSON.stringify(secrets));
    const phase = new StartedPhase(folder, child);
    this.#started.push(phase);
    return phase;
  }

  async run(spec: PhaseSpec, secrets: PhaseSecrets): Promise<StartedPhase> {
    const phase = this.start(spec, secrets);
    await phase.exited;
    return phase;
  }
}

/** The generated root that calls `./module`. */
export function rootFile(
  server: StateServer,
  variables: Record<string, { sensitive?: boolean; ephemeral?: boolean }> = {},
  outputs: Record<string, { sensitive?: boolean }> = {},
): string {
  const { address } = server;
  const block = (name: string, entries: Record<string, unknown>) =>
    Object.keys(entries).length > 0 ? { [name]: entries } : {};
  return JSON.stringify({
    terraform: {
      backend: {
        http: { address, lock_address: address, unlock_address: address },
      },
    },
    module: {
      this: {
        source: './module',
        ...Object.fromEntries(
          Object.keys(variables).map(name => [name, `\${var.${name}}`]),
        ),
      },
    },
    ...block(
      'variable',
      Object.fromEntries(
        Object.entries(variables).map(([name, flags]) => [
          name,
          { type: 'string', ...flags },
        ]),
      ),
    ),
    ...block(
      'output',
      Object.fromEntries(
        Object.entries(outputs).map(([name, flags]) => [
          name,
          { value: `\${module.this.${name}}`, ...flags },
        ]),
      ),
    ),
  });
}
