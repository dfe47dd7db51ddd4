import { Cancellation } from '../cancellation';
import {
  ALREADY_STARTED_EXIT_CODE,
  REMOTE_FILES,
  type RunManifest,
} from '../index';
import { secretValues } from '../secrets';
import { SecretScrubber } from '../secretScrubber';
import { Artifacts } from './artifacts';
import { parseBuild, Refusal, type Build, type Environment } from './build';
import { Execution, STOPPED } from './execution';
import { LineWriter } from './lineWriter';
import { parseManifest } from './parseManifest';

const REFUSED_EXIT_CODE = 64;
const NOT_STORED_EXIT_CODE = 70;

/** One phase of a run on a machine of its own, from the address of its manifest to what it hands over. */
export class RemotePhase {
  readonly #env: Environment;
  readonly #folder: string;
  readonly #stdout = new LineWriter(1);
  readonly #stderr = new LineWriter(2);
  readonly #scrubber = new SecretScrubber();
  readonly #cancellation = new Cancellation();

  /** `folder` is where the runner lies. */
  constructor(env: Environment, folder: string) {
    this.#env = env;
    this.#folder = folder;
  }

  /** Asks the phase to come to an end, as often as one likes. */
  stop(): void {
    this.#cancellation.request('graceful', STOPPED);
  }

  /** Answers the exit code, see main.ts; does not throw. */
  async run(): Promise<number> {
    try {
      const build = parseBuild(this.#env);
      const artifacts = await Artifacts.connect(build);
      const manifest = await this.#readManifest(build, artifacts);
      if (!(await this.#claim(build, artifacts))) {
        await this.#stdout.write(
          `Another build has begun the ${build.phase} of run ${build.runId} already; this one touches nothing.`,
        );
        return ALREADY_STARTED_EXIT_CODE;
      }
      return await this.#execute(build, artifacts, manifest);
    } catch (error) {
      await this.#complain((error as Error).message);
      return error instanceof Refusal
        ? REFUSED_EXIT_CODE
        : NOT_STORED_EXIT_CODE;
    }
  }

  #complain(text: string): Promise<void> {
    return this.#stderr.write(this.#scrubber.scrub(text));
  }

  async #readManifest(
    build: Build,
    artifacts: Artifacts,
  ): Promise<RunManifest> {
    let text: string;
    try {
      text = await artifacts.readManifest();
    } catch (error) {
      const { name, message } = error as Error;
      throw new Refusal(
        `The manifest s3://${build.bucket}/${build.manifestKey} cannot be read (${name}: ${message}); it may be of a phase that was begun already, or the role of the build may not read it.`,
      );
    }
    const manifest = parseManifest(text, build);
    this.#scrubber.add(secretValues(manifest.secrets));
    return manifest;
  }

  async #claim(build: Build, artifacts: Artifacts): Promise<boolean> {
    try {
      return await artifacts.claim(REMOTE_FILES.started);
    } catch (error) {
      const { name, message } = error as Error;
      throw new Refusal(
        `The mark s3://${build.bucket}/${build.prefix}${REMOTE_FILES.started} cannot be made (${name}: ${message}), so nothing was run; the role of the build needs the statement MarkBegun of the module terraform-permissions.`,
      );
    }
  }

  async #execute(
    build: Build,
    artifacts: Artifacts,
    manifest: RunManifest,
  ): Promise<number> {
    const execution = new Execution({
      env: this.#env,
      folder: this.#folder,
      build,
      artifacts,
      manifest,
      cancellation: this.#cancellation,
      scrubber: this.#scrubber,
      stdout: this.#stdout,
      complain: text => void this.#complain(text),
    });
    try {
      const { outcome } = await execution.run();
      return outcome === 'succeeded' ? 0 : 1;
    } catch (error) {
      throw new Error(
        `How the ${build.phase} of run ${
          build.runId
        } ended could not be stored: ${(error as Error).message}`,
      );
    }
  }
}
