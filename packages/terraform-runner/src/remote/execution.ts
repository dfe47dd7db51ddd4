import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cancellation } from '../cancellation';
import {
  CONTROL_FILES,
  REMOTE_FILES,
  type CancelMode,
  type PhaseResult,
  type RunManifest,
} from '../index';
import { PhaseCanceled } from '../phase';
import { secretValues } from '../secrets';
import { SecretScrubber } from '../secretScrubber';
import { Access } from './access';
import type { Artifacts } from './artifacts';
import type { Build, Environment } from './build';
import { handOver } from './handOver';
import type { LineWriter } from './lineWriter';
import { OutputRelay } from './outputRelay';
import { Places } from './places';
import { prepareSpec } from './prepareSpec';
import { Runner } from './runner';
import { terraformUser, type User } from './terraformUser';

const CANCEL_POLL_MS = 2_000;
const CANCELED = 'The run was canceled.';

/** Why the machine asks a phase to come to an end. */
export const STOPPED = 'The build was asked to stop.';

interface ExecutionOptions {
  env: Environment;
  /** Folder with the runner. */
  folder: string;
  build: Build;
  artifacts: Artifacts;
  manifest: RunManifest;
  cancellation: Cancellation;
  /** Knows everything that is secret, for what the machine says itself. */
  scrubber: SecretScrubber;
  stdout: LineWriter;
  complain: (text: string) => void;
}

/** What follows the mark: the phase itself, and what it hands over, whatever happens. */
export class Execution {
  readonly #options: ExecutionOptions;
  readonly #places: Places;
  readonly #startedAt = new Date().toISOString();

  constructor(options: ExecutionOptions) {
    this.#options = options;
    this.#places = new Places(options.build);
  }

  /** Answers how the phase ended, as stored; throws if that could not be stored. */
  async run(): Promise<PhaseResult> {
    const { artifacts, manifest, complain } = this.#options;
    const poll = this.#pollForCancel();
    try {
      const { result, records } = await this.#runWithOutput();
      return await handOver({
        artifacts,
        places: this.#places,
        result,
        records,
        kmsKeyId: manifest.kmsKeyId,
        onFailure: error =>
          complain(
            `S3 does not take a result yet; it is tried again: ${
              (error as Error).message
            }`,
          ),
      });
    } finally {
      clearInterval(poll);
      await this.#places.remove().catch(error => complain(error.message));
    }
  }

  /** The wish may be there before there is a runner to pass it on to. */
  #pollForCancel(): NodeJS.Timeout {
    const { artifacts, cancellation } = this.#options;
    let isAsking = false;
    return setInterval(async () => {
      if (isAsking) {
        return;
      }
      isAsking = true;
      const text = await artifacts.peek(REMOTE_FILES.cancel);
      isAsking = false;
      if (text !== undefined) {
        const mode = text.includes('force') ? 'force' : 'graceful';
        cancellation.request(mode, CANCELED);
      }
    }, CANCEL_POLL_MS);
  }

  async #runWithOutput(): Promise<{ result: PhaseResult; records: number }> {
    const { complain, scrubber, stdout } = this.#options;
    const accessScrubber = new SecretScrubber();
    let relay: OutputRelay;
    try {
      await this.#places.make();
      relay = new OutputRelay({
        from: join(this.#places.control, CONTROL_FILES.output),
        to: this.#places.output,
        writer: stdout,
        scrubber: accessScrubber,
      });
    } catch (error) {
      const message = scrubber.scrub((error as Error).message);
      complain(message);
      return { result: this.#ended('failed', message), records: 0 };
    }
    relay.start();
    const result = await this.#runPhase(relay, accessScrubber);
    return { result, records: await relay.finish() };
  }

  async #runPhase(
    relay: OutputRelay,
    accessScrubber: SecretScrubber,
  ): Promise<PhaseResult> {
    const { artifacts, build, cancellation, env, manifest, scrubber } =
      this.#options;
    const places = this.#places;
    let access: Access | undefined;
    try {
      const user = await this.#terraformUser(relay);
      await places.shareAccess(user);
      const spec = await prepareSpec({
        build,
        artifacts,
        manifest,
        places,
        user,
        env,
      });
      relay.note('info', `Build ${build.arn} uses ${spec.binary}`);
      access = await Access.open({
        manifest,
        artifacts,
        region: build.region,
        places,
        user,
        scrubber: accessScrubber,
        warn: text => relay.note('warn', scrubber.scrub(text)),
      });
      const secrets = access.secrets();
      scrubber.add(secretValues(secrets));
      if (cancellation.signal.aborted) {
        throw new PhaseCanceled();
      }
      return await this.#follow(
        await Runner.start({
          folder: this.#options.folder,
          control: places.control,
          spec,
          secrets,
          path: env.PATH ?? '',
        }),
      );
    } catch (error) {
      const isCanceled = error instanceof PhaseCanceled;
      const message = scrubber.scrub(
        isCanceled ? cancellation.reason : (error as Error).message,
      );
      relay.note(isCanceled ? 'warn' : 'error', message, 'end');
      return this.#ended(isCanceled ? 'canceled' : 'failed', message);
    } finally {
      await access?.close();
    }
  }

  async #follow(runner: Runner): Promise<PhaseResult> {
    const { cancellation } = this.#options;
    const pass = (mode: CancelMode) =>
      cancellation.reason === STOPPED && mode === 'graceful'
        ? runner.stop()
        : runner.cancel(mode);
    if (cancellation.mode) {
      pass(cancellation.mode);
    }
    const release = cancellation.onRequest(pass);
    try {
      return await runner.result();
    } finally {
      release();
    }
  }

  async #terraformUser(relay: OutputRelay): Promise<User | undefined> {
    const user = terraformUser({
      userId: this.#options.env.RUN_USER_ID,
      passwd: await readFile('/etc/passwd', 'utf8').catch(() => ''),
      isRoot: process.getuid?.() === 0,
    });
    relay.note(
      'info',
      user
        ? `Terraform runs as user ${user.uid}`
        : 'Terraform runs as the user of the build, since the machine has no user planroom or may not switch to it',
    );
    return user;
  }

  /** The end of a phase whose runner was not started. */
  #ended(outcome: 'failed' | 'canceled', message: string): PhaseResult {
    return {
      v: 1,
      phaseId: this.#options.manifest.spec.phaseId,
      outcome,
      step: 'start',
      message,
      diagnostics: [],
      startedAt: this.#startedAt,
      finishedAt: new Date().toISOString(),
    };
  }
}
