import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetBuildsCommand,
  Build,
  CodeBuildClient,
} from '@aws-sdk/client-codebuild';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { BuildLog } from '../codebuild/BuildLog';
import { isThrottled, isTransient } from '../codebuild/errors';
import { LogCursor, parseCursor } from '../codebuild/outputLines';
import { RateLimit } from '../codebuild/RateLimit';

/** The quota is per account and region, and others read logs too. */
const LOG_REQUESTS_PER_SECOND = 2;

export interface FollowOptions {
  codebuild: CodeBuildClient;
  logs: CloudWatchLogsClient;
  onLine: (text: string) => void;
  /** The log cannot be read; it is not tried again. */
  onNoLog: (error: unknown) => void;
  /** when to give up, in milliseconds since the epoch */
  deadline: number;
  pollMs: number;
  signal?: AbortSignal;
}

/**
 * Waits for the end of a build and passes on its log meanwhile.
 *
 * @returns undefined when it still runs at the deadline
 * @throws Error of the SDK, or the reason of the signal
 */
export async function followBuild(
  buildId: string,
  options: FollowOptions,
): Promise<Build | undefined> {
  const { signal, pollMs } = options;
  const pause = () => sleep(pollMs, undefined, { signal });
  const readLog = createLogReader(options);
  for (;;) {
    signal?.throwIfAborted();
    const build = await readBuild(options.codebuild, buildId);
    if (build) await readLog(build);
    if (build?.buildComplete) {
      // The last lines come a little later than the end.
      await pause();
      await readLog(build);
      return build;
    }
    if (Date.now() > options.deadline) return undefined;
    await pause();
  }
}

/** Undefined when AWS does not answer just now. */
async function readBuild(
  codebuild: CodeBuildClient,
  id: string,
): Promise<Build | undefined> {
  try {
    const { builds } = await codebuild.send(
      new BatchGetBuildsCommand({ ids: [id] }),
    );
    if (builds?.[0]) return builds[0];
  } catch (error) {
    if (isThrottled(error) || isTransient(error)) return undefined;
    throw error;
  }
  throw new Error(
    `CodeBuild does not know the build ${id} any more; its project was removed`,
  );
}

function createLogReader({ logs, onLine, onNoLog }: FollowOptions) {
  const log = new BuildLog(logs, new RateLimit(LOG_REQUESTS_PER_SECOND));
  let cursor: LogCursor = parseCursor(undefined);
  let readable = true;
  return async ({ logs: place }: Build) => {
    if (!place?.groupName || !place.streamName) return;
    const stream = { groupName: place.groupName, streamName: place.streamName };
    for (let more = readable; more; ) {
      try {
        const page = await log.read(stream, cursor);
        ({ cursor, more } = page);
        for (const record of page.records) {
          if (record.kind === 'log') onLine(record.text);
        }
      } catch (error) {
        readable = more = false;
        onNoLog(error);
      }
    }
  };
}
