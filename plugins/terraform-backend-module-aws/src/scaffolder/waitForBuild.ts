import { Build, StopBuildCommand } from '@aws-sdk/client-codebuild';
import { LoggerService } from '@backstage/backend-plugin-api';
import { explainAwsError } from './explainAwsError';
import { followBuild, FollowOptions } from './followBuild';
import { StartableProject } from './readProjects';

/** Every line is a row in the scaffolder's database. */
const LINES_SHOWN = 10_000;

/**
 * Shows the log of a build until its end. The build is stopped when the signal says that the task is cancelled.
 *
 * @throws Error with a sentence for people when it cannot be followed, is stopped by this, or still runs at the deadline
 */
export async function waitForBuild(
  { id, logsUrl }: { id: string; logsUrl: string },
  options: Pick<
    FollowOptions,
    'codebuild' | 'logs' | 'deadline' | 'pollMs' | 'signal'
  > & { project: StartableProject; logger: LoggerService },
): Promise<Build> {
  const { codebuild, project, logger, signal } = options;
  let shown = 0;
  try {
    const build = await followBuild(id, {
      ...options,
      onLine(text) {
        shown += 1;
        if (shown <= LINES_SHOWN) logger.info(text);
        if (shown === LINES_SHOWN + 1) {
          logger.info(`The log is longer than this; the rest is at ${logsUrl}`);
        }
      },
      onNoLog: error =>
        logger.warn(explainAwsError(error, project, 'read the log of a build')),
    });
    if (build) return build;
  } catch (error) {
    if (!signal?.aborted) {
      throw new Error(explainAwsError(error, project, 'follow a build'), {
        cause: error,
      });
    }
    try {
      await codebuild.send(new StopBuildCommand({ id }));
    } catch (cause) {
      throw new Error(
        `${explainAwsError(
          cause,
          project,
          'stop a build',
        )}. The task was cancelled and the build ${id} goes on; stop it at ${logsUrl}`,
        { cause },
      );
    }
    throw new Error(
      `The build ${id} was stopped, because the task was cancelled`,
    );
  }
  throw new Error(
    `The build ${id} still runs, and the task does not wait any longer. See ${logsUrl}, or give the step a larger timeoutMinutes`,
  );
}
