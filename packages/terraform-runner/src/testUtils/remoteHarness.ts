import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  OutputRecord,
  PhaseName,
  RemoteExit,
  RunManifest,
  StateBackend,
} from '../index';
import type { AwsServer } from './awsServer';
import { sha256, type PhaseHarness } from './phaseHarness';

export const BUCKET = 'artifacts';

export type NumberedRecord = OutputRecord & { n: number };

/** One start of the program. */
export class Build {
  readonly exited: Promise<number | null>;
  /** Where it hands things over. */
  readonly folder: string;
  stdout = '';
  stderr = '';

  constructor(
    readonly run: RemoteRun,
    readonly phase: PhaseName,
    readonly arn: string,
    readonly process: ChildProcess,
  ) {
    this.folder = run.path(phase, `${arn}/`);
    process.stdout?.setEncoding('utf8').on('data', text => {
      this.stdout += text;
    });
    process.stderr?.setEncoding('utf8').on('data', text => {
      this.stderr += text;
    });
    this.exited = new Promise(resolve => process.once('close', resolve));
  }

  get exit(): RemoteExit {
    const text = this.run.aws.text(`${this.folder}exit.json`);
    if (!text) {
      throw new Error(`No exit.json\n${this.stdout}\n${this.stderr}`);
    }
    return JSON.parse(text);
  }

  /** What it printed that is a record. */
  get records(): NumberedRecord[] {
    return this.stdout
      .split('\n')
      .filter(line => line.startsWith('{"n":'))
      .map(line => JSON.parse(line));
  }

  get log(): string {
    return this.records
      .map(record => (record.kind === 'log' ? record.text : ''))
      .join('\n');
  }

  /** What it handed over as output. */
  get output(): OutputRecord[] {
    return (this.run.aws.text(`${this.folder}output.ndjson`) ?? '')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));
  }

  file(name: string): string {
    return join(this.run.base, `control-${this.phase}`, name);
  }

  pid(name: 'pid' | 'terraform.pid'): number | undefined {
    return existsSync(this.file(name))
      ? JSON.parse(readFileSync(this.file(name), 'utf8')).pid
      : undefined;
  }

  async until(condition: () => boolean, what: string): Promise<void> {
    for (let waited = 0; waited < 30_000; waited += 25) {
      if (condition()) {
        return;
      }
      await sleep(25);
    }
    throw new Error(`Waited in vain for ${what}\n${this.stdout}${this.stderr}`);
  }
}

/** A phase of a run as the portal puts it into the bucket, and the builds that are started for it. */
export class RemoteRun {
  readonly runId = randomUUID();
  /** Where the phases of this run work. */
  readonly base = join('/tmp/planroom', this.runId);

  constructor(
    readonly harness: PhaseHarness,
    readonly aws: AwsServer,
    readonly state: StateBackend,
  ) {}

  path(phase: PhaseName, name: string): string {
    return `/${BUCKET}/runs/${this.runId}/${phase}/${name}`;
  }

  /** Stores manifest and archive of a plan; answers the manifest, for tests that store another one. */
  offerPlan(
    archive: string,
    overrides: Partial<RunManifest> = {},
  ): RunManifest {
    const input = readFileSync(archive);
    return this.#offer('plan', {
      v: 1,
      spec: {
        phaseId: randomUUID(),
        runId: this.runId,
        workspaceId: 'workspace-1',
        phase: 'plan',
        kind: 'plan_and_apply',
        state: this.state,
        env: {},
      },
      secrets: this.harness.secrets(),
      inputSha256: this.#store('plan', 'input.tar.gz', input),
      ...overrides,
    });
  }

  /** Stores manifest, archive and plan file of the apply of what a plan handed over. */
  offerApply(
    planned: Build,
    overrides: Partial<RunManifest> = {},
  ): RunManifest {
    const { plan } = planned.exit.result;
    const result = (name: string) =>
      this.aws.objects.get(`${planned.folder}${name}`) ?? Buffer.alloc(0);
    return this.#offer('apply', {
      v: 1,
      spec: {
        phaseId: randomUUID(),
        runId: this.runId,
        workspaceId: 'workspace-1',
        phase: 'apply',
        kind: 'plan_and_apply',
        state: this.state,
        env: {},
        expected: {
          planSha256: plan?.planSha256 ?? '',
          archiveSha256: plan?.archiveSha256 ?? '',
        },
      },
      secrets: this.harness.secrets(),
      inputSha256: this.#store(
        'apply',
        'input.tar.gz',
        result('archive.tar.gz'),
      ),
      planSha256: this.#store('apply', 'input.tfplan', result('tfplan')),
      ...overrides,
    });
  }

  store(phase: PhaseName, manifest: unknown): void {
    this.#store(phase, 'manifest.json', Buffer.from(JSON.stringify(manifest)));
  }

  start(phase: PhaseName, env: Record<string, string> = {}): Build {
    const arn = `arn:aws:codebuild:eu-west-1:111122223333:build/planroom-${phase}:${randomUUID()}`;
    const child = spawn(process.execPath, [this.harness.runPhase], {
      env: {
        PATH: process.env.PATH,
        HOME: this.harness.root,
        ...this.aws.env,
        // The image has a newer Node than tests may have.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        CODEBUILD_BUILD_ARN: arn,
        RUN_ARTIFACT_BUCKET: BUCKET,
        RUN_PHASE: phase,
        RUN_MANIFEST: `s3://${BUCKET}/runs/${this.runId}/${phase}/manifest.json`,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Build(this, phase, arn, child);
  }

  async run(phase: PhaseName, env?: Record<string, string>): Promise<Build> {
    const build = this.start(phase, env);
    await build.exited;
    return build;
  }

  #offer(phase: PhaseName, manifest: RunManifest): RunManifest {
    this.store(phase, manifest);
    return manifest;
  }

  #store(phase: PhaseName, name: string, bytes: Buffer): string {
    this.aws.objects.set(this.path(phase, name), bytes);
    return sha256(bytes);
  }
}
