import { etagOf } from '../s3/checksums';
import { noSuchKey } from '../s3/conditions';
import type { Buckets } from '../s3/Buckets';
import { keptHeaders } from '../s3/objectHeaders';
import type { BuildStage, BuildWork } from './BuildWork';
import { PhaseFailure } from './PhaseFailure';
import type { EmulatedProject, RunContext } from './types';

/** A function of this process in place of a buildspec's commands. */
export class FunctionWork implements BuildWork {
  readonly #run: NonNullable<EmulatedProject['run']>;

  constructor(run: NonNullable<EmulatedProject['run']>) {
    this.#run = run;
  }

  async run(stage: BuildStage): Promise<void> {
    for (const type of ['DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD'] as const) {
      await stage.phase(type, async () => {});
    }
    await stage.phase('BUILD', async () => {
      const running = this.#run(stage.build, contextOf(stage));
      const status = await Promise.race([running, whenAborted(stage.signal)]);
      if (status === 'FAILED') {
        throw new PhaseFailure(
          'COMMAND_EXECUTION_ERROR',
          'Error while executing command: run. Reason: exit status 1',
        );
      }
    });
    await stage.phase('POST_BUILD', async () => {});
    await stage.phase('UPLOAD_ARTIFACTS', async () => {});
  }

  /** A function cannot be ended: it sees the signal, and what it still does is of no account. */
  kill(): void {}

  async terminate(): Promise<void> {}

  async remove(): Promise<void> {}
}

function contextOf({
  place: { buckets },
  log,
  signal,
}: BuildStage): RunContext {
  return {
    log: line => log.line(line),
    putObject: (bucket, key, body) =>
      putObject(buckets, bucket, key, Buffer.from(body)),
    getObject: (bucket, key) => {
      const object = buckets.get(bucket).current(key);
      if (!object) throw noSuchKey(key);
      return object.body;
    },
    signal,
  };
}

function putObject(
  buckets: Buckets,
  bucketName: string,
  key: string,
  body: Buffer,
): void {
  const bucket = buckets.get(bucketName);
  bucket.put(key, {
    body,
    etag: etagOf(body),
    headers: keptHeaders({}, bucket),
    checksums: {},
  });
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve =>
    signal.addEventListener('abort', () => resolve()),
  );
}
